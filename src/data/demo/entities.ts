import { addDays, type CivilDate, civilDate } from '../../domain/civil-date.ts';

/** A day, as a number of days after the day of loading; negative for the past. */
type Days = number;

/** A person in the register. The document is a cédula if it has ten digits, else a passport. */
export type DemoPerson = readonly [
  from: Days,
  until: Days | null,
  paternalSurname: string,
  maternalSurname: string,
  firstName: string,
  secondName: string,
  sex: 'Femenino' | 'Masculino' | '',
  maritalStatus: string,
  document: string,
  email: string,
  position: string,
  educationLevel: string,
  occupationalArea: string,
  birthDate: CivilDate,
];

/** A day on which the contact with this document was set INACTIVO. */
type DemoInactivation = readonly [at: Days, document: string];

/** A file that was imported, with the level of education of the people with these documents. */
export type DemoImport = { at: Days; fileName: string; documents: readonly string[] };

/**
 * A user as created and first activated; later changes stand in the history. One without a last access still has the
 * temporary password from its creation.
 */
export type DemoUser = {
  name: string;
  document: string;
  created: Days;
  activated?: Days;
  deactivated?: Days;
  lastAccess?: Days;
  password?: string;
  menus?: readonly string[];
  budget?: { limit: string | null; active: boolean };
};

/**
 * A change in the months after the registration: of a contact, with its values before, of a user, whose menus stand
 * without the compulsory one, or of the entity.
 */
export type DemoChange = { at: Days } & (
  | { document: string; before: { position?: string; until?: Days } }
  | { user: string; menus?: string[]; budget?: { limit: string | null; active: boolean }; active?: boolean }
  | { suspended: boolean }
);

/** A delegation that the person with one document handed over to another, with all of their users to a new one. */
export type DemoHandover = {
  at: Days;
  outgoing: string;
  successor: string;
  lastDay: Days;
  firstDay: Days;
  newUser: string;
};

/** A template of profiles. */
export type DemoTemplate = { name: string; created: Days; menus: string[] };

/** An entity, its administrator, and the contacts and users added since its registration. */
export type DemoEntity = {
  ruc: string;
  name: string;
  registered: Days;
  administrator: { user: string; password: string; person: DemoPerson };
  people: readonly DemoPerson[];
  inactivations: readonly DemoInactivation[];
  imports: readonly DemoImport[];
  users: readonly DemoUser[];
  handovers: readonly DemoHandover[];
  templates: readonly DemoTemplate[];
  history: readonly DemoChange[];
};

/** The instant on a day, counted from today, a number of minutes after 08:30 in Ecuador. */
export function moment(now: Date, day: number, minute = 0): Date {
  return new Date(Date.parse(`${addDays(civilDate(now), day)}T08:30:00-05:00`) + minute * 60_000);
}

// The people are invented. Their cédulas lie in ranges not yet issued by the provinces (digits 3 to 7 are 59999).

// biome-ignore format: one person a line
const demonstration: DemoEntity = {
  ruc: '1769999930001',
  name: 'Entidad de Demostración',
  registered: -400,
  administrator: {
    user: 'admindemo',
    password: 'Demo-2026',
    person: [-400, null, 'Salgado', 'Peñafiel', 'Amparo', 'Leticia', 'Femenino', 'Casado (a)', '0259999118', 'admin@demo.example', 'Representante Legal', 'Maestría', 'Administración', '1980-05-17'],
  },
  people: [
    [-395, null, 'Álvarez', 'Cevallos', 'Rosa', 'Elena', 'Femenino', 'Casado (a)', '0359999133', 'rosa.alvarez@demo.example', 'Jefe de Compras Públicas', 'Maestría', 'Adquisiciones', '1979-08-23'],
    [-395, null, 'Alvarado', 'Mena', 'Luis', 'Fernando', 'Masculino', 'Soltero (a)', '0459999157', 'luis.alvarado@demo.example', 'Analista', 'Tercer Nivel', 'Adquisiciones', '1988-02-11'],
    [-380, -45, 'Andrade', '', 'Óscar', '', 'Masculino', 'Divorciado (a)', '1459999171', 'oscar.andrade@demo.example', 'Asistente', 'Bachillerato', 'Administración', '1994-12-30'],
    [-395, null, 'Bravo', 'Ñauñay', 'Carmen', 'Inés', 'Femenino', 'Viudo (a)', '1559999196', '', 'Secretario', 'Tecnológico Superior', 'Administración', '1966-04-02'],
    [-200, null, 'Caicedo', 'Preciado', 'Jefferson', 'Andrés', 'Masculino', 'Soltero (a)', '1659999211', 'jefferson.caicedo@demo.example', 'Técnico', 'Tercer Nivel', 'Tecnologías de la Información', '1992-07-19'],
    [-395, null, 'Chiluisa', 'Toapanta', 'María', 'José', 'Femenino', 'Casado (a)', '1959999234', 'maria.chiluisa@demo.example', 'Contador', 'Tercer Nivel', 'Contabilidad y Finanzas', '1983-10-05'],
    [-120, 60, "D'Angelo", 'Vera', 'Paolo', '', 'Masculino', '', 'YA4829163', 'paolo.dangelo@demo.example', 'Asesor', 'Doctorado (PhD)', 'Planificación', '1977-01-28'],
    [-395, null, 'De la Torre', 'Egas', 'Gabriela', 'Estefanía', 'Femenino', 'Unión de Hecho', '2059999256', 'gabriela.delatorre@demo.example', 'Abogado', 'Especialización', 'Derecho', '1986-06-14'],
    [-395, null, 'Espín', 'Lema', 'Segundo', 'Manuel', 'Masculino', 'Casado (a)', '2159999271', 'segundo.espin@demo.example', 'Fiscalizador', 'Tercer Nivel', 'Arquitectura e Ingeniería', '1971-03-09'],
    [-150, 12, 'Farinango', 'Cabascango', 'Sisa', 'Pacari', 'Femenino', 'Soltero (a)', '2259999296', 'sisa.farinango@demo.example', 'Administrador de Contrato', 'Tercer Nivel', 'Planificación', '1990-05-21'],
    [-395, 25, 'Guamán', 'Yánez', 'José', 'Luis', 'Masculino', 'Casado (a)', '0259999316', 'jose.guaman@demo.example', 'Ingeniero', 'Maestría', 'Arquitectura e Ingeniería', '1981-09-17'],
    [-300, null, 'Herrera', 'Muñoz', 'Daniela', 'Alejandra', 'Femenino', 'Divorciado (a)', '0359999331', 'daniela.herrera@demo.example', 'Tesorero', 'Tercer Nivel', 'Contabilidad y Finanzas', '1985-01-08'],
    [-395, null, 'Íñiguez', 'Ordóñez', 'Ramiro', '', 'Masculino', 'Casado (a)', '0459999355', 'ramiro.iniguez@demo.example', 'Auditor', 'Maestría', 'Auditoría y Control', '1968-11-11'],
    [-365, null, 'Jácome', 'Zurita', 'Andrea', 'Belén', 'Femenino', 'Soltero (a)', '1459999379', 'andrea.jacome@demo.example', 'Delegado', 'Tercer Nivel', 'Adquisiciones', '1991-03-26'],
    [-250, null, 'Lara-Moscoso', '', 'Esteban', 'Nicolás', 'Masculino', 'Soltero (a)', '1559999394', 'esteban.lara@demo.example', 'Coordinador', 'Diplomado', 'Recursos Humanos', '1987-12-02'],
    [-395, null, 'Macas', 'Sarango', 'Rosario', 'del Carmen', 'Femenino', 'Viudo (a)', '1659999419', 'rosario.macas@demo.example', 'Funcionario', 'Técnico Superior', 'Salud', '1962-10-31'],
    [-395, null, 'Naranjo', 'Pico', 'Víctor', 'Hugo', 'Masculino', 'Casado (a)', '1959999432', 'victor.naranjo@demo.example', 'Director', 'Maestría', 'Administración', '1974-05-05'],
    [-90, null, 'Núñez', 'Quimí', 'Nathaly', '', 'Femenino', 'Soltero (a)', '2059999454', 'nathaly.nunez@demo.example', 'Analista', 'Tercer Nivel', 'Adquisiciones', '1996-08-12'],
    [-180, 30, 'Ñacato', 'Sinailín', 'Kléver', 'Patricio', 'Masculino', 'Unión de Hecho', '2159999479', 'klever.nacato@demo.example', 'Técnico', 'Bachillerato', 'Otra', '1989-02-27'],
    [-395, null, 'Obando', 'Rueda', 'Silvia', 'Marlene', 'Femenino', 'Casado (a)', '2259999494', '', 'Asistente', 'Bachillerato', 'Administración', '1978-06-18'],
    [-60, null, "O'Brien", 'Salvador', 'Eileen', '', 'Femenino', '', '0259999514', 'eileen.obrien@demo.example', 'Asesor', 'Maestría', 'Comunicación', '1984-04-24'],
    [-395, null, 'Paredes', 'Agüero', 'Ximena', 'Lucía', 'Femenino', 'Divorciado (a)', '0359999539', 'ximena.paredes@demo.example', 'Director', 'Diplomado Iniciado', 'Planificación', '1976-09-09'],
    [15, null, 'Quinde', 'Tigre', 'Ángel', 'Rigoberto', 'Masculino', 'Soltero (a)', '0459999553', 'angel.quinde@demo.example', 'Delegado', 'Tercer Nivel', 'Adquisiciones', '1993-11-20'],
    [3, 368, 'Reinoso', 'Ubidia', 'Verónica', 'Alexandra', 'Femenino', 'Casado (a)', '1459999577', 'veronica.reinoso@demo.example', 'Administrador de Contrato', 'Especialización', 'Arquitectura e Ingeniería', '1982-07-07'],
    [-395, 0, 'Saltos', 'Vélez', 'Christian', 'Iván', 'Masculino', 'Soltero (a)', '1559999592', 'christian.saltos@demo.example', 'Analista', 'Tecnológico Superior', 'Tecnologías de la Información', '1995-01-15'],
    [-395, null, 'Tituaña', 'Anrango', 'Inti', 'Rumi', 'Masculino', 'Casado (a)', '1659999617', '', 'Funcionario', 'Educación Básica', 'Otra', '1970-12-21'],
    [-395, -1, 'Ureña', 'Zambrano', 'Mónica', 'Patricia', 'Femenino', 'Casado (a)', '1959999630', 'monica.urena@demo.example', 'Coordinador', 'Tercer Nivel', 'Educación', '1980-03-30'],
    [-30, null, 'Villacís', 'Wong', 'Lorena', '', 'Femenino', 'Soltero (a)', '2059999652', 'lorena.villacis@demo.example', 'Ingeniero', 'Tercer Nivel', 'Arquitectura e Ingeniería', '1998-10-10'],
    [-395, -100, 'Yépez', 'Lozano', 'Franklin', 'Xavier', 'Masculino', 'Casado (a)', '2159999677', 'franklin.yepez@demo.example', 'Otro', 'Ninguno', 'Otra', '1959-02-14'],
  ],
  inactivations: [[-210, '1659999419'], [-97, '2159999677'], [-75, '0459999355'], [-14, '2259999494']],
  imports: [{ at: -28, fileName: 'niveles-de-educacion.csv', documents: ['1459999379', '2059999454', '2159999479'] }],
  users: [
    { name: 'delegado01', document: '1459999379', created: -364, activated: -364, lastAccess: -1, password: 'Delegado-2026', menus: ['CONSULTAS', 'INFIMA_CUANTIA'], budget: { limit: '50000.00', active: true } },
    { name: 'compras01', document: '0359999133', created: -390, activated: -390, lastAccess: -1, menus: ['CONSULTAS', 'PAC', 'NECESIDADES', 'CATALOGO_ELECTRONICO'], budget: { limit: '500000.00', active: true } },
    { name: 'compras02', document: '0359999133', created: -40, menus: ['CONSULTAS'] },
    { name: 'analista01', document: '0459999157', created: -388, activated: -388, lastAccess: -3, menus: ['CONSULTAS', 'INFIMA_CUANTIA', 'MENOR_CUANTIA'], budget: { limit: null, active: false } },
    { name: 'analista02', document: '2059999454', created: -89, activated: -88 },
    { name: 'contadora01', document: '1959999234', created: -380, activated: -380, lastAccess: -8, menus: ['CONSULTAS', 'REPORTES'], budget: { limit: '25000.00', active: false } },
    { name: 'juridico01', document: '2059999256', created: -370, activated: -369, deactivated: -20, lastAccess: -25, menus: ['REGIMEN_ESPECIAL', 'INCUMPLIMIENTOS'] },
    { name: 'contratos01', document: '2259999296', created: -149, activated: -149, lastAccess: -2, menus: ['CONSULTAS', 'EJECUCION_CONTRATOS'], budget: { limit: '0.00', active: true } },
    { name: 'fiscaliza01', document: '2159999271', created: -350, activated: -350, menus: ['EJECUCION_CONTRATOS'] },
    { name: 'secretaria01', document: '1559999196', created: -320, activated: -319 },
    { name: 'auditoria01', document: '0459999355', created: -300, activated: -300, menus: ['CONSULTAS', 'REPORTES'] },
    { name: 'tecnico01', document: '1659999211', created: -1 },
  ],
  handovers: [
    { at: -12, outgoing: '2159999271', successor: '2059999652', lastDay: -10, firstDay: -9, newUser: 'fiscaliza02' },
  ],
  templates: [
    { name: 'Consulta y reportes', created: -298, menus: ['CONSULTAS', 'REPORTES'] },
    { name: 'Compras públicas', created: -90, menus: ['CONSULTAS', 'PAC', 'CATALOGO_ELECTRONICO', 'SUBASTA_INVERSA', 'INFIMA_CUANTIA'] },
  ],
  history: [
    { at: -180, user: 'compras01', menus: ['CONSULTAS', 'PAC', 'NECESIDADES', 'CATALOGO_ELECTRONICO', 'SUBASTA_INVERSA', 'INFIMA_CUANTIA', 'LICITACION'] },
    { at: -180, user: 'compras01', budget: { limit: '3450000.00', active: true } },
    { at: -160, user: 'delegado01', active: false },
    { at: -131, user: 'delegado01', active: true },
    { at: -110, document: '1459999379', before: { position: 'Asistente' } },
    { at: -110, user: 'delegado01', menus: ['CONSULTAS', 'SUBASTA_INVERSA'] },
    { at: -110, user: 'delegado01', budget: { limit: '150000.00', active: true } },
    { at: -76, user: 'compras01', menus: ['CONSULTAS', 'PAC', 'NECESIDADES', 'CATALOGO_ELECTRONICO', 'SUBASTA_INVERSA', 'INFIMA_CUANTIA', 'LICITACION', 'EJECUCION_CONTRATOS', 'REPORTES'] },
    { at: -55, document: '0259999316', before: { until: -61 } },
    { at: -42, document: '2059999454', before: { position: 'Asistente' } },
    { at: -31, document: '2159999479', before: { until: -30 } },
  ],
};

// biome-ignore format: one person a line
const example: DemoEntity = {
  ruc: '0969999920001',
  name: 'Municipio de Ejemplo',
  registered: -200,
  administrator: {
    user: 'adminejemplo',
    password: 'Ejemplo-2026',
    person: [-200, null, 'Barzola', 'Quiñónez', 'Wilmer', 'Stalin', 'Masculino', 'Casado (a)', '2259999692', 'admin@ejemplo.example', 'Representante Legal', 'Tercer Nivel', 'Administración', '1975-11-03'],
  },
  people: [
    [-195, null, 'Murillo', 'León', 'Kerly', 'Tatiana', 'Femenino', 'Soltero (a)', '0259999712', 'kerly.murillo@ejemplo.example', 'Jefe de Compras Públicas', 'Tercer Nivel', 'Adquisiciones', '1987-05-29'],
    [-195, 20, 'Franco', 'Ibáñez', 'Johnny', '', 'Masculino', 'Unión de Hecho', '0359999737', 'johnny.franco@ejemplo.example', 'Analista', 'Bachillerato', 'Adquisiciones', '1990-09-01'],
    [-150, -30, 'Cheme', 'Bone', 'Génesis', 'Nicole', 'Femenino', 'Soltero (a)', '0459999751', '', 'Asistente', 'Bachillerato', 'Administración', '1999-03-18'],
    [-195, null, 'Andrade', 'Piguave', 'Nelson', 'Eduardo', 'Masculino', 'Casado (a)', '1459999775', 'nelson.andrade@ejemplo.example', 'Tesorero', 'Tercer Nivel', 'Contabilidad y Finanzas', '1969-07-22'],
  ],
  inactivations: [[-25, '0459999751']],
  imports: [],
  users: [
    { name: 'compras01', document: '0259999712', created: -190, activated: -190, lastAccess: -4, menus: ['CONSULTAS', 'PAC', 'INFIMA_CUANTIA'], budget: { limit: '80000.00', active: true } },
    { name: 'tesoreria01', document: '1459999775', created: -60 },
  ],
  handovers: [],
  templates: [],
  history: [
    { at: -101, suspended: true },
    { at: -98, suspended: false },
  ],
};

/** The demonstration data (product 7). */
export const demoEntities: readonly DemoEntity[] = [demonstration, example];

import { type Kysely, sql } from 'kysely';

/**
 * Converts incidents from Spanish labels and display texts, from which nothing could be computed, to codes and raw
 * values. The first incident of each user, contact and entity gets every fact that decides access or a limit, so that
 * the state at any moment can be computed from the incidents alone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table incidents disable trigger append_only`.execute(db);
  const { rows: menus } = await sql<{ code: string; name: string }>`select code, name from menus`.execute(db);
  const codes = new Map(menus.map(({ code, name }) => [name, code]));
  const { rows: entities } = await sql<{ ruc: string }>`select ruc from entities order by ruc`.execute(db);
  for (const { ruc } of entities) await convertEntity(db, ruc, codes);
  await sql`alter table incidents enable trigger append_only`.execute(db);
}

type Raw = string | number | boolean | null | { browser: string; since: string };
type Change = { field: string; old: Raw; new: Raw };
type Incident = { id: number; event: string; subject_id: number | null; changes: Change[] };

async function convertEntity(db: Kysely<unknown>, ruc: string, menuCodes: Map<string, string>): Promise<void> {
  const { rows } = await sql<Incident>`
    select id::float8 as id, event, subject_id::float8 as subject_id, changes
      from incidents where ruc = ${ruc} order by id`.execute(db);
  const incidents = rows.map((row) => ({
    ...row,
    changes: row.changes.map((one) => converted(row.event, one, menuCodes)),
  }));
  await completeContacts(db, ruc, incidents);
  await completeUsers(db, ruc, incidents);
  for (const [place, { id, changes }] of incidents.entries()) {
    const [before, after] = [rows[place]?.changes, changes].map((one) => JSON.stringify(one));
    if (before === after) continue;
    await sql`update incidents set changes = ${after}::jsonb where ruc = ${ruc} and id = ${id}`.execute(db);
  }
}

const contactFields: Record<string, string> = {
  'Apellido Paterno': 'paternalSurname',
  'Apellido Materno': 'maternalSurname',
  'Primer Nombre': 'firstName',
  'Segundo Nombre': 'secondName',
  Sexo: 'sex',
  'Estado Civil': 'maritalStatus',
  'Tipo de Documento': 'documentType',
  'Número Identificación': 'documentNumber',
  'Correo Electrónico': 'email',
  'Fecha de Nacimiento': 'birthDate',
  Estado: 'active',
  Cargo: 'position',
  Desde: 'from',
  Hasta: 'until',
  'Nivel Educación': 'educationLevel',
  'Área Ocupacional': 'occupationalArea',
};

const userFields: Record<string, string> = {
  Usuario: 'user.name',
  Administrador: 'user.name',
  Nombre: 'user.contactName',
  Contacto: 'user.contactName',
  Estado: 'user.active',
  'Menú agregado': 'user.menu',
  'Menú quitado': 'user.menu',
  'Contraseña temporal enviada a': 'password.sentTo',
  'Correo reenviado a': 'mail.resentTo',
  'Intentos fallidos seguidos': 'sign-in.failures',
  Dirección: 'request.address',
  Motivo: 'recovery.reason',
  'Dentro de las 24 horas de la solicitud': 'recovery.reportedInTime',
  'Sesiones abiertas': 'session.count',
  Sesión: 'session.ended',
};

function converted(event: string, change: Change, menuCodes: Map<string, string>): Change {
  const field = codeOf(event, change.field);
  if (field === 'session.ended') return { field, old: endedSession(String(change.old)), new: null };
  return { field, old: rawValue(field, change.old, menuCodes), new: rawValue(field, change.new, menuCodes) };
}

function codeOf(event: string, label: string): string {
  if (event.startsWith('contact.')) return contactFields[label] ? `contact.${contactFields[label]}` : label;
  if (event === 'budget.changed') return label === 'Estado' ? 'budget.active' : 'budget.limit';
  if (event === 'entity.suspended' || event === 'entity.resumed') return 'entity.suspended';
  return userFields[label] ?? label;
}

const isTrue = ['ACTIVO', 'SUSPENDIDA', 'Sí'];
const truths = ['contact.active', 'user.active', 'budget.active', 'entity.suspended', 'recovery.reportedInTime'];

function rawValue(field: string, value: Raw, menuCodes: Map<string, string>): Raw {
  if (value === null) return null;
  const text = String(value);
  if (truths.includes(field)) return isTrue.includes(text);
  if (field === 'session.count' || field === 'sign-in.failures') return Number(text);
  if (field === 'budget.limit') return text.replace(/^USD |,/g, '');
  return field === 'user.menu' ? (menuCodes.get(text) ?? text) : value;
}

// Reads 'Firefox 128 en Windows, desde 2022-04-06 15:53', in the time of Ecuador.
function endedSession(text: string): Raw {
  const [, browser = text, day = '', time = ''] = /^(.*), desde (\S+) (\S+)$/.exec(text) ?? [];
  return { browser, since: day && new Date(`${day}T${time}:00-05:00`).toISOString() };
}

// Computes a record's first state from the present one by undoing its later changes, from the newest to the oldest.
function undone<State>(state: State, later: Change[], undo: (state: State, change: Change) => State): State {
  return later.toReversed().reduce(undo, state);
}

async function completeContacts(db: Kysely<unknown>, ruc: string, incidents: Incident[]): Promise<void> {
  const beginning = incidents.find(({ event }) => event === 'entity.created');
  if (!beginning) return;
  const { rows } = await sql<Record<string, Raw>>`
    select c.id::float8 as id, paternal_surname as "paternalSurname", maternal_surname as "maternalSurname",
           first_name as "firstName", second_name as "secondName", sex, marital_status as "maritalStatus",
           document_type as "documentType", document_number as "documentNumber", email,
           birth_date::text as "birthDate", c.active, position, delegated_from::text as "from",
           delegated_until::text as "until", education_level as "educationLevel",
           occupational_area as "occupationalArea"
      from contacts c join users u on u.ruc = c.ruc and u.contact_id = c.id
     where c.ruc = ${ruc} and u.administrator`.execute(db);
  const [contact] = rows;
  if (!contact) return;
  const { id, ...today } = contact;
  const later = incidents
    .filter(({ event, subject_id }) => event === 'contact.changed' && subject_id === id)
    .flatMap(({ changes }) => changes);
  const first = undone(today, later, (state, { field, old }) => ({ ...state, [field.slice('contact.'.length)]: old }));
  beginning.changes = [
    { field: 'entity.suspended', old: null, new: false },
    { field: 'contact.id', old: null, new: id ?? null },
    ...Object.values(contactFields)
      .filter((name) => (first[name] ?? '') !== '')
      .map((name) => ({ field: `contact.${name}`, old: null, new: first[name] ?? null })),
    ...beginning.changes,
  ];
}

type UserToday = {
  id: number;
  name: string;
  contactId: number;
  contactName: string;
  administrator: boolean;
  active: boolean;
  limit: string | null;
  budget: boolean | null;
  menus: string[];
};

async function completeUsers(db: Kysely<unknown>, ruc: string, incidents: Incident[]): Promise<void> {
  const { rows } = await sql<UserToday>`
    select u.id::float8 as id, u.name, u.contact_id::float8 as "contactId", c.full_name as "contactName",
           u.administrator, u.active, b.limit_amount::text as "limit", b.active as budget,
           array(select menu_code from user_menus m join menus on code = menu_code
                  where m.ruc = u.ruc and m.user_id = u.id order by menus.position) as menus
      from users u
      join contacts c on c.ruc = u.ruc and c.id = u.contact_id
      left join budgets b on b.ruc = u.ruc and b.user_id = u.id
     where u.ruc = ${ruc}`.execute(db);
  for (const user of rows) {
    const beginning = incidents.find(({ event, subject_id }) =>
      user.administrator ? event === 'entity.created' : event === 'user.created' && subject_id === user.id,
    );
    if (beginning) completeUser(beginning, user, incidents);
  }
}

function completeUser(beginning: Incident, today: UserToday, incidents: Incident[]): void {
  const later = incidents
    .filter((one) => one !== beginning && one.subject_id === today.id && !one.event.startsWith('contact.'))
    .flatMap(({ changes }) => changes);
  const first = undone(today, later, (state, { field, old, new: after }) => {
    if (field === 'user.active') return { ...state, active: old === true };
    if (field === 'budget.active') return { ...state, budget: old as boolean | null };
    if (field === 'budget.limit') return { ...state, limit: old as string | null };
    if (field !== 'user.menu') return state;
    const menus = state.menus.filter((code) => code !== after);
    return { ...state, menus: old === null ? menus : [...menus, String(old)] };
  });
  const known = beginning.changes.filter(({ field }) => !field.startsWith('user.'));
  const contactName = beginning.changes.find(({ field }) => field === 'user.contactName')?.new ?? today.contactName;
  const facts: [field: string, value: Raw][] = [
    ...(today.administrator ? [['user.id', today.id] as [string, Raw]] : []),
    ['user.name', today.name],
    ['user.contactId', today.contactId],
    ['user.contactName', contactName],
    ['user.administrator', today.administrator],
    ['user.active', first.active],
    ...first.menus.map((code) => ['user.menu', code] as [string, Raw]),
    ...(first.limit === null ? [] : [['budget.limit', first.limit] as [string, Raw]]),
    ...(first.budget === null ? [] : [['budget.active', first.budget] as [string, Raw]]),
  ];
  beginning.changes = [...known, ...facts.map(([field, value]) => ({ field, old: null, new: value }))];
}

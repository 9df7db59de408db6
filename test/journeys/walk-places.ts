import { routes } from '../../src/routes/index.ts';
import { helpTopics } from '../../views/help-topics.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { type CastUser, scopeOf, someone } from '../support/stage/cast.ts';
import { addHandover, handoverOf } from '../support/stage/handovers.ts';
import { reset } from '../support/stage/password-steps.ts';
import { identify, recover, recoverByMail } from '../support/stage/recovery.ts';
import { signIn } from '../support/stage/sign-in.ts';
import type { MailStage } from '../support/stage/stage.ts';

/** A page of the walk: the person who opens it, or a visitor whose cookies it needs; null for nobody. */
export type Place = {
  name: string;
  path: string;
  who: CastUser | Visitor | null;
  /** A form without values is sent to the address, which refuses it. */
  refused?: boolean;
  /** The page differs from one of the walk in its words alone, and only its HTML is looked at. */
  brief?: boolean;
};

/** Routes without a page of their own, and why. */
const withoutPage: Record<string, string> = {
  'GET /salud': 'for machines',
  'GET /salud/listo': 'for machines',
  'GET /administracion': 'leads to the contacts',
  'GET /correo': 'shows no mails where they are sent',
  'GET /recuperar/no-solicite/:token': 'leads to the page without the token, which is walked',
  'GET /recuperar/no-hice-el-cambio/:token': 'leads to the page without the token',
  'GET /recuperar/no-hice-el-cambio': 'is the page of the other report with other words',
  'GET /administracion/contactos/incidencias/:id/solicitud': 'is the letter of the recovery, which is walked',
  'GET /datos-generales/sesiones/cerrar-las-demas': 'is the question of a user’s sessions, which is walked',
  // A form without values is accepted here, or does nothing.
  'POST /administracion/usuarios/:id/resetear': 'resets',
  'POST /salir': 'signs out',
  'POST /datos-generales/sesiones/:id': 'has no session to end',
  'POST /datos-generales/sesiones/cerrar-las-demas': 'has no session to end',
  'POST /administracion/usuarios/:id/correo': 'has no mail to send',
  'POST /recuperar/no-solicite': 'does what it says',
  'POST /recuperar/no-hice-el-cambio': 'does what it says',
  'POST /recuperar/motivo': 'belongs to the step before, whose refusal is walked',
  'POST /recuperar/solicitud': 'belongs to the step before, whose refusal is walked',
};

const holders = { consult: 'diana', contracting: 'diana' } as const;

/** Lists the places of all routes: each page, each refused form, and states that are worth a look. */
export async function placesOf(stage: MailStage): Promise<Place[]> {
  const { diana, quito } = stage;
  const { administrator } = quito;
  await reset(stage, stage.nadia);
  // The first act.
  await addHandover(stage, quito);
  const extra = await extraPlaces(stage);
  const known = new Set(extra.map(({ name }) => name));
  const named = routes.map(({ method, path }) => `${method} ${path}`);
  const stale = Object.keys(withoutPage).filter((name) => !named.includes(name));
  if (stale.length > 0) throw new Error(`There is no route ${stale.join(', ')}.`);
  const usual = routes
    .map((route) => ({ ...route, name: `${route.method} ${route.path}` }))
    .filter(({ name, path }) => !(name in withoutPage) && !known.has(name) && !path.includes(':topic'))
    // A download is no page.
    .filter(({ path, file }) => !file && !/\.(csv|xlsx)$/.test(path))
    .map(({ name, method, path, right }): Place => {
      const inside = right !== 'public';
      const who = inside ? (right in holders ? diana : administrator) : null;
      const record = path.includes('/usuarios/') ? stage.nadia.id : path.includes('/contactos/') ? diana.contactId : 1;
      return { name, path: path.replace(':id', String(record)), who, refused: method === 'POST' };
    });
  return [...usual, ...extra];
}

async function extraPlaces(stage: MailStage): Promise<Place[]> {
  const { administrator } = stage.quito;
  const beginner = stage.visitor();
  await signIn(beginner, await someone(stage, { state: 'temporary' }));
  const steps = {
    motivo: stage.visitor(),
    solicitud: stage.visitor(),
    listo: stage.visitor(),
    reporte: stage.visitor(),
  };
  await identify(steps.motivo);
  await identify(steps.solicitud);
  await steps.solicitud.fill({ Motivo: 'No recuerdo la contraseña ingresada inicialmente' }).press('Siguiente');
  await recover(steps.listo);
  const { link } = await recoverByMail(stage, stage.cuenca.administrator);
  await steps.reporte.open(link);
  const candidate = await someone(stage);
  const offer = { userId: candidate.id, email: candidate.email, filledIn: '' };
  await scopeOf(stage.database, stage.quito, stage.clock.now).administratorOffers.make(offer, 'offer of the walk');
  const here = await stage.browserOf(administrator);
  await stage.signedIn(administrator);
  const other =
    (await here.open('/datos-generales/sesiones')).html.match(/"(\/datos-generales\/sesiones\/\d+)"/)?.[1] ?? '';
  // The administrator has no form there.
  const ofDelegates = ['/datos-generales/mis-datos', '/datos-generales/terminar'].flatMap((path): Place[] => [
    { name: `GET ${path}`, path, who: stage.diana },
    { name: `POST ${path}`, path, who: stage.diana, refused: true },
    { name: `administrador ${path}`, path, who: administrator },
  ]);
  const self = `/administracion/contactos/${administrator.contactId}`;
  const review = 'ultimo=2031-01-01&primero=2031-01-02&accion=revisar';
  const list = (path: string): Place => ({ name: `lista ${path}`, path, who: administrator });
  return [
    ...Object.keys(helpTopics).map((topic, index) => {
      return { name: `ayuda ${topic}`, path: `/ayuda/${topic}`, who: null, brief: index > 0 };
    }),
    { name: 'GET /recuperar/motivo', path: '/recuperar/motivo', who: steps.motivo },
    { name: 'GET /recuperar/solicitud', path: '/recuperar/solicitud', who: steps.solicitud },
    { name: 'GET /recuperar/listo', path: '/recuperar/listo', who: steps.listo },
    { name: 'GET /recuperar/no-solicite', path: '/recuperar/no-solicite', who: steps.reporte },
    { name: 'GET /datos-generales/sesiones/:id', path: other, who: administrator },
    ...ofDelegates,
    { name: 'primera contraseña', path: '/datos-generales/contrasena', who: beginner },
    { name: 'no encontrada', path: '/no-existe', who: null },
    { name: 'sin permiso', path: '/administracion/usuarios', who: stage.diana },
    {
      name: 'revisión de un relevo',
      path: `${handoverOf(stage.bruno)}?contacto=${stage.futureContact}&${review}`,
      who: administrator,
    },
    { name: 'segundo paso', path: `${handoverOf(stage.diana)}?contacto=${stage.bruno.contactId}`, who: administrator },
    { name: 'propuesta de administración', path: '/inicio', who: candidate },
    { name: 'contacto propio', path: self, who: administrator },
    list('/administracion/contactos?buscar=nadie'),
    list('/administracion/usuarios?buscar=nadie'),
    ...['contactos', 'usuarios', 'contactos/incidencias'].map((name) => list(`/administracion/${name}?imprimir=1`)),
  ];
}

import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import { type Keepsake, keep, type RowChange } from '../server/keepsake.ts';
import { addContact, addDelegate, type CastUser, newcomer, scopeOf } from '../stage/cast.ts';
import { addHandover, handoverOf } from '../stage/handovers.ts';
import { reviewedImport } from '../stage/imports.ts';
import { leaveUndelivered } from '../stage/mail-queue.ts';
import { signIn } from '../stage/sign-in.ts';
import { openStage, type Stage } from '../stage/stage.ts';
import { addTemplate } from '../stage/templates.ts';
import { goodTexts, type World } from './bad-values.ts';
import { bodyOf, type Sent } from './body.ts';
import { type Explorer, explore, formsOn, type ServedForm, type ServedPage } from './served-forms.ts';

/** The product with all pages and forms that it serves. The changes of each request can be read and undone. */
type BadInputStage = {
  /** The RUC of the people who send the forms. */
  ruc: string;
  pages: ServedPage[];
  forms: ServedForm[];
  /** The pages and forms of another entity's administrator. */
  foreignPages: ServedPage[];
  foreignForms: ServedForm[];
  world: World;
  keepsake: Keepsake;
  /** Sends a form with another body, from the browser in the state in which it found the form. */
  send(form: ServedForm, body: [string, Sent][] | string, how?: Sending): Promise<Page>;
  open(explorer: Explorer, address: string): Promise<Page>;
  /** Sends a form and undoes its changes; gives the status and the changes, without random values. */
  effectOf(form: ServedForm, body: [string, Sent][], how?: Sending): Promise<string[]>;
  close(): Promise<void>;
};

export type Sending = { headers?: Record<string, string>; query?: string };

/** Opens a stage and explores it as each kind of person. */
export async function openBadInputStage(): Promise<BadInputStage> {
  const stage = await openStage();
  const { database, quito, cuenca, diana, carla, clock } = stage;
  const absent = newcomer('Ausente', 'Inés', { active: false });
  const inactiveContact = String(await addContact(scopeOf(database, quito, clock.now), absent));
  const tomas = await addDelegate(stage, 'delegado09', newcomer('Tapia', 'Tomás'), 'temporary');
  // The neighbour too has a contact that may be deleted.
  const future = newcomer('Futura', 'Fabia', { from: '2030-01-01' });
  const theirFuture = await addContact(scopeOf(database, cuenca, clock.now), future);

  // Each entity has a template.
  for (const entity of [quito, cuenca]) await addTemplate(stage, entity, 'Compras', ['PAC', 'REPORTES']);

  // Each has the act of a handover.
  for (const entity of [quito, cuenca]) await addHandover(stage, entity);

  // Makes their rows offer to send a mail again.
  for (const user of [stage.bruno, carla]) await leaveUndelivered(stage, user);

  // Each may import a reviewed file.
  for (const entity of [quito, cuenca]) await reviewedImport(scopeOf(database, entity, clock.now));

  // The delegate may answer an offer, which the administrator may take back.
  const offer = { userId: diana.id, email: diana.email, filledIn: '' };
  await scopeOf(database, quito, clock.now).administratorOffers.make(offer, 'offer of the stage');

  // Each has another session than the exploring one, so that there is one to end.
  for (const user of [quito.administrator, diana, cuenca.administrator, carla]) await signedIn(stage, user);

  const people: [name: string, visitor: Visitor, starts: string[]][] = [
    [
      'administrator',
      await signedIn(stage, quito.administrator),
      ['/administracion/contactos', '/inicio', ...chosenIn(stage), reviewOf(stage.bruno, stage.futureContact)],
    ],
    ['delegate', await signedIn(stage, diana), ['/inicio']],
    ['temporary', await signedIn(stage, tomas), ['/datos-generales/contrasena']],
    ['visitor', newVisitor(stage), ['/', '/ingreso']],
  ];
  const pages: ServedPage[] = [];
  for (const [name, visitor, starts] of people) pages.push(...(await explore({ name, visitor }, starts)));
  const tried = ({ page }: ServedPage) => !hasTestsOfItsOwn(page.url.pathname);
  const neighbour = { name: 'neighbour', visitor: await signedIn(stage, cuenca.administrator) };
  const foreignPages = await explore(neighbour, ['/inicio', reviewOf(carla, theirFuture)]);
  const keepsake = await keep(database);

  const send: BadInputStage['send'] = async ({ action, explorer, fields }, body, { headers, query } = {}) => {
    // Only a few passwords a minute are verified; the others would be refused unread.
    if (fields.some(({ kind }) => kind === 'password')) await stage.forgetGuesses();
    const search = query === undefined ? action.search : `?${query}`;
    const bytes = typeof body === 'string' ? body : bodyOf(body);
    return copyOf(stage, explorer.visitor).post(`${action.pathname}${search}`, bytes, headers);
  };
  return {
    ruc: quito.ruc,
    pages,
    forms: formsOn(pages.filter(tried), goodText),
    foreignPages,
    foreignForms: formsOn(foreignPages.filter(tried), goodText),
    world: { foreignContacts: [String(carla.contactId)], inactiveContact },
    keepsake,
    send,
    open: ({ visitor }, address) => copyOf(stage, visitor).get(address),
    async effectOf(form, body, how) {
      const { status } = await send(form, body, how);
      const changes = await keepsake.changes();
      await keepsake.restore();
      return [String(status), ...changes.map(changeText).sort()];
    },
    async close() {
      await keepsake.close();
      await stage.close();
    },
  };
}

// The pages to which the forms below the lists lead with a person chosen, one for each set of fields.
function chosenIn({ diana }: Stage): string[] {
  return [
    `/administracion/usuarios/elegidos?con=desactivar&elegido=${diana.id}`,
    `/administracion/usuarios/elegidos?con=quitar-menu&elegido=${diana.id}&menu`,
    `/administracion/usuarios/elegidos?con=aplicar-perfil&elegido=${diana.id}`,
    `/administracion/contactos/elegidos?con=inactivo&elegido=${diana.contactId}`,
    `/administracion/contactos/elegidos?con=hasta&elegido=${diana.contactId}&fecha`,
  ];
}

// The review of a handover to a contact without users, to which a form without a token leads.
function reviewOf(outgoing: CastUser, successorId: number): string {
  return `${handoverOf(outgoing)}?contacto=${successorId}&ultimo=2031-01-01&primero=2031-01-02&accion=revisar`;
}

/** Gives a change in one line, without random values. */
export function changeText({ table, was, row }: RowChange): string {
  const told = Object.entries(row).map(([column, value]) => {
    const random =
      column.endsWith('_hash') ||
      column === 'request_id' ||
      column === 'seed' ||
      (table === 'sessions' && column === 'id');
    return `${column}=${random && value !== null ? '…' : JSON.stringify(value)}`;
  });
  return `${was} in ${table}: ${told.join(' ')}`;
}

/**
 * True for a recovery's forms, whose questions are good once and whose steps depend on each other, and for the form that
 * brings a file.
 */
export function hasTestsOfItsOwn(path: string): boolean {
  return path.startsWith('/recuperar') || path.endsWith('/importar');
}

// Asks for uncompressed answers: compressing thousands of them takes as long as reading them.
function newVisitor({ site }: Stage): Visitor {
  return site.visitor({ weigh: false, headers: { 'Accept-Encoding': 'identity' } });
}

// Copies a browser's cookies, which signing in or out would change.
function copyOf(stage: Stage, visitor: Visitor): Visitor {
  const copy = newVisitor(stage);
  for (const cookie of visitor.cookies.header(stage.site.baseUrl)?.split('; ') ?? []) {
    const [name = '', ...value] = cookie.split('=');
    copy.cookies.set(name, value.join('='));
  }
  return copy;
}

async function signedIn(stage: Stage, user: CastUser): Promise<Visitor> {
  const visitor = newVisitor(stage);
  await signIn(visitor, user);
  return visitor;
}

function goodText(pattern: string, label: string): string {
  const text = goodTexts[`${pattern} ${label}`] ?? goodTexts[label];
  if (text === undefined) throw new Error(`goodTexts doesn't say what to type into «${label}» of ${pattern}.`);
  return text;
}

import { randomBytes } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { blankContact } from '../../src/domain/contact.ts';
import { routes } from '../../src/routes/index.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { rowsOf } from '../support/server/contents.ts';
import { type CastUser, password, scopeOf, someone } from '../support/stage/cast.ts';
import { addHandover } from '../support/stage/handovers.ts';
import { formWithFile, reviewedImport } from '../support/stage/imports.ts';
import { signIn } from '../support/stage/sign-in.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';
import { addTemplate } from '../support/stage/templates.ts';

/** The kinds of people (R2). */
const everybody = ['nobody', 'delegate', 'delegate without the menu', 'temporary', 'administrator', 'foreign'] as const;
type Person = (typeof everybody)[number];

/** The holders of each right, written anew so that neither a route nor a rule can widen one alone. */
const holders: Record<string, readonly Person[]> = {
  machine: everybody,
  public: everybody,
  'own-data': ['delegate', 'delegate without the menu', 'administrator', 'foreign'],
  'own-password': ['delegate', 'delegate without the menu', 'temporary', 'administrator', 'foreign'],
  consult: ['delegate'],
  contracting: ['delegate'],
  administration: ['administrator', 'foreign'],
};

/** The expected answer of a route to a person with its right. A POST is sent with its token and no fields. */
type Expectation = {
  right: string;
  answer: string;
  /** The answer to people who are signed in, where it differs. */
  signedIn?: string;
  /** The kind of record in the address, which is Quito's and so is missing for the other entity's administrator. */
  record?: 'contact' | 'user' | 'import' | 'template' | 'handover';
  /** The record, where the empty form would change the usual one: the administrator's, or one that isn't there. */
  asked?: 'administrator' | 'nobody';
  /** A form that the rules accept. */
  valid?: Record<string, string>;
};

const home = '303 /inicio';

const expectations: Record<string, Expectation> = {
  'GET /salud': { right: 'machine', answer: '200' },
  'GET /salud/listo': { right: 'machine', answer: '200' },
  'GET /': { right: 'public', answer: '200', signedIn: home },
  'GET /ingreso': { right: 'public', answer: '200', signedIn: home },
  'POST /ingreso': { right: 'public', answer: '422' },
  'POST /salir': { right: 'public', answer: '303 /ingreso' },
  'GET /recuperar': { right: 'public', answer: '200' },
  'POST /recuperar': { right: 'public', answer: '422' },
  // Each step redirects to the open one.
  'GET /recuperar/motivo': { right: 'public', answer: '303 /recuperar' },
  'POST /recuperar/motivo': { right: 'public', answer: '303 /recuperar' },
  'GET /recuperar/solicitud': { right: 'public', answer: '303 /recuperar' },
  'POST /recuperar/solicitud': { right: 'public', answer: '303 /recuperar' },
  'GET /recuperar/listo': { right: 'public', answer: '303 /recuperar' },
  'GET /recuperar/no-solicite/:token': { right: 'public', answer: '303 /recuperar/no-solicite' },
  'GET /recuperar/no-solicite': { right: 'public', answer: '404' },
  'POST /recuperar/no-solicite': { right: 'public', answer: '404' },
  'GET /recuperar/no-hice-el-cambio/:token': { right: 'public', answer: '303 /recuperar/no-hice-el-cambio' },
  'GET /recuperar/no-hice-el-cambio': { right: 'public', answer: '404' },
  'POST /recuperar/no-hice-el-cambio': { right: 'public', answer: '404' },
  'GET /ayuda': { right: 'public', answer: '200' },
  'GET /ayuda/:topic': { right: 'public', answer: '200' },
  'GET /inicio': { right: 'own-data', answer: '200' },
  // Nobody was made an offer, and nobody has one to take back.
  'POST /inicio/propuesta': { right: 'own-data', answer: '422' },
  'GET /administracion/administrador': { right: 'administration', answer: '200' },
  'POST /administracion/administrador': { right: 'administration', answer: '422' },
  'POST /administracion/administrador/retirar': { right: 'administration', answer: '422' },
  'GET /datos-generales/info-usuario': { right: 'own-data', answer: '200' },
  'GET /datos-generales/contrasena': { right: 'own-password', answer: '200' },
  'POST /datos-generales/contrasena': { right: 'own-password', answer: '422' },
  'GET /datos-generales/mis-datos': { right: 'own-data', answer: '200' },
  'POST /datos-generales/mis-datos': { right: 'own-data', answer: '422' },
  'GET /datos-generales/mis-datos/descargar': { right: 'own-data', answer: '200' },
  // The administrator is led to another page.
  'GET /datos-generales/terminar': { right: 'own-data', answer: '200' },
  'POST /datos-generales/terminar': { right: 'own-data', answer: '422' },
  'GET /datos-generales/sesiones': { right: 'own-data', answer: '200' },
  // The session does not exist, or is another person's.
  'GET /datos-generales/sesiones/:id': { right: 'own-data', answer: '303 /datos-generales/sesiones' },
  'POST /datos-generales/sesiones/:id': { right: 'own-data', answer: '303 /datos-generales/sesiones' },
  // There is no other session.
  'GET /datos-generales/sesiones/cerrar-las-demas': { right: 'own-data', answer: '303 /datos-generales/sesiones' },
  'POST /datos-generales/sesiones/cerrar-las-demas': { right: 'own-data', answer: '303 /datos-generales/sesiones' },
  'GET /consultar': { right: 'consult', answer: '200' },
  'GET /entidad-contratante': { right: 'contracting', answer: '200' },
  'GET /administracion': { right: 'administration', answer: '303 /administracion/contactos' },
  'GET /administracion/contactos': { right: 'administration', answer: '200' },
  // No form of file is named.
  'GET /administracion/contactos/descargar': { right: 'administration', answer: '404' },
  'GET /administracion/contactos/incidencias/descargar': { right: 'administration', answer: '404' },
  'GET /administracion/usuarios/descargar': { right: 'administration', answer: '404' },
  'GET /administracion/estado/descargar': { right: 'administration', answer: '404' },
  'GET /administracion/estado': { right: 'administration', answer: '200' },
  'GET /verificar': { right: 'public', answer: '200' },
  'GET /administracion/contactos/incidencias': { right: 'administration', answer: '200' },
  // The incident has no letter.
  'GET /administracion/contactos/incidencias/:id/solicitud': {
    right: 'administration',
    answer: '404',
    record: 'contact',
  },
  'GET /administracion/contactos/nuevo': { right: 'administration', answer: '200' },
  'POST /administracion/contactos/nuevo': { right: 'administration', answer: '422' },
  'GET /administracion/contactos/:id': { right: 'administration', answer: '200', record: 'contact' },
  'POST /administracion/contactos/:id': {
    right: 'administration',
    answer: '422',
    record: 'contact',
    valid: {
      version: '1',
      ...blankContact,
      paternalSurname: 'Intruso',
      firstName: 'Iván',
      documentType: 'Pasaporte',
      documentNumber: 'INTRUSO1',
      email: 'ivan@prueba.example',
      status: 'ACTIVO',
      position: 'Analista',
      from: '2030-01-01',
      birthDate: '1985-02-28',
    },
  },
  'GET /administracion/contactos/:id/eliminar': { right: 'administration', answer: '200', record: 'contact' },
  'POST /administracion/contactos/:id/eliminar': {
    right: 'administration',
    answer: '422',
    record: 'contact',
    valid: {},
  },
  'GET /administracion/contactos/:id/relevo': { right: 'administration', answer: '200', record: 'contact' },
  'POST /administracion/contactos/:id/relevo': {
    right: 'administration',
    answer: '422',
    record: 'contact',
  },
  'GET /administracion/relevos': { right: 'administration', answer: '200' },
  'GET /administracion/relevos/:id': { right: 'administration', answer: '200', record: 'handover' },
  'GET /administracion/contactos/importar': { right: 'administration', answer: '200' },
  // The form brings no file.
  'POST /administracion/contactos/importar': { right: 'administration', answer: '422' },
  'GET /administracion/contactos/importar/plantilla.csv': { right: 'administration', answer: '200' },
  'GET /administracion/contactos/importar/plantilla.xlsx': { right: 'administration', answer: '200' },
  'GET /administracion/importaciones': { right: 'administration', answer: '200' },
  'GET /administracion/importaciones/:id': { right: 'administration', answer: '200', record: 'import' },
  'POST /administracion/importaciones/:id': {
    right: 'administration',
    answer: '303 /administracion/importaciones/1',
    record: 'import',
    valid: {},
  },
  'GET /administracion/importaciones/:id/errores.csv': { right: 'administration', answer: '200', record: 'import' },
  // Nobody is chosen, and no bulk change was made.
  'GET /administracion/contactos/elegidos': { right: 'administration', answer: '422' },
  'POST /administracion/contactos/elegidos': { right: 'administration', answer: '422' },
  'GET /administracion/contactos/elegidos/:id': { right: 'administration', answer: '404' },
  'GET /administracion/usuarios/elegidos': { right: 'administration', answer: '422' },
  'POST /administracion/usuarios/elegidos': { right: 'administration', answer: '422' },
  'GET /administracion/usuarios/elegidos/:id': { right: 'administration', answer: '404' },
  'GET /administracion/usuarios': { right: 'administration', answer: '200' },
  'GET /administracion/usuarios/nuevo': { right: 'administration', answer: '200' },
  'POST /administracion/usuarios/nuevo': { right: 'administration', answer: '422' },
  'POST /administracion/usuarios/:id/activacion': {
    right: 'administration',
    answer: '422',
    record: 'user',
    valid: { accion: 'desactivar' },
  },
  'GET /administracion/usuarios/:id/resetear': { right: 'administration', answer: '200', record: 'user' },
  'POST /administracion/usuarios/:id/resetear': {
    right: 'administration',
    answer: '422',
    record: 'user',
    asked: 'administrator',
    valid: {},
  },
  // The user's password was never reset.
  'GET /administracion/usuarios/:id/resetear/enviado': { right: 'administration', answer: '404', record: 'user' },
  'GET /administracion/usuarios/:id/sesiones': { right: 'administration', answer: '200', record: 'user' },
  // The administrator's own sessions are ended on another page, so this one ends none.
  'POST /administracion/usuarios/:id/sesiones': {
    right: 'administration',
    answer: '303 /datos-generales/sesiones',
    record: 'user',
    asked: 'administrator',
    valid: { password },
  },
  'GET /administracion/usuarios/:id/correo': { right: 'administration', answer: '200', record: 'user' },
  'POST /administracion/usuarios/:id/correo': {
    right: 'administration',
    answer: '303 /administracion/usuarios?ver=3',
    record: 'user',
    valid: {},
  },
  // Mails can't be read where they are sent.
  'GET /correo': { right: 'public', answer: '404' },
  'GET /estilo': { right: 'public', answer: '200' },
  'GET /administracion/usuarios/:id/perfil': { right: 'administration', answer: '200', record: 'user' },
  'POST /administracion/usuarios/:id/perfil': {
    right: 'administration',
    answer: '422',
    record: 'user',
    valid: { seen: 'DATOS_GENERALES', menu: 'DATOS_GENERALES', accion: 'grabar' },
  },
  'GET /administracion/perfiles': { right: 'administration', answer: '200' },
  'GET /administracion/perfiles/nuevo': { right: 'administration', answer: '200' },
  'POST /administracion/perfiles/nuevo': { right: 'administration', answer: '422' },
  'GET /administracion/perfiles/:id': { right: 'administration', answer: '200', record: 'template' },
  'POST /administracion/perfiles/:id': {
    right: 'administration',
    answer: '422',
    record: 'template',
    valid: { version: '1', name: 'Intruso', menu: 'REPORTES' },
  },
  'GET /administracion/perfiles/:id/eliminar': { right: 'administration', answer: '200', record: 'template' },
  // Nothing holds a template, so the form needs no field; this one deletes what isn't there.
  'POST /administracion/perfiles/:id/eliminar': {
    right: 'administration',
    answer: '404',
    record: 'template',
    asked: 'nobody',
    valid: {},
  },
  'GET /administracion/usuarios/:id/presupuesto': { right: 'administration', answer: '200', record: 'user' },
  'POST /administracion/usuarios/:id/presupuesto': {
    right: 'administration',
    answer: '422',
    record: 'user',
    valid: { version: '1', limit: '100', status: 'ACTIVO' },
  },
};

type Line = [key: string, expectation: Expectation];
const lines: Line[] = Object.entries(expectations);
const ofRecords = lines.filter(([, { record }]) => record);

// Makes a reviewed file in each entity: number 1 is Quito's, 2 is Cuenca's; a template, and a handover.
let templates: { own: number; foreign: number };
let handovers: { own: number; foreign: number };
async function addRecords(stage: Stage): Promise<void> {
  const { database, quito, cuenca, clock } = stage;
  for (const entity of [quito, cuenca]) await reviewedImport(scopeOf(database, entity, clock.now));
  const [own, foreign] = [quito, cuenca].map((entity) => addTemplate(stage, entity, 'Compras', ['PAC']));
  templates = { own: (await own) ?? 0, foreign: (await foreign) ?? 0 };
  handovers = { own: await addHandover(stage, quito), foreign: await addHandover(stage, cuenca) };
}

onStage('The table of routes', (stage) => {
  beforeAll(() => addRecords(stage));

  // Everybody asks from one address, and report links may be asked for twenty times a minute.
  beforeEach(() => stage.forgetGuesses());

  test('has the routes and rights that these tests expect, and no others', () => {
    const declared = Object.fromEntries(routes.map(({ method, path, right }) => [`${method} ${path}`, right]));
    expect(declared).toEqual(Object.fromEntries(lines.map(([key, { right }]) => [key, right])));
  });

  test.for(lines)('%s answers each kind of person according to their rights', async ([key, expectation]) => {
    const answers = await ofEverybody(stage, (visitor) => ask(stage, visitor, key, addressed(stage, expectation)));
    expect(answers).toEqual(forEverybody((person) => expected(key, expectation, person)));
  });

  test.for(lines.filter(([, { right }]) => right !== 'public' && right !== 'machine'))(
    '%s refuses htmx in the same cases, and nothing is swapped',
    async ([key, expectation]) => {
      const kept = everybody.filter((person) => !(holders[expectation.right] ?? []).includes(person));
      const path = addressed(stage, expectation);
      const answers = await ofEverybody(stage, (visitor) => ask(stage, visitor, key, path, { swap: true }), kept);
      expect(answers).toEqual(forEverybody((person) => expectedSwap(key, person), kept));
    },
  );

  test.for(lines.filter(([key]) => key.startsWith('POST ')))('%s refuses a form without its token', async ([key]) => {
    const path = addressed(stage, expectations[key]);
    const answers = await ofEverybody(stage, (visitor) => ask(stage, visitor, key, path, { token: 'x' }));
    expect(answers).toEqual(forEverybody(() => '403'));
  });

  test.for(lines.filter(([key]) => key.startsWith('POST ') && !(key.replace('POST', 'GET') in expectations)))(
    '%s can’t be opened by GET',
    async ([key, expectation]) => {
      const { visitor } = await somebody(stage, 'administrator');
      const page = await visitor.get(addressed(stage, expectation)(key.slice('POST '.length)));
      expect(page.status).toBe(404);
    },
  );
});

onStage('A record of another entity', (stage) => {
  beforeAll(() => addRecords(stage));

  test.for(ofRecords)('answers %s like a missing one', async ([key, { record, valid }]) => {
    const { visitor, token } = await somebody(stage, 'administrator');
    const before = await rowsOf(stage.database, stage.cuenca.ruc);
    const { contactId: contact, id: user } = stage.carla;
    const theirs = { contact, user, import: 2, template: templates.foreign, handover: handovers.foreign };
    const foreign = theirs[record ?? 'user'];
    for (const form of [{}, ...(valid ? [valid] : [])]) {
      const answers = await Promise.all(
        [foreign, 987_654_321].map((id) => send(visitor, key, () => idIn(key, id), { _token: token, ...form })),
      );
      const [its, none] = answers.map(whole);
      expect(its?.status).toBe(404);
      expect(its).toEqual(none);
    }
    expect(await rowsOf(stage.database, stage.cuenca.ruc)).toEqual(before);
  });

  test.for(ofRecords)('answers %s like an address that is no number', async ([key]) => {
    const { visitor, token } = await somebody(stage, 'administrator');
    const answers = [];
    for (const id of ['987654321', '0', '-1', '01', '1.5', '1e3', 'abc', `${'9'.repeat(30)}`, '%31%00', "1'--"]) {
      answers.push(whole(await send(visitor, key, () => idIn(key, id), { _token: token })));
    }
    expect(answers[0]?.status).toBe(404);
    expect(answers).toEqual(Array(answers.length).fill(answers[0]));
  });

  test('is not changed by a form that changes the own entity’s', async () => {
    const { visitor, token } = await somebody(stage, 'administrator');
    const records = { import: 1, template: templates.own, handover: handovers.own };
    const own = { contact: stage.futureContact, user: stage.bruno.id, ...records };
    // Deletions come last.
    const changing = ofRecords.filter(([, { valid }]) => valid).sort(([one], [other]) => one.length - other.length);
    for (const [key, { record = 'contact', valid }] of changing) {
      const page = await send(visitor, key, () => idIn(key, own[record]), { _token: token, ...valid });
      expect([key, page.status]).toEqual([key, 303]);
    }
    expect(changing.length).toBeGreaterThan(2);
  });
});

function expected(key: string, { right, answer, signedIn, record }: Expectation, person: Person): string {
  if (!holders[right]?.includes(person)) {
    if (person === 'nobody') return '303 /ingreso';
    return person === 'temporary' && key.startsWith('GET ') ? '303 /datos-generales/contrasena' : '403';
  }
  if (record && person === 'foreign') return '404';
  return (person !== 'nobody' && signedIn) || answer;
}

function expectedSwap(key: string, person: Person): string {
  if (person === 'nobody') return '401 to /ingreso';
  return person === 'temporary' && key.startsWith('GET ') ? '401 to /datos-generales/contrasena' : '403 none';
}

type Asking = { swap?: boolean; token?: string };

async function ask(
  stage: Stage,
  { visitor, token }: Somebody,
  key: string,
  path: (pattern: string) => string,
  { swap = false, token: other }: Asking = {},
): Promise<string> {
  const page = await send(visitor, key, path, { _token: other ?? token }, swap ? { 'HX-Request': 'true' } : {});
  const { location = '', 'hx-redirect': to, 'hx-reswap': reswap } = page.headers;
  const signal = to ? `to ${to}` : reswap;
  const address = location.replace(stage.site.baseUrl.origin, '').replace(/#u\d+$/, '');
  return `${page.status} ${swap ? signal : address}`.trim();
}

async function send(
  visitor: Visitor,
  key: string,
  path: (pattern: string) => string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Page> {
  const [method = '', pattern = ''] = key.split(' ');
  if (routes.some((route) => route.upload && route.method === method && route.path === pattern)) {
    const { type, body } = await formWithFile(form._token ?? '', null);
    return visitor.post(path(pattern), body, { ...headers, 'Content-Type': type });
  }
  return method === 'GET' ? visitor.get(path(pattern), headers) : visitor.post(path(pattern), form, headers);
}

// Fills patterns with a contact that has a user, so that an empty form changes nothing.
function addressed({ diana, quito }: Stage, expectation?: Expectation): (pattern: string) => string {
  const user = expectation?.asked === 'administrator' ? quito.administrator : diana;
  const records = { import: 1, template: templates.own, handover: handovers.own };
  const ids = { contact: user.contactId, user: user.id, ...records };
  const id = expectation?.asked === 'nobody' ? 987_654_321 : ids[expectation?.record ?? 'contact'];
  return (pattern) => pattern.replace(':id', String(id)).replace(':topic', 'contactos').replace(':token', token);
}

function idIn(key: string, id: number | string): string {
  return key.slice(key.indexOf('/')).replace(':id', String(id));
}

// Gives the whole answer without its date: the clock does not advance and the visitor is the same.
function whole({ status, html, headers: { date, ...headers } }: Page) {
  return { status, html, headers };
}

type Somebody = { visitor: Visitor; token: string };

async function ofEverybody(
  stage: Stage,
  answer: (somebody: Somebody) => Promise<string>,
  people: readonly Person[] = everybody,
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const person of people) answers[person] = await answer(await somebody(stage, person));
  return answers;
}

function forEverybody(answer: (person: Person) => string, people: readonly Person[] = everybody) {
  return Object.fromEntries(people.map((person) => [person, answer(person)]));
}

async function somebody(stage: Stage, person: Person): Promise<Somebody> {
  const user = await userOf(stage, person);
  const visitor = user ? await browserOf(stage, user) : stage.site.visitor({ weigh: false });
  await visitor.open(user ? '/ayuda/contactos' : '/ingreso');
  return { visitor, token: visitor.token };
}

async function userOf(stage: Stage, person: Person): Promise<CastUser | null> {
  switch (person) {
    case 'nobody':
      return null;
    case 'delegate':
      return stage.diana;
    case 'delegate without the menu':
      return stage.bruno;
    case 'administrator':
      return stage.quito.administrator;
    case 'foreign':
      return stage.cuenca.administrator;
    case 'temporary': {
      const known = temporaries.get(stage);
      const user = known ?? (await someone(stage, { state: 'temporary' }));
      temporaries.set(stage, user);
      return user;
    }
  }
}

// The token of a mail that was never sent.
const token = randomBytes(32).toString('base64url');

const temporaries = new WeakMap<Stage, CastUser>();
const browsers = new WeakMap<CastUser, Visitor>();

// Gives the browser of a person, who signs in again only after «Cerrar Sesión», as that takes long.
async function browserOf(stage: Stage, user: CastUser): Promise<Visitor> {
  const known = browsers.get(user);
  if (known?.cookies.get('soce')) return known;
  const visitor = stage.site.visitor({ weigh: false });
  const page = await signIn(visitor, user);
  if (page.url.pathname === '/ingreso') throw new Error(`${user.userName} could not sign in: ${page.text}`);
  browsers.set(user, visitor);
  return visitor;
}

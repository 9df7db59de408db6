import { expect, test } from 'vitest';
import { suspendEntity } from '../../src/data/outside/entities.ts';
import { addDays, civilDate } from '../../src/domain/civil-date.ts';
import type { Page } from '../support/browser/page.ts';
import { comparable } from '../support/stage/alike.ts';
import { addDelegate, newcomer, password } from '../support/stage/cast.ts';
import { type Credentials, signIn } from '../support/stage/sign-in.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const hour = 3_600_000;

onStage('Signing in', (stage) => {
  const diana = { ruc: '1769999930001', userName: 'delegada01', password };

  test('begins at the public start page', async () => {
    const visitor = stage.visitor();
    const start = await visitor.open('/');
    expect(start.status).toBe(200);
    const page = await visitor.follow('SOCE');
    expect(page.url.pathname).toBe('/ingreso');
    expect(page.text).toContain('Mesa de ayuda: 1800-000-000');
  });

  test('leads to the first page', async () => {
    const page = await answer(stage, diana);
    expect(page.hops).toEqual([{ status: 303, location: '/inicio' }]);
    expect([page.status, page.h1]).toEqual([200, 'Inicio']);
    expect(page.text).toContain('Usuario: delegada01');
  });

  test.for(['DELEGADA01', 'Delegada01', ' delegada01 '])('accepts the user name typed as “%s”', async (userName) => {
    expect((await answer(stage, { ...diana, userName })).url.pathname).toBe('/inicio');
  });

  test.for([' 1769999930001', '176999993 0001', '17 6999 9930 001 '])('accepts the RUC “%s”', async (ruc) => {
    expect((await answer(stage, { ...diana, ruc })).url.pathname).toBe('/inicio');
  });

  test.for(['quinde-azul-77', ` ${password}`, `${password} `])('refuses the password “%s”', async (typed) => {
    expect((await answer(stage, { ...diana, password: typed })).status).toBe(422);
  });

  test('uses the RUC where two entities have a user of the same name', async () => {
    const page = await answer(stage, { ...diana, ruc: '0969999920001' });
    expect(page.text).toContain('Entidad: Empresa de Ensayo Usuario: delegada01');
  });

  test.for(['/', '/ingreso'])('is not necessary again: with a session %s leads to the first page', async (path) => {
    const visitor = await stage.signedIn(stage.diana);
    expect((await visitor.open(path)).hops).toEqual([{ status: 303, location: '/inicio' }]);
  });

  test('keeps typed values except the password', async () => {
    const page = await answer(stage, { ...diana, ruc: '17 6999', password: 'Otra-Clave-11' });
    expect(page.title).toMatch(/^Error: /);
    expect(page.errors).toHaveLength(1);
    const kept = ['Ruc', 'Usuario', 'Contraseña'].map((label) => page.field(label).value);
    expect(kept).toEqual(['17 6999', 'delegada01', '']);
    expect(page.html).not.toContain('Otra-Clave-11');
  });

  test('stores its time as the last access', async () => {
    stage.clock.advance(60_000);
    const visitor = await stage.signedIn(stage.bruno);
    const page = await visitor.open('/datos-generales/info-usuario');
    expect(page.text).toContain('Último acceso 2022-04-06 15:54');
  });

  const refused: [why: string, attempt: () => Promise<Partial<Credentials>> | Partial<Credentials>][] = [
    ['an unknown RUC', () => ({ ruc: '1760001230001' })],
    ['a RUC that is none', () => ({ ruc: 'Municipio' })],
    ['an unknown user', () => ({ userName: 'nadie0001' })],
    ['a user of another entity', () => ({ userName: 'admincuenca' })],
    ['a wrong password', () => ({ password: 'Quinde-Azul-78' })],
    ['an empty password', () => ({ password: '' })],
    ['an empty RUC', () => ({ ruc: '' })],
    ['an empty user name', () => ({ userName: '' })],
    ['an empty form', () => ({ ruc: '', userName: '', password: '' })],
    ['a user that was never activated', () => ({ userName: stage.nadia.userName })],
    ['a user that was deactivated', () => refusedUser(stage, 'users', { active: false })],
    ['a contact that is INACTIVO', () => refusedUser(stage, 'contacts', { active: false })],
    ['a delegation that begins tomorrow', () => refusedUser(stage, 'contacts', { delegated_from: day(stage, 1) })],
    ['a delegation that ended yesterday', () => refusedUser(stage, 'contacts', { delegated_until: day(stage, -1) })],
    ['a temporary password that has run out', () => runOut(stage)],
    ['a suspended entity', () => suspended(stage)],
  ];

  test.for(refused)('answers %s as it answers any other refusal', async ([, attempt]) => {
    await stage.forgetGuesses();
    const typed = { ...diana, ...(await attempt()) };
    const page = await answer(stage, typed);
    const usual = await answer(stage, { ...diana, password: 'No-es-esta-22' });
    expect(page.status).toBe(422);
    expect(withoutValues(page)).toEqual(withoutValues(usual));
  });
});

function answer(stage: Stage, typed: Credentials): Promise<Page> {
  stage.clock.advance(1);
  return signIn(stage.visitor(), typed);
}

function day({ clock }: Stage, days: number): string {
  return addDays(civilDate(clock.now), days);
}

let refusals = 0;

// Gives the right credentials of a delegate after this one change.
async function refusedUser(stage: Stage, table: 'users' | 'contacts', change: object) {
  refusals += 1;
  const user = await addDelegate(stage, `rechazado${refusals}`, newcomer('Ruiz', 'Rosa'));
  await stage.signedIn(user);
  const id = table === 'users' ? user.id : user.contactId;
  await stage.database.owner.updateTable(table).set(change).where('id', '=', id).execute();
  return { userName: user.userName };
}

async function runOut(stage: Stage) {
  const user = await addDelegate(stage, 'temporal01', newcomer('Toro', 'Tomás'), 'temporary');
  // Each sign-in advances the clock by a moment: this one comes just before the end of the hours, the next one at it.
  stage.clock.advance(72 * hour - 2);
  const page = await answer(stage, user);
  expect(page.url.pathname).toBe('/datos-generales/contrasena');
  return { userName: user.userName };
}

async function suspended(stage: Stage) {
  const { database, cuenca, carla, clock } = stage;
  await stage.signedIn(carla);
  expect(await suspendEntity(database, cuenca.ruc, clock.now)).toBe('changed');
  return { ruc: cuenca.ruc, userName: carla.userName };
}

// Removes the values of fields, which are those that the test has typed.
function withoutValues({ status, headers, url, html }: Page) {
  return comparable({ status, headers, url, html: html.replace(/ value="[^"]*"/g, '') });
}

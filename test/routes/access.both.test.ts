import { beforeEach, expect, test } from 'vitest';
import { resumeEntity, suspendEntity } from '../../src/data/outside/entities.ts';
import { civilDate } from '../../src/domain/civil-date.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { arriving, saveContact, userList } from '../support/stage/administration.ts';
import { type CastUser, grant, someone, takeAway } from '../support/stage/cast.ts';
import { signIn } from '../support/stage/sign-in.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const minute = 60_000;

onStage('Access, which is checked on every request,', (stage) => {
  let today: string;
  let midnight: number;

  // Ten minutes before the day ends in Guayaquil, five hours behind Greenwich.
  beforeEach(() => {
    today = civilDate(stage.clock.now);
    midnight = Date.parse(today) + 29 * 60 * minute;
    stage.clock.now = new Date(midnight - 10 * minute);
  });

  test('ends with the last day of the delegation in Guayaquil', async () => {
    const delegate = await someone(stage, { until: today });
    const visitor = await stage.signedIn(delegate);
    stage.clock.now = new Date(midnight - 1);
    expect(await reaches(visitor)).toBe('/inicio');
    stage.clock.now = new Date(midnight);
    expect(await reaches(visitor)).toBe('/ingreso');
    expect(await canSignIn(stage, delegate)).toBe(false);
  });

  test('begins with the first day of the delegation in Guayaquil', async () => {
    const from = civilDate(new Date(midnight));
    const delegate = await someone(stage, { from });
    stage.clock.now = new Date(midnight - 1);
    expect(await canSignIn(stage, delegate)).toBe(false);
    stage.clock.now = new Date(midnight);
    expect(await canSignIn(stage, delegate)).toBe(true);
  });

  test('of an administrator does not end with the delegation, but a page warns of it', async () => {
    const { administrator } = stage.cuenca;
    await setContact(stage, administrator, { delegated_until: today });
    const visitor = await stage.signedIn(administrator);
    expect(visitor.page.text).toContain(`Su delegación termina el ${today}.`);
    stage.clock.now = new Date(midnight);
    expect((await visitor.open('/inicio')).text).toContain(`Su delegación terminó el ${today}.`);
    expect((await visitor.open('/administracion/usuarios')).status).toBe(200);
    expect(await canSignIn(stage, administrator)).toBe(true);
  });

  test('ends and begins again with the contact’s state, but ended sessions stay ended', async () => {
    const visitor = await stage.signedIn(stage.bruno);
    await setStatus(stage, stage.bruno, 'INACTIVO');
    expect(await reaches(visitor)).toBe('/ingreso');
    expect(await canSignIn(stage, stage.bruno)).toBe(false);
    await setStatus(stage, stage.bruno, 'ACTIVO');
    expect(await reaches(visitor)).toBe('/ingreso');
    expect(await canSignIn(stage, stage.bruno)).toBe(true);
  });

  // Changes the database directly, so that only the check on a request can end the session.
  test.for([
    ['the user', 'users', { active: false }, { active: true }],
    ['the contact', 'contacts', { active: false }, { active: true }],
    ['the delegation', 'contacts', { delegated_from: '2030-01-01' }, { delegated_from: '2022-01-01' }],
  ] as const)('depends on %s even where its session was not ended', async ([, table, off, on]) => {
    const visitor = await stage.signedIn(stage.diana);
    const id = table === 'users' ? stage.diana.id : stage.diana.contactId;
    const set = (change: object) => stage.database.owner.updateTable(table).set(change).where('id', '=', id).execute();
    await set(off);
    expect(await reaches(visitor)).toBe('/ingreso');
    await set(on);
    expect(await reaches(visitor)).toBe('/inicio');
  });

  test('ends for all people of a suspended entity, and of no other', async () => {
    const { database, clock, quito } = stage;
    const visitors = [await stage.signedIn(stage.diana), await stage.signedIn(quito.administrator)];
    const other = await stage.signedIn(stage.carla);
    expect(await suspendEntity(database, quito.ruc, clock.now)).toBe('changed');
    for (const visitor of visitors) expect(await reaches(visitor)).toBe('/ingreso');
    expect(await reaches(other)).toBe('/inicio');
    expect(await canSignIn(stage, quito.administrator)).toBe(false);
    await resumeEntity(database, quito.ruc, clock.now);
    for (const visitor of visitors) expect(await reaches(visitor)).toBe('/ingreso');
    expect(await canSignIn(stage, quito.administrator)).toBe(true);
  });

  test('to a menu’s pages changes with the menus from the next request on', async () => {
    const visitor = await stage.signedIn(stage.diana);
    expect((await visitor.open('/consultar')).status).toBe(200);
    await takeAway(stage, stage.diana, ['CONSULTAS']);
    const refused = await visitor.open('/consultar');
    expect([refused.status, refused.offers('Consultar')]).toEqual([403, false]);
    await grant(stage, stage.diana, ['CONSULTAS']);
    expect((await visitor.open('/consultar')).status).toBe(200);
  });

  test('is refused to htmx with a redirect to the sign-in page', async () => {
    const visitor = await arriving(stage, stage.quito.administrator, userList);
    const row = { row: stage.bruno.userName };
    stage.clock.advance(31 * minute);
    const answer = await visitor.swap('Desactivar Usuario', row);
    expect([answer.status, answer.headers['hx-redirect'], answer.html]).toEqual([401, '/ingreso', '']);
    expect(await canSignIn(stage, stage.bruno)).toBe(true);
  });
});

async function reaches(visitor: Visitor): Promise<string> {
  return (await visitor.open('/inicio')).url.pathname;
}

async function canSignIn(stage: Stage, user: CastUser): Promise<boolean> {
  const page = await signIn(stage.visitor(), user);
  if (page.status !== 422 && page.url.pathname !== '/inicio') throw new Error(`One gets to ${page.url.pathname}.`);
  return page.status !== 422;
}

async function setStatus(stage: Stage, { contactId }: CastUser, status: 'ACTIVO' | 'INACTIVO') {
  const page = await saveContact(stage, contactId, { Estado: status });
  expect(page.announced).toEqual(['Datos Actualizados']);
}

async function setContact({ database }: Stage, { ruc, contactId }: CastUser, change: object): Promise<void> {
  await database.owner.updateTable('contacts').set(change).where('ruc', '=', ruc).where('id', '=', contactId).execute();
}

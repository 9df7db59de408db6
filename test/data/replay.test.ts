import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { loadDemonstration } from '../../src/data/demo/load.ts';
import { type Entity, openEntity } from '../../src/data/entity/entity.ts';
import { appointAdministrator } from '../../src/data/outside/administrators.ts';
import { resetAdministrator, resumeEntity, suspendEntity } from '../../src/data/outside/entities.ts';
import { discardingJobs } from '../../src/data/records/job.ts';
import { discardingOutbox } from '../../src/data/records/mail.ts';
import { deriveSecrets } from '../../src/data/secrets/derived.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { defaultListing, userSorts } from '../../src/domain/listing.ts';
import { freshDatabase } from '../support/server/database.ts';
import { newcomer } from '../support/stage/cast.ts';
import { catalogs } from '../support/stage/catalogs.ts';
import { type EntityState, stateInIncidents, stateInTables } from '../support/stage/replay.ts';

const ruc = '1769999930001';
const loaded = new Date('2026-11-26T15:00:00Z');
const minute = 60_000;
const listing = defaultListing(userSorts);
const key = () => randomBytes(32).toString('base64url');

// All values that decide on access or a limit can be computed for any past moment from the incidents alone.
describe('Replaying the incidents of an entity', () => {
  let database: Database;
  let now = loaded;
  let contact: number;
  let user: number;
  const moments: { step: string; at: Date; tables: EntityState }[] = [];

  const steps: [step: string, take: (entity: Entity) => Promise<unknown>][] = [
    [
      'a contact is registered',
      async ({ contacts }) => (contact = idOf(await contacts.add(newcomer('Paz', 'Pía'), key()))),
    ],
    ['its dates and name are changed', (entity) => edit(entity, { until: '2027-01-31', secondName: 'Sol', email: '' })],
    [
      'it gets a user',
      async ({ users }) =>
        (user = idOf(await users.add({ name: 'nuevo2026', contactId: contact, password: 'Clave-2026' }, key()))),
    ],
    ['the user is activated', ({ users }) => users.activate(user, listing)],
    ['menus are granted', ({ profiles }) => profiles.set(user, [base], [base, 'PAC', 'REPORTES'])],
    ['one is taken back', ({ profiles }) => profiles.set(user, [base, 'PAC', 'REPORTES'], [base, 'REPORTES'])],
    ['a limit is set', ({ budgets }) => budgets.set(user, 1, { limit: '1500.50', active: true })],
    ['the limit is lifted', ({ budgets }) => budgets.set(user, 2, { limit: null, active: false })],
    ['the contact is set INACTIVO', (entity) => edit(entity, { active: false })],
    ['and ACTIVO again', (entity) => edit(entity, { active: true })],
    ['the user is deactivated', ({ users }) => users.deactivate(user, listing)],
    [
      'a contact comes and is deleted',
      async ({ contacts }) =>
        contacts.remove(idOf(await contacts.add(newcomer('Mora', 'Mía', { from: '2030-01-01' }), key()))),
    ],
    ['the entity is suspended', () => suspendEntity(database, ruc, now)],
    ['and resumed', () => resumeEntity(database, ruc, now)],
    ['the administrator is brought back after a report', () => bringAdministratorBack()],
    ['another user is made the administrator', () => appoint('delegado01')],
  ];

  beforeAll(async () => {
    database = await freshDatabase();
    await loadDemonstration({ ...database, kind: 'embedded' }, loaded);
    await note('the demonstration is loaded');
    for (const [step, take] of steps) {
      now = new Date(now.getTime() + minute);
      await take(
        openEntity(database, await caller(), {
          outbox: discardingOutbox,
          postJob: discardingJobs,
          secrets: deriveSecrets(randomBytes(32)),
          catalogs,
        }),
      );
      await note(step);
    }
  });
  afterAll(() => database?.close());

  test('gives the present state of the tables, and the state after each step', async () => {
    const computed = await Promise.all(
      moments.map(async ({ step, at }) => ({ step, at, tables: await stateInIncidents(database, ruc, at) })),
    );
    expect(computed).toEqual(moments);
  });

  test('gives another state after each step', () => {
    const states = moments.map(({ tables }) => JSON.stringify(tables));
    const same = moments.filter((_, place) => states[place] === states[place - 1]).map(({ step }) => step);
    expect(same).toEqual(['a contact comes and is deleted', 'the administrator is brought back after a report']);
    expect(Object.keys(moments.at(-1)?.tables.users ?? {})).toHaveLength(15);
  });

  test('gives the state of that entity alone', async () => {
    const other = '0969999920001';
    expect(await stateInIncidents(database, other, loaded)).toEqual(await stateInTables(database, other));
  });

  async function note(step: string): Promise<void> {
    moments.push({ step, at: now, tables: await stateInTables(database, ruc) });
  }

  async function edit({ contacts }: Entity, change: object): Promise<void> {
    const found = await contacts.find(contact);
    const { kind } = await contacts.edit(contact, found.contact.version, { ...found.contact, ...change });
    expect(kind).toBe('changed');
  }

  // Restores the access that a report has ended, which has its own tests.
  async function bringAdministratorBack(): Promise<void> {
    const until = new Date(now.getTime() + minute);
    await resetAdministrator(database, ruc, { passwordHash: 'x', temporaryUntil: until }, now);
  }

  async function appoint(userName: string): Promise<void> {
    const { kind } = await appointAdministrator({ database, outbox: discardingOutbox }, { ruc, userName }, now);
    expect(kind).toBe('changed');
  }

  async function caller() {
    const administrator = await database.owner
      .selectFrom('users')
      .select(['id', 'contact_id', 'name'])
      .where('ruc', '=', ruc)
      .where('administrator', '=', true)
      .executeTakeFirstOrThrow();
    const actor: Actor = {
      ruc,
      entityName: '',
      userId: administrator.id,
      userName: administrator.name,
      contactId: administrator.contact_id,
      personName: '',
      administrator: true,
      temporary: false,
      menuGroups: [],
    };
    return { actor, now, address: '', requestId: '' };
  }
});

const base = 'DATOS_GENERALES';

function idOf(added: { kind: string; id?: number }): number {
  if (added.id === undefined) throw new Error('It was refused.');
  return added.id;
}

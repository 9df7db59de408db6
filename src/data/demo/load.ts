import { randomBytes } from 'node:crypto';
import type { Actor } from '../../domain/actor.ts';
import type { Catalogs } from '../../domain/contact.ts';
import { type AuditEvent, given } from '../../domain/incident.ts';
import { defaultListing, userSorts } from '../../domain/listing.ts';
import type { Addition } from '../../domain/outcome.ts';
import { userForm } from '../../domain/user.ts';
import type { Database } from '../database/database.ts';
import { DatabaseError } from '../database/errors.ts';
import type { Services } from '../entity/door.ts';
import { openEntity } from '../entity/entity.ts';
import { readCatalogs } from '../outside/catalogs.ts';
import { isEmpty } from '../outside/entities.ts';
import type { Caller } from '../records/caller.ts';
import { recordIncident } from '../records/incident.ts';
import { discardingJobs } from '../records/job.ts';
import { discardingOutbox } from '../records/mail.ts';
import { noTemporaryPassword } from '../records/password.ts';
import { deriveSecrets } from '../secrets/derived.ts';
import { newTemporaryPassword } from '../secrets/passwords.ts';
import { registerAdministrator } from './administrator.ts';
import { contactData } from './contact.ts';
import { type DemoEntity, type DemoImport, type DemoPerson, type DemoUser, demoEntities, moment } from './entities.ts';
import { handoverStep } from './handover.ts';
import { historySteps, withoutHistory } from './history.ts';
import { loadImport, withoutImport } from './import.ts';
import { templateStep } from './template.ts';

/**
 * Fills an empty database with the demonstration data (product 7), with incidents over the past year. Throws
 * DatabaseError if the database has entities.
 */
export async function loadDemonstration(database: Database, now: Date): Promise<void> {
  if (!(await isEmpty(database))) {
    throw new DatabaseError(
      'La base de datos ya tiene entidades; los datos de demostración solo se cargan en una vacía. ' +
        `Indique otra ${database.kind === 'server' ? 'base de datos con DATABASE_URL' : 'carpeta con SOCE_DATA_DIR'}.`,
    );
  }
  const catalogs = await readCatalogs(database);
  for (const entity of demoEntities) await loadEntity(database, entity, catalogs, now);
}

// The history shows incidents in the order in which they were stored, so the steps are sorted by time before they run.
type Step = { at: Date; run: (at: Date) => Promise<unknown> };

/** An entity that is being loaded, with the ids of its contacts by document and of its users by name. */
type Loading = {
  database: Database;
  entity: DemoEntity;
  catalogs: Catalogs;
  now: Date;
  administrator: Actor;
  contactIds: Map<string, number>;
  userIds: Map<string, number>;
};

async function loadEntity(database: Database, entity: DemoEntity, catalogs: Catalogs, now: Date): Promise<void> {
  const administrator = await registerAdministrator(database, entity, catalogs, now);
  const loading: Loading = {
    database,
    entity,
    catalogs,
    now,
    administrator,
    contactIds: new Map(),
    userIds: new Map(),
  };
  const steps = [
    ...entity.people.map((person, place) => contactStep(loading, person, place)),
    ...entity.inactivations.map(([day, document]) => inactivationStep(loading, day, document)),
    ...entity.imports.map((one) => importStep(loading, one)),
    ...entity.users.flatMap((user, place) => userSteps(loading, user, place)),
    ...entity.handovers.map((one) => handoverStep(one, loading, now, (at) => entityAt(loading, at))),
    ...entity.templates.map((template) => templateStep(template, now, (at) => entityAt(loading, at))),
    ...historySteps(loading, (at) => entityAt(loading, at)),
  ];
  for (const { at, run } of steps.sort((one, other) => one.at.getTime() - other.at.getTime())) await run(at);
  await database.owner
    .updateTable('users')
    .set({ last_access_at: moment(now, -1, 480) })
    .where('ruc', '=', entity.ruc)
    .where('administrator', '=', true)
    .execute();
}

function contactStep(loading: Loading, person: DemoPerson, place: number): Step {
  const data = contactData(person, loading.catalogs, loading.now);
  const [from] = person;
  const day = Math.min(Math.max(from, loading.entity.registered), -2);
  return {
    at: moment(loading.now, day, 7 * place),
    run: async (at) => {
      const registered = withoutHistory(withoutImport(data, loading.entity.imports), loading.entity, loading.now);
      const added = await entityAt(loading, at).contacts.add(registered, `demo-${data.documentNumber}`);
      loading.contactIds.set(data.documentNumber, addedId(added));
    },
  };
}

function inactivationStep(loading: Loading, day: number, document: string): Step {
  return {
    at: moment(loading.now, day, 120),
    run: async (at) => {
      const { contacts } = entityAt(loading, at);
      const { contact } = await contacts.find(idOf(loading.contactIds, document));
      await contacts.edit(contact.id, contact.version, { ...contact, active: false });
    },
  };
}

function importStep({ database, entity, catalogs, now, administrator }: Loading, file: DemoImport): Step {
  const people = entity.people.map((person) => contactData(person, catalogs, now));
  return {
    at: moment(now, file.at, 90),
    run: (at) => loadImport({ ...servicesWith(catalogs), database }, callerAt(administrator, at), file, people),
  };
}

function userSteps(loading: Loading, user: DemoUser, place: number): Step[] {
  const { now } = loading;
  const { activated, deactivated, lastAccess, password } = user;
  const create = (at: Date) => createUser(loading, user, newTemporaryPassword(), at);
  const steps = [{ at: moment(now, user.created, 10 * place), run: create }];
  if (activated !== undefined) {
    steps.push({ at: moment(now, activated, 180 + place), run: (at) => setUserActive(loading, user, true, at) });
  }
  if (activated !== undefined && password !== undefined) {
    steps.push({ at: moment(now, activated, 240 + place), run: (at) => choosePassword(loading, user, password, at) });
  }
  if (lastAccess !== undefined) {
    steps.push({ at: moment(now, lastAccess, 60 + place), run: (at) => recordAccess(loading, user, at) });
  }
  if (deactivated !== undefined) {
    steps.push({ at: moment(now, deactivated, place), run: (at) => setUserActive(loading, user, false, at) });
  }
  return steps;
}

async function createUser(loading: Loading, user: DemoUser, password: string, at: Date): Promise<void> {
  const contactId = String(idOf(loading.contactIds, user.document));
  const data = userForm.parse({ name: user.name, contactId, password, passwordAgain: password });
  const userId = addedId(await entityAt(loading, at).users.add(data, `demo-${user.name}`));
  loading.userIds.set(user.name, userId);
  await grantMenus(loading, user, userId, at);
  if (user.budget) await entityAt(loading, at).budgets.set(userId, noBudget, user.budget);
}

// Bypasses the rule that only current menus can be added, because a user has to hold one that has expired since.
async function grantMenus(loading: Loading, { name, menus = [] }: DemoUser, userId: number, at: Date): Promise<void> {
  if (menus.length === 0) return;
  const { database, entity, administrator } = loading;
  const { ruc } = entity;
  const event: AuditEvent = {
    event: 'profile.changed',
    subject: { kind: 'user', id: userId, name },
    changes: menus.map((code) => given('user.menu', code)),
  };
  await database.inScope(ruc, async (scope) => {
    const rows = menus.map((menu_code) => ({ ruc, user_id: userId, menu_code, granted_at: at }));
    await scope.insertInto('user_menus').values(rows).execute();
    await recordIncident(scope, callerAt(administrator, at), event, userId);
  });
}

// The version of a budget before it is configured.
const noBudget = 1;

async function setUserActive(loading: Loading, user: DemoUser, active: boolean, at: Date): Promise<void> {
  const { users } = entityAt(loading, at);
  const id = idOf(loading.userIds, user.name);
  const { kind } = await (active ? users.activate(id, anyListing) : users.deactivate(id, anyListing));
  if (kind !== 'changed') throw new Error(`${user.name} is not a user to activate or deactivate`);
}

async function choosePassword(loading: Loading, user: DemoUser, own: string, at: Date): Promise<void> {
  const actor: Actor = {
    ...loading.administrator,
    userId: idOf(loading.userIds, user.name),
    userName: user.name,
    contactId: idOf(loading.contactIds, user.document),
    administrator: false,
    temporary: true,
  };
  const { value } = await loading.database.owner
    .selectFrom('users')
    .select((user) => user.fn.coalesce('temporary_hash', user.val('')).as('value'))
    .where((is) => is.and({ ruc: actor.ruc, id: actor.userId }))
    .executeTakeFirstOrThrow();
  const old = { column: 'temporary_hash' as const, value, temporary: true };
  if (!(await entityAt(loading, at, actor).ownData.changePassword(old, own, null)))
    throw new Error(`${user.name}: the first password was not taken`);
}

// Keeps the first password as the user's own: nobody signs in as them, and a change would take two more hashes each.
async function recordAccess({ database, entity, userIds }: Loading, user: DemoUser, at: Date): Promise<void> {
  await database.owner
    .updateTable('users')
    .set((value) => ({
      last_access_at: at,
      password_hash: value.fn.coalesce('password_hash', 'temporary_hash'),
      ...noTemporaryPassword,
    }))
    .where('ruc', '=', entity.ruc)
    .where('id', '=', idOf(userIds, user.name))
    .execute();
}

function entityAt({ database, administrator, catalogs }: Loading, at: Date, actor = administrator) {
  return openEntity(database, callerAt(actor, at), servicesWith(catalogs));
}

// No mail leaves, so any secrets do.
function servicesWith(catalogs: Catalogs): Services {
  return { outbox: discardingOutbox, postJob: discardingJobs, secrets: anySecrets, catalogs };
}

function callerAt(actor: Actor, at: Date): Caller {
  return { actor, now: at, address: '', requestId: '' };
}

const anySecrets = deriveSecrets(randomBytes(32));

// The verbs also return the row's number in a listing, which isn't used here.
const anyListing = defaultListing(userSorts);

function idOf(ids: Map<string, number>, name: string): number {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`${name} does not occur in the demonstration data before its first use`);
  return id;
}

function addedId(added: Addition<unknown>): number {
  if (!('id' in added)) throw new Error(`The demonstration was not added: ${JSON.stringify(added)}`);
  return added.id;
}

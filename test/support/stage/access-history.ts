import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../../../src/data/database/database.ts';
import type { BulkVerbs } from '../../../src/data/entity/bulk-changes.ts';
import { type Entity, openEntity } from '../../../src/data/entity/entity.ts';
import { carryOutImport } from '../../../src/data/entity/import-run.ts';
import { appointAdministrator } from '../../../src/data/outside/administrators.ts';
import { registerEntity, resetAdministrator, resumeEntity, suspendEntity } from '../../../src/data/outside/entities.ts';
import { reportIdentityChange } from '../../../src/data/outside/identity-reports.ts';
import { reportRecovery } from '../../../src/data/outside/recovery-reports.ts';
import { discardingJobs } from '../../../src/data/records/job.ts';
import { discardingOutbox } from '../../../src/data/records/mail.ts';
import { ownPassword } from '../../../src/data/records/password.ts';
import { deriveSecrets } from '../../../src/data/secrets/derived.ts';
import { tokenHash } from '../../../src/data/secrets/tokens.ts';
import type { Actor } from '../../../src/domain/actor.ts';
import { addDays, type CivilDate } from '../../../src/domain/civil-date.ts';
import type { Contact, ContactData } from '../../../src/domain/contact.ts';
import { importTable } from '../../../src/domain/import.ts';
import { defaultListing, userSorts } from '../../../src/domain/listing.ts';
import { newcomer, person } from './cast.ts';
import { catalogs } from './catalogs.ts';
import { personLine } from './imports.ts';

/** An entity whose access changes at random, by the product's verbs alone, on the days that a test chooses. */
export type RandomEntity = {
  ruc: string;
  /** Makes the next change, at a time of a day. */
  change(day: CivilDate, minute: number): Promise<string>;
  /** Opens the entity for its administrator on a day. */
  open(day: CivilDate): Promise<Entity>;
};

/** Gives numbers from 0 to 1 that a seed decides. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const services = {
  outbox: discardingOutbox,
  postJob: discardingJobs,
  secrets: deriveSecrets(randomBytes(32)),
  catalogs,
};
const key = () => randomBytes(32).toString('base64url');
const listing = defaultListing(userSorts);
const base = 'DATOS_GENERALES';
const optional = ['CONSULTAS', 'PAC', 'REPORTES', 'SUBASTA_INVERSA'];

/** Registers an entity with a number on a day. */
export async function randomEntity(
  database: Database,
  number: number,
  registered: CivilDate,
  random: () => number,
): Promise<RandomEntity> {
  const ruc = `17${String(90_000_000 + number)}001`;
  const contact = person('Salgado', 'Amparo', '1710034065');
  await registerEntity(
    database,
    { ruc, name: `Entidad ${number}`, userName: 'administra01', contact, passwordHash: 'x', temporaryUntil: null },
    momentOf(registered, 0),
  );
  const people = { contacts: [] as number[], users: [] as number[] };
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const openFor = ({ id: userId, contactId, name: userName, administrator }: Account, now: Date) => {
    const actor: Actor = {
      ...{ ruc, entityName: '', userId, userName, contactId, personName: '', administrator },
      ...{ temporary: false, menuGroups: [] },
    };
    return openEntity(database, { actor, now, address: '', requestId: '' }, services);
  };
  const openAt = async (now: Date) => openFor(await administratorOf({ database, ruc }), now);
  const rolling = { database, ruc, people, pick, random, openFor };
  const changes = changesOf(rolling);
  await addPeople(rolling, await openAt(momentOf(registered, 1)), registered);
  return {
    ruc,
    open: (day) => openAt(momentOf(day, 900)),
    change: async (day, minute) => {
      const now = momentOf(day, minute);
      const [name, make] = pick(changes);
      await make(await openAt(now), day, now);
      return name;
    },
  };
}

/** The instant on a day, a number of minutes after its first one, in Ecuador. */
function momentOf(day: CivilDate, minute: number): Date {
  return new Date(Date.parse(`${day}T00:00:00-05:00`) + minute * 60_000);
}

/** A user with its contact. */
type Account = { id: number; contactId: number; name: string; administrator: boolean };

type Rolling = {
  database: Database;
  ruc: string;
  people: { contacts: number[]; users: number[] };
  openFor: (account: Account, now: Date) => Entity;
  pick: <T>(of: readonly T[]) => T;
  random: () => number;
};

type Change = [name: string, make: (entity: Entity, day: CivilDate, now: Date) => Promise<unknown>];

function accountsOf({ database, ruc }: Pick<Rolling, 'database' | 'ruc'>) {
  return database.owner
    .selectFrom('users')
    .select(['id', 'contact_id as contactId', 'name', 'administrator'])
    .where('ruc', '=', ruc);
}

function administratorOf(rolling: Pick<Rolling, 'database' | 'ruc'>): Promise<Account> {
  return accountsOf(rolling).where('administrator', '=', true).executeTakeFirstOrThrow();
}

// A change that a rule refuses changes nothing, which the report must follow as well.
function changesOf(rolling: Rolling): Change[] {
  const { people, pick, random } = rolling;
  const aDay = (day: CivilDate) => addDays(day, Math.floor(random() * 60) - 30);
  const ofContact = (fields: (day: CivilDate) => Partial<ContactData>): Change[1] => {
    return async (entity, day) => edit(entity, pick(people.contacts), fields(day));
  };
  const ofUser = (make: (entity: Entity, id: number) => Promise<unknown>): Change[1] => {
    return (entity) => make(entity, pick(people.users));
  };
  return [
    ['a contact is registered', (entity, day) => addContact(rolling, entity, day)],
    ['a user is added', (entity) => addUser(rolling, entity)],
    ['a user is activated', ofUser(({ users }, id) => users.activate(id, listing))],
    ['a user is deactivated', ofUser(({ users }, id) => users.deactivate(id, listing))],
    [
      'menus change',
      ofUser((entity, id) =>
        setMenus(
          entity,
          id,
          optional.filter(() => random() < 0.5),
        ),
      ),
    ],
    ['a limit changes', ofUser((entity, id) => setLimit(entity, id, pick(['100.00', '0.00', null])))],
    ['dates change', ofContact((day) => ({ from: addDays(day, -40), until: aDay(day) }))],
    ['a delegation begins later', ofContact((day) => ({ from: addDays(day, 5), until: null }))],
    [
      'a name and a cargo change',
      ofContact(() => ({ secondName: pick(['Sol', 'Luz', '']), position: pick(['Asesor', 'Otro']) })),
    ],
    ['a contact is set INACTIVO or ACTIVO', ofContact(() => ({ active: random() < 0.5 }))],
    [
      'the administrator’s delegation ends',
      async (entity, day) => {
        const { contactId } = await administratorOf(rolling);
        await edit(entity, contactId, { from: addDays(day, -60), until: addDays(day, -1) });
      },
    ],
    [
      'chosen contacts get another Hasta',
      (entity, day) => chosen(entity.bulkChanges.contacts, 'hasta', pick(people.contacts), addDays(day, 20)),
    ],
    [
      'chosen contacts are set INACTIVO',
      (entity) => chosen(entity.bulkChanges.contacts, 'inactivo', pick(people.contacts), null),
    ],
    ['chosen users lose a menu', ofUser((entity, id) => chosen(entity.bulkChanges.users, 'quitar-menu', id, 'PAC'))],
    ['a contact comes and is deleted', removeNewcomer],
    ['the entity is suspended or resumed', (_, __, now) => turnSuspension(rolling, now)],
    ['a file is imported', (entity, day, now) => importPerson(rolling, entity, day, now)],
    ['a recovery is reported, and the administrator brought back', (_, __, now) => reportAndReset(rolling, now)],
    ['the operator sets another administrator', (_, __, now) => appoint(rolling, now)],
    ['an offer of the administration is accepted', (entity, _, now) => handAdministration(rolling, entity, now)],
    ['a delegation is handed over', (entity, day) => handOver(rolling, entity, day)],
    ['a delegate ends the own access', (_, __, now) => endOwnAccess(rolling, now)],
    ['a change of identity is reported', (entity, _, now) => reportIdentity(rolling, entity, now)],
  ];
}

// Begins with two contacts and two users, of whom one is activated, so that most changes find somebody to change.
async function addPeople(rolling: Rolling, entity: Entity, day: CivilDate): Promise<void> {
  for (let count = 0; count < 2; count += 1) await addContact(rolling, entity, day);
  for (let count = 0; count < 2; count += 1) await addUser(rolling, entity);
  await entity.users.activate(rolling.people.users[0] ?? 0, listing);
}

async function addContact({ people, pick, random }: Rolling, { contacts }: Entity, day: CivilDate): Promise<void> {
  const until = random() < 0.5 ? addDays(day, Math.floor(random() * 60)) : null;
  const data = newcomer('Persona', pick(['Ana', 'Eva', 'Íñigo']), { from: addDays(day, -10), until });
  const added = await contacts.add(data, key());
  if ('id' in added) people.contacts.push(added.id);
}

async function addUser({ people, pick }: Rolling, { users }: Entity): Promise<void> {
  const name = `persona${String(people.users.length).padStart(3, '0')}`;
  const added = await users.add({ name, contactId: pick(people.contacts), password: 'Quinde-Azul-77' }, key());
  if ('id' in added) people.users.push(added.id);
}

async function turnSuspension({ database, ruc }: Rolling, now: Date): Promise<void> {
  if ((await suspendEntity(database, ruc, now)) === 'unchanged') await resumeEntity(database, ruc, now);
}

async function edit({ contacts }: Entity, id: number, fields: Partial<ContactData>): Promise<void> {
  const { contact } = await contacts.find(id);
  await contacts.edit(id, contact.version, { ...dataOf(contact), ...fields });
}

function dataOf({ id: _, version: __, ...data }: Contact): ContactData {
  return data;
}

async function setMenus({ profiles }: Entity, id: number, codes: string[]): Promise<void> {
  const { held } = await profiles.find(id);
  await profiles.set(id, held, [base, ...codes]);
}

async function setLimit({ budgets }: Entity, id: number, limit: string | null): Promise<void> {
  const { version } = await budgets.find(id);
  await budgets.set(id, version, { limit, active: limit !== null });
}

async function chosen<Action extends string>(
  verbs: BulkVerbs<Action>,
  action: Action,
  id: number,
  value: string | null,
) {
  const lines = await verbs.review(action, [id], value);
  if (!lines) throw new Error(`The entity has no ${id}.`);
  await verbs.make(action, { chosen: lines.map(({ id, mark }) => ({ id, mark })), value, creationKey: key() });
}

async function removeNewcomer({ contacts }: Entity, day: CivilDate): Promise<void> {
  const added = await contacts.add(newcomer('Mora', 'Mía', { from: addDays(day, 1) }), key());
  if ('id' in added) await contacts.remove(added.id);
}

async function importPerson({ database, ruc, people }: Rolling, { imports }: Entity, day: CivilDate, now: Date) {
  const line = personLine({ Desde: day, Usuario: `importado${people.users.length}x`, Menús: 'PAC; REPORTES' });
  const table = importTable(Object.keys(line), [{ number: 2, cells: Object.values(line) }]);
  if (typeof table === 'string') throw new Error(table);
  const id = await imports.review(table, 'contactos.csv');
  await imports.confirm(id);
  await carryOutImport({ ...services, database }, { ruc, id }, now);
  const added = await database.owner
    .selectFrom('users')
    .select('id')
    .where('ruc', '=', ruc)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  people.users.push(added.id);
}

// The recovery is stored as one whose letter was accepted, since only its report decides on access.
async function reportAndReset(rolling: Rolling, now: Date): Promise<void> {
  const { database, ruc, random } = rolling;
  const { id } = await administratorOf(rolling);
  const token = key();
  const until = new Date(now.getTime() + 86_400_000);
  await sql`insert into recoveries (ruc, user_id, incident_id, reason, letter, accepted_at, accepted_version,
                                    accepted_address, report_hash, report_until)
    select ${ruc}, ${id}, max(id), 'x', '{}', ${now}, '1', '', ${tokenHash(token)}, ${until}
      from incidents where ruc = ${ruc}`.execute(database.owner);
  const origin = { now, address: '', requestId: '' };
  await reportRecovery({ database, outbox: discardingOutbox }, token, origin);
  if (random() < 0.7) await resetAdministrator(database, ruc, { passwordHash: 'x', temporaryUntil: until }, now);
}

// Most pairs of people are refused, such as one whose delegation has ended, so several are tried.
async function handOver(rolling: Rolling, { contacts, handovers }: Entity, day: CivilDate): Promise<void> {
  const { people, pick } = rolling;
  for (let tries = 0; tries < 8; tries++) {
    const [outgoing, successorId] = [pick(people.contacts), pick(people.contacts)];
    const { users } = await contacts.find(outgoing);
    const copies = users.map(({ id }) => {
      return { userId: id, menus: true, budget: true, target: { name: `relevo${people.users.length}x${id}` } };
    });
    const request = { successorId, lastDay: addDays(day, 1), firstDay: addDays(day, 2), together: false, copies };
    const said = await handovers.review(outgoing, request);
    if (said.kind === 'refused') continue;
    await handovers.make(outgoing, request, { asked: '', mark: said.mark, creationKey: key() });
    return listDelegates(rolling);
  }
}

async function endOwnAccess(rolling: Rolling, now: Date): Promise<void> {
  const { people, pick, openFor } = rolling;
  const account = await accountsOf(rolling).where('id', '=', pick(people.users)).executeTakeFirstOrThrow();
  await openFor(account, now).terminations.endOwn('Cambio de cargo');
}

async function reportIdentity(rolling: Rolling, { contacts }: Entity, now: Date): Promise<void> {
  const { database, ruc } = rolling;
  const { contact } = await contacts.find((await administratorOf(rolling)).contactId);
  await contacts.editConfirmed(contact.id, contact.version, {
    ...dataOf(contact),
    email: `${key()}@prueba.example`,
    secondName: 'Eva',
  });
  const token = key();
  await database.owner
    .updateTable('identity_changes')
    .set({ report_hash: tokenHash(token) })
    .where('ruc', '=', ruc)
    .where('changed_at', '=', now)
    .execute();
  await reportIdentityChange({ database }, token, { now, address: '', requestId: '' });
}

async function appoint(rolling: Rolling, now: Date): Promise<void> {
  const { database, ruc, pick } = rolling;
  const { name: userName } = pick(await delegatesOf(rolling));
  await appointAdministrator({ database, outbox: discardingOutbox }, { ruc, userName }, now);
  await listDelegates(rolling);
}

async function handAdministration(rolling: Rolling, entity: Entity, now: Date): Promise<void> {
  const delegate = rolling.pick(await delegatesOf(rolling));
  // The password of a user of former days has run out.
  await rolling.database.owner
    .updateTable('users')
    .set(ownPassword('x'))
    .where('ruc', '=', rolling.ruc)
    .where('id', '=', delegate.id)
    .execute();
  const data = { userId: delegate.id, email: `${randomBytes(8).toString('hex')}@prueba.example`, filledIn: '' };
  const offered = await entity.administratorOffers.make(data, key());
  if (!('id' in offered)) return;
  await rolling.openFor(delegate, now).administratorOffers.accept(offered.id);
  await listDelegates(rolling);
}

function delegatesOf(rolling: Rolling): Promise<Account[]> {
  return accountsOf(rolling).where('administrator', '=', false).orderBy('id').execute();
}

// Whoever was the administrator is a delegate.
async function listDelegates(rolling: Rolling): Promise<void> {
  rolling.people.users = (await delegatesOf(rolling)).map(({ id }) => id);
}

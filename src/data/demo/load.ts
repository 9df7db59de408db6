import type { Actor } from '../../domain/actor.ts';
import type { Outcome } from '../../domain/change.ts';
import { addDays, civilDate } from '../../domain/civil-date.ts';
import { type Catalogs, type ContactData, contactForm, editContact, registerContact } from '../../domain/contact.ts';
import { documentOf } from '../../domain/document.ts';
import { fullName } from '../../domain/person-name.ts';
import { addUser, setActive, userForm } from '../../domain/user.ts';
import { type Database, DatabaseError } from '../database/database.ts';
import { closedServices } from '../entity/door.ts';
import { openEntity } from '../entity/entity.ts';
import { readCatalogs } from '../outside/catalogs.ts';
import { isEmpty, registerEntity } from '../outside/entities.ts';
import { noTemporaryPassword } from '../records/password.ts';
import { hashPassword, newTemporaryPassword } from '../secrets/passwords.ts';
import { type DemoEntity, type DemoPerson, type DemoUser, demoEntities } from './entities.ts';

/**
 * Fills an empty embedded database with the demonstration data (spec 7), as if it had come about over the past year.
 * Throws DatabaseError where the database isn't empty or stands on a server.
 */
export async function loadDemonstration(database: Database, now: Date): Promise<void> {
  if (database.kind === 'server') throw new DatabaseError(neverOnServer);
  if (!(await isEmpty(database))) {
    throw new DatabaseError(
      'La base de datos ya tiene entidades; los datos de demostración solo se cargan en una vacía. ' +
        'Indique otra carpeta con SOCE_DATA_DIR.',
    );
  }
  const catalogs = await database.owner.transaction().execute(readCatalogs);
  for (const entity of demoEntities) await loadEntity(database, entity, catalogs, now);
}

export const neverOnServer =
  'Los datos de demostración nunca se cargan en la base de datos de un servidor. ' +
  'Quite DATABASE_URL para cargarlos en la base de datos incorporada.';

/** Something that happened in the entity. The history shows incidents as they were stored, so steps run in time order. */
type Step = { at: Date; run: (at: Date) => Promise<unknown> };

/** An entity while its past is being told; contacts and users are known by their document and name. */
type Telling = {
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
  const telling: Telling = {
    database,
    entity,
    catalogs,
    now,
    administrator,
    contactIds: new Map(),
    userIds: new Map(),
  };
  const steps = [
    ...entity.people.map((person, place) => contactStep(telling, person, place)),
    ...entity.inactivations.map(([day, document]) => inactivationStep(telling, day, document)),
    ...entity.users.flatMap((user, place) => userSteps(telling, user, place)),
  ];
  for (const { at, run } of steps.sort((one, other) => one.at.getTime() - other.at.getTime())) await run(at);
  await database.owner
    .updateTable('users')
    .set({ last_access_at: moment(now, -1, 480) })
    .where('ruc', '=', entity.ruc)
    .where('administrator', '=', true)
    .execute();
}

async function registerAdministrator(
  database: Database,
  { ruc, name, registered, administrator }: DemoEntity,
  catalogs: Catalogs,
  now: Date,
): Promise<Actor> {
  const contact = contactData(administrator.person, catalogs, now);
  const passwordHash = await hashPassword(administrator.password);
  await registerEntity(
    database,
    { ruc, name, userName: administrator.user, contact, passwordHash, temporaryUntil: null },
    moment(now, registered),
  );
  const user = await database.owner
    .selectFrom('users')
    .select(['id', 'contact_id'])
    .where('ruc', '=', ruc)
    .executeTakeFirstOrThrow();
  return {
    ruc,
    entityName: name,
    userId: user.id,
    userName: administrator.user,
    contactId: user.contact_id,
    personName: fullName(contact),
    administrator: true,
    temporary: false,
    menuGroups: [],
  };
}

function contactStep(telling: Telling, person: DemoPerson, place: number): Step {
  const data = contactData(person, telling.catalogs, telling.now);
  const [from] = person;
  const day = Math.min(Math.max(from, telling.entity.registered), -2);
  return {
    at: moment(telling.now, day, 7 * place),
    run: async (at) => {
      const added = await scopeAt(telling, at).contacts.add(data, `demo-${data.documentNumber}`, (facts) =>
        registerContact(data, facts),
      );
      telling.contactIds.set(data.documentNumber, done(added));
    },
  };
}

function inactivationStep(telling: Telling, day: number, document: string): Step {
  return {
    at: moment(telling.now, day, 120),
    run: async (at) => {
      const { contacts } = scopeAt(telling, at);
      const { contact } = await contacts.find(known(telling.contactIds, document));
      const data = { ...contact, active: false };
      await contacts.change(contact.id, contact.version, data, (locked, facts) => editContact(locked, data, facts));
    },
  };
}

function userSteps(telling: Telling, user: DemoUser, place: number): Step[] {
  const { now } = telling;
  const { activated, deactivated, lastAccess, password } = user;
  const first = newTemporaryPassword();
  const steps = [
    { at: moment(now, user.created, 10 * place), run: (at: Date) => createUser(telling, user, first, at) },
  ];
  if (activated !== undefined) {
    steps.push({ at: moment(now, activated, 180 + place), run: (at) => setUserActive(telling, user, true, at) });
  }
  if (activated !== undefined && password !== undefined) {
    const change = (at: Date) => choosePassword(telling, user, first, password, at);
    steps.push({ at: moment(now, activated, 240 + place), run: change });
  }
  if (lastAccess !== undefined) {
    steps.push({ at: moment(now, lastAccess, 60 + place), run: (at) => recordAccess(telling, user, at) });
  }
  if (deactivated !== undefined) {
    steps.push({ at: moment(now, deactivated, place), run: (at) => setUserActive(telling, user, false, at) });
  }
  return steps;
}

async function createUser(telling: Telling, user: DemoUser, password: string, at: Date): Promise<void> {
  const { ruc } = telling.entity;
  const contactId = String(known(telling.contactIds, user.document));
  const data = userForm.parse({ name: user.name, contactId, password, passwordAgain: password });
  const added = await scopeAt(telling, at).users.add(data, `demo-${user.name}`, (facts) => addUser(data, facts));
  const userId = done(added);
  telling.userIds.set(user.name, userId);
  const { owner } = telling.database;
  const menus = (user.menus ?? []).map((menu_code) => ({ ruc, user_id: userId, menu_code, granted_at: at }));
  if (menus.length > 0) await owner.insertInto('user_menus').values(menus).execute();
  if (user.budget) {
    const { limit, active } = user.budget;
    await owner.insertInto('budgets').values({ ruc, user_id: userId, limit_amount: limit, active }).execute();
  }
}

async function setUserActive(telling: Telling, user: DemoUser, active: boolean, at: Date): Promise<void> {
  const changed = await scopeAt(telling, at).users.change(known(telling.userIds, user.name), (found) =>
    setActive(found, active),
  );
  done(changed);
}

async function choosePassword(telling: Telling, user: DemoUser, first: string, own: string, at: Date): Promise<void> {
  const actor: Actor = {
    ...telling.administrator,
    userId: known(telling.userIds, user.name),
    userName: user.name,
    contactId: known(telling.contactIds, user.document),
    administrator: false,
    temporary: true,
  };
  const changed = await scopeAt(telling, at, actor).ownUser.changePassword(first, own);
  if (!changed) throw new Error(`${user.name}: the first password was not taken`);
}

// Nobody needs the password of these users, so the first one stays: changing it would take two more hashes a user.
async function recordAccess({ database, entity, userIds }: Telling, user: DemoUser, at: Date): Promise<void> {
  await database.owner
    .updateTable('users')
    .set((value) => ({
      last_access_at: at,
      password_hash: value.fn.coalesce('password_hash', 'temporary_hash'),
      ...noTemporaryPassword,
    }))
    .where('ruc', '=', entity.ruc)
    .where('id', '=', known(userIds, user.name))
    .execute();
}

function scopeAt({ database, administrator }: Telling, at: Date, actor = administrator) {
  return openEntity(database, { actor, now: at, address: '', requestId: '' }, closedServices);
}

// Through the form, so that what is shown is what somebody could have typed.
function contactData(person: DemoPerson, catalogs: Catalogs, now: Date): ContactData {
  const today = civilDate(now);
  const [from, until, paternalSurname, maternalSurname, firstName, secondName, sex, maritalStatus, ...others] = person;
  const [document, email, position, educationLevel, occupationalArea, birthDate] = others;
  return contactForm(catalogs, today).parse({
    paternalSurname,
    maternalSurname,
    firstName,
    secondName,
    sex,
    maritalStatus,
    ...documentOf(document),
    email,
    status: 'ACTIVO',
    position,
    from: addDays(today, from),
    until: until === null ? '' : addDays(today, until),
    educationLevel,
    occupationalArea,
    birthDate,
  });
}

/** An instant of a day's work in Ecuador, minutes after half past eight. */
function moment(now: Date, day: number, minute = 0): Date {
  return new Date(Date.parse(`${addDays(civilDate(now), day)}T08:30:00-05:00`) + minute * 60_000);
}

function known(ids: Map<string, number>, name: string): number {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`${name} does not occur in the demonstration data before its first use`);
  return id;
}

function done<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'refused') throw new Error(Object.values(outcome.errors).join(' '));
  return outcome.value;
}

import { randomBytes } from 'node:crypto';
import { Argon2id } from 'oslo/password';
import { inject, vi } from 'vitest';
import type { Database } from '../../../src/data/database/database.ts';
import { type Entity, openEntity } from '../../../src/data/entity/entity.ts';
import { discardingJobs } from '../../../src/data/records/job.ts';
import { discardingOutbox } from '../../../src/data/records/mail.ts';
import { ownPassword } from '../../../src/data/records/password.ts';
import { deriveSecrets } from '../../../src/data/secrets/derived.ts';
import type { Actor } from '../../../src/domain/actor.ts';
import type { Contact, ContactData } from '../../../src/domain/contact.ts';
import { defaultListing, userSorts } from '../../../src/domain/listing.ts';
import { catalogs } from './catalogs.ts';

/** A contracting entity of the cast. */
export type CastEntity = { ruc: string; name: string; administrator: CastUser };

/** A user, with the credentials to sign in. */
export type CastUser = {
  ruc: string;
  userName: string;
  password: string;
  id: number;
  contactId: number;
  email: string;
};

/** The moment at which a stage opens: Wednesday 6 April 2022, 15:53 in Ecuador, the day of the manual. */
export const opening = new Date('2022-04-06T20:53:00Z');

export const password = 'Quinde-Azul-77';

// No mail goes to the cast while it is registered.
const noServer = deriveSecrets(randomBytes(32));

/** Makes the data of a contact, with a Cédula. */
export function person(paternalSurname: string, firstName: string, documentNumber: string): ContactData {
  return {
    paternalSurname,
    maternalSurname: '',
    firstName,
    secondName: '',
    sex: null,
    maritalStatus: null,
    documentType: 'Cédula de Ciudadanía',
    documentNumber,
    email: `${firstName.toLowerCase()}@prueba.example`,
    active: true,
    position: 'Analista',
    from: '2022-01-01',
    until: null,
    educationLevel: null,
    occupationalArea: null,
    birthDate: '1985-02-28',
  };
}

let newcomers = 0;

/** Makes the data of a contact with a passport that nobody else has. */
export function newcomer(surname: string, firstName: string, more: Partial<ContactData> = {}): ContactData {
  newcomers += 1;
  return { ...person(surname, firstName, `NUEVO${newcomers}`), documentType: 'Pasaporte', ...more };
}

type WithQuito = { database: Database; quito: CastEntity; clock: { now: Date } };

/** Registers a delegate of Quito. */
export function addDelegate(
  { database, quito, clock }: WithQuito,
  userName: string,
  data: ContactData,
  state: UserState = 'settled',
): Promise<CastUser> {
  const { passwordHash: hash } = inject('run');
  return delegate({ database, now: clock.now, hash }, quito, { userName, data, state });
}

/** The properties of a person that matter to a test. */
export type Someone = Partial<ContactData> & { state?: UserState };

let people = 0;

/** Registers a delegate of Quito with a user name and an e-mail that nobody else has. */
export function someone(stage: WithQuito, { state = 'settled', ...more }: Someone = {}): Promise<CastUser> {
  people += 1;
  const userName = `persona${1000 + people}`;
  const data = newcomer('Persona', 'Paz', { email: `${userName}@prueba.example`, ...more });
  return addDelegate(stage, userName, data, state);
}

/** Never activated, active with a temporary password, or active with an own password. */
export type UserState = 'new' | 'temporary' | 'settled';

/** Opens an entity's data for its administrator. */
export function scopeOf(database: Database, { ruc, name, administrator }: CastEntity, now: Date): Entity {
  const actor: Actor = {
    ruc,
    entityName: name,
    userId: administrator.id,
    userName: administrator.userName,
    contactId: administrator.contactId,
    personName: '',
    administrator: true,
    temporary: false,
    menuGroups: [],
  };
  return openEntity(
    database,
    { actor, now, address: '127.0.0.1', requestId: 'cast' },
    { outbox: discardingOutbox, postJob: discardingJobs, secrets: noServer, catalogs },
  );
}

/** Adds a contact; gives its number. */
export async function addContact(scope: Entity, data: ContactData): Promise<Contact['id']> {
  const added = await scope.contacts.add(data, newKey());
  if (added.kind !== 'changed') throw new Error(JSON.stringify(added));
  return added.id;
}

/** The data of a delegate. The state is 'settled' by default. */
type DelegateData = { userName: string; data: ContactData; state?: UserState };

/** Registers a contact with a user by the product's verbs. `hash` is the hash of the cast's password. */
export async function delegate(
  { database, now, hash }: { database: Database; now: Date; hash: string },
  entity: CastEntity,
  { userName, data, state = 'settled' }: DelegateData,
): Promise<CastUser> {
  const scope = scopeOf(database, entity, now);
  const contactId = await addContact(scope, data);
  const user = { name: userName, contactId, password };
  const added = await withKnownHash(hash, () => scope.users.add(user, newKey()));
  if (added.kind !== 'changed') throw new Error(JSON.stringify(added));
  const { ruc } = entity;
  if (state !== 'new') await scope.users.activate(added.id, defaultListing(userSorts));
  if (state === 'settled') {
    await database.owner
      .updateTable('users')
      .set(ownPassword(hash))
      .where('ruc', '=', ruc)
      .where('id', '=', added.id)
      .execute();
  }
  return { ruc, userName, password, id: added.id, contactId, email: data.email };
}

// Replaces the hashing of the cast's password, which takes tens of milliseconds, for the time of the work.
async function withKnownHash<T>(known: string, work: () => Promise<T>): Promise<T> {
  const { hash } = Argon2id.prototype;
  const spy = vi.spyOn(Argon2id.prototype, 'hash').mockImplementation(function (this: Argon2id, typed) {
    return typed === password ? Promise.resolve(known) : hash.call(this, typed);
  });
  return work().finally(() => spy.mockRestore());
}

/**
 * Lets the cast sign in at the start of a test without computing anew that the cast's password fits its hash, which takes
 * as long as the rest of a sign-in. Tests of sign-ins themselves do without.
 */
export async function withKnownPassword<T>(work: () => Promise<T>): Promise<T> {
  arriving += 1;
  return work().finally(() => {
    arriving -= 1;
  });
}

let arriving = 0;
const { verify } = Argon2id.prototype;
// Not by vi, so that tests may count the verifications meanwhile.
Argon2id.prototype.verify = function (hash, typed) {
  const isKnown = arriving > 0 && typed === password && hash === inject('run').passwordHash;
  return isKnown ? Promise.resolve(true) : verify.call(this, hash, typed);
};

/** Adds an active user, with the password of the cast, to a contact or to the contact of a user. */
export async function secondUser(
  { database }: WithDatabase,
  { ruc, contactId, email = '' }: Pick<CastUser, 'ruc' | 'contactId'> & { email?: string },
  userName: string,
): Promise<CastUser> {
  const name = { name: userName, name_folded: userName, creation_key: userName };
  const { passwordHash: password_hash } = inject('run');
  const row = { ruc, contact_id: contactId, ...name, active: true, password_hash, created_at: opening };
  const { id } = await database.owner.insertInto('users').values(row).returning('id').executeTakeFirstOrThrow();
  return { ruc, userName, password, id, contactId, email };
}

function newKey(): string {
  return randomBytes(32).toString('base64url');
}

/** Grants menus to a user. */
export async function grant({ database }: WithDatabase, { ruc, id }: CastUser, codes: string[]): Promise<void> {
  const rows = codes.map((menu_code) => ({ ruc, user_id: id, menu_code, granted_at: opening }));
  await database.owner.insertInto('user_menus').values(rows).execute();
}

/** Takes menus away from a user. */
export async function takeAway({ database }: WithDatabase, { ruc, id }: CastUser, codes: string[]): Promise<void> {
  const held = database.owner.deleteFrom('user_menus').where('ruc', '=', ruc).where('user_id', '=', id);
  await held.where('menu_code', 'in', codes).execute();
}

/** Lists the codes of a user's menus, sorted. */
export async function menusOf({ database }: WithDatabase, { ruc, id }: CastUser): Promise<string[]> {
  const held = database.owner.selectFrom('user_menus').select('menu_code').where('ruc', '=', ruc);
  return (await held.where('user_id', '=', id).execute()).map(({ menu_code }) => menu_code).sort();
}

type WithDatabase = { database: Database };

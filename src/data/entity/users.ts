import type { Outcome, Registration } from '../../domain/change.ts';
import type { Listing, Page } from '../../domain/listing.ts';
import { temporaryUntil } from '../../domain/password.ts';
import { distinctNames, fullName } from '../../domain/person-name.ts';
import { foldUserName, type User, type UserData, type UserFacts } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { contactOf } from '../records/contact.ts';
import { dropMails, tellUser } from '../records/mail.ts';
import { typedPassword } from '../records/password.ts';
import { hashPassword } from '../secrets/passwords.ts';
import { type Door, NotFound, violatedConstraint } from './door.ts';
import { recordIncident } from './incidents.ts';
import { placeOfUser, type UserLine, type UserSort, userLine, userPage } from './user-list.ts';

/** A contact that may be given a user, with how many it has. */
export type Candidate = { id: number; name: string; users: number };

/** The entity's users (spec 3). */
export function users(door: Door) {
  return {
    /** A page of the list. */
    page: (listing: Listing<UserSort>): Promise<Page<UserLine>> => userPage(door, listing),

    /** The place of a user in a listing, from 1. */
    placeOf: (id: number, listing: Listing<UserSort>): Promise<number> => placeOfUser(door, id, listing),

    /** One row of the list. Throws NotFound. */
    line: (id: number): Promise<UserLine> => door.enter((scope) => userLine(scope, door, id)),

    /** The contacts that are ACTIVO, by name. */
    candidates: (): Promise<Candidate[]> => door.enter((scope) => candidates(scope, door.ruc)),

    /** Adds a user; the same creation key twice adds one. The value is its id. */
    add: async (
      data: UserData,
      creationKey: string,
      rule: (facts: UserFacts) => Registration<UserData>,
    ): Promise<Outcome<number>> => {
      const hash = await hashPassword(data.password);
      const attempt = (nameTaken: boolean) =>
        door.enter((scope) => addUser(scope, door, { data, hash, creationKey, nameTaken }, rule));
      try {
        return await attempt(false);
      } catch (error) {
        // Two administrators' tabs may choose one name at the same moment: the rule then sees what the key saw.
        if (violatedConstraint(error) !== 'users_name') throw error;
        return attempt(true);
      }
    },

    /** Activates or deactivates as the rule decides; deactivating ends the sessions. Throws NotFound. */
    change: (id: number, rule: (user: User) => Outcome<User>): Promise<Outcome<UserLine>> =>
      door.enter((scope) => changeUser(scope, door, id, rule)),
  };
}

async function addUser(
  scope: Scope,
  door: Door,
  given: { data: UserData; hash: string; creationKey: string; nameTaken: boolean },
  rule: (facts: UserFacts) => Registration<UserData>,
): Promise<Outcome<number>> {
  const facts = await factsOf(scope, door.ruc, given.data);
  // After the facts: where these show what the same form, sent twice at once, has just added, this sees it, too.
  const earlier = await addedBefore(scope, door.ruc, given.creationKey);
  if (earlier !== undefined) return { kind: 'unchanged', value: earlier };
  const outcome = rule({ ...facts, nameTaken: facts.nameTaken || given.nameTaken });
  if (outcome.kind === 'refused') return outcome;
  const inserted = await scope
    .insertInto('users')
    .values({
      ruc: door.ruc,
      creation_key: given.creationKey,
      contact_id: outcome.value.contactId,
      name: outcome.value.name,
      name_folded: foldUserName(outcome.value.name),
      ...typedPassword(given.hash, temporaryUntil(door.caller.now, 'typedByAdministrator')),
      created_at: door.caller.now,
    })
    .onConflict((conflict) => conflict.constraint('users_creation_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return { kind: 'unchanged', value: (await addedBefore(scope, door.ruc, given.creationKey)) ?? 0 };
  await recordIncident(scope, door.caller, outcome.event, inserted.id);
  return { ...outcome, value: inserted.id };
}

async function changeUser(
  scope: Scope,
  door: Door,
  id: number,
  rule: (user: User) => Outcome<User>,
): Promise<Outcome<UserLine>> {
  const user = await lockUser(scope, door.ruc, id);
  const outcome = rule(user);
  if (outcome.kind === 'refused') return outcome;
  if (outcome.kind === 'changed') {
    const { active } = outcome.value;
    await scope
      .updateTable('users')
      .set((value) => ({
        active,
        first_activated_at: active
          ? value.fn.coalesce('first_activated_at', value.val(door.caller.now))
          : value.ref('first_activated_at'),
      }))
      .where('ruc', '=', door.ruc)
      .where('id', '=', id)
      .execute();
    const user = { ruc: door.ruc, userId: id };
    await (active
      ? tellUser(scope, door.outbox, user, { kind: 'user-activated' }, door.caller.now)
      : endAccess(scope, door, id));
    await recordIncident(scope, door.caller, outcome.event, id);
  }
  return { ...outcome, value: await userLine(scope, door, id) };
}

async function endAccess(scope: Scope, door: Door, id: number): Promise<void> {
  await scope.deleteFrom('sessions').where('ruc', '=', door.ruc).where('user_id', '=', id).execute();
  await dropMails(scope, { ruc: door.ruc, userId: id }, door.caller.now);
}

async function lockUser(scope: Scope, ruc: string, id: number): Promise<User> {
  const row = await scope
    .selectFrom('users')
    .select(['id', 'name', 'administrator', 'active'])
    .where('ruc', '=', ruc)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new NotFound();
  return row;
}

async function addedBefore(scope: Scope, ruc: string, creationKey: string): Promise<number | undefined> {
  const row = await scope
    .selectFrom('users')
    .select('id')
    .where('ruc', '=', ruc)
    .where('creation_key', '=', creationKey)
    .executeTakeFirst();
  return row?.id;
}

async function factsOf(scope: Scope, ruc: string, data: UserData): Promise<UserFacts> {
  // Locked, so that the contact isn't set INACTIVO between this look and the new user.
  const contact = await scope
    .selectFrom('contacts')
    .selectAll()
    .where('ruc', '=', ruc)
    .where('id', '=', data.contactId)
    .forUpdate()
    .executeTakeFirst();
  const namesake = await scope
    .selectFrom('users')
    .select('id')
    .where('ruc', '=', ruc)
    .where('name_folded', '=', foldUserName(data.name))
    .executeTakeFirst();
  return {
    nameTaken: namesake !== undefined,
    contact: contact ? { name: fullName(contactOf(contact)), active: contact.active } : null,
  };
}

async function candidates(scope: Scope, ruc: string): Promise<Candidate[]> {
  const rows = await scope
    .selectFrom('contacts')
    .selectAll()
    .select((read) =>
      read
        .selectFrom('users')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('users.ruc', '=', 'contacts.ruc')
        .whereRef('contact_id', '=', 'contacts.id')
        .as('users'),
    )
    .where('ruc', '=', ruc)
    .where('active', '=', true)
    .orderBy('sort_key')
    .orderBy('id')
    .execute();
  const names = distinctNames(rows.map(contactOf).map((contact) => ({ ...contact, name: fullName(contact) })));
  return rows.map((row, index) => ({ id: row.id, name: names[index] ?? '', users: row.users ?? 0 }));
}

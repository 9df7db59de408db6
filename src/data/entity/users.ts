import type { Listing, Page, UserSort } from '../../domain/listing.ts';
import { type Addition, type Decision, type Outcome, outcomeOf } from '../../domain/outcome.ts';
import { temporaryUntil } from '../../domain/password.ts';
import { distinctNames } from '../../domain/person-name.ts';
import {
  activateUser,
  deactivateUser,
  foldUserName,
  registerUser,
  type User,
  type UserData,
  type UserFacts,
} from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { violatedConstraint } from '../database/errors.ts';
import { endAccess } from '../records/access.ts';
import { recordIncident } from '../records/incident.ts';
import { tellUser } from '../records/mail.ts';
import { typedPassword } from '../records/password.ts';
import { lockUser } from '../records/user.ts';
import { hashPassword } from '../secrets/passwords.ts';
import { addedBefore } from './creation.ts';
import type { Door } from './door.ts';
import { type NumberedUser, numberedUser, type UserLine, userPage } from './user-list.ts';

/** A contact that may be given a user, with the number of users it has. */
export type Candidate = { id: number; name: string; users: number };

/** The entity's users (product 3). */
export function users(door: Door) {
  return {
    /** A page of the list. */
    page: (listing: Listing<UserSort>): Promise<Page<UserLine>> => userPage(door, listing),

    /** One row of the list, with its number in a listing. Throws NotFound. */
    row: (id: number, listing: Listing<UserSort>): Promise<NumberedUser> =>
      door.enter((scope) => numberedUser(scope, door, id, listing)),

    /** The contacts that are ACTIVO, by name. */
    candidates: (): Promise<Candidate[]> => door.enter((scope) => candidates(scope, door.ruc)),

    /** Adds a user, deactivated, with a temporary password; the same creation key twice adds one. */
    add: async (data: UserData, creationKey: string): Promise<Addition> => {
      const hash = await hashPassword(data.password);
      const attempt = (nameTaken: boolean) =>
        door.enter((scope) => addUser(scope, door, { data, hash, creationKey, nameTaken }));
      try {
        return await attempt(false);
      } catch (error) {
        // Two tabs may choose one name at the same moment: the rule then hears of what the unique key saw.
        if (violatedConstraint(error) !== 'users_name') throw error;
        return attempt(true);
      }
    },

    /** Activates a user and tells the person. The listing is the one in which the record's row is numbered. Throws NotFound. */
    activate: (id: number, listing: Listing<UserSort>): Promise<Outcome<NumberedUser>> =>
      door.enter((scope) =>
        change(scope, door, id, listing, activateUser, async (user) => {
          await scope
            .updateTable('users')
            .set((value) => ({
              active: true,
              first_activated_at: value.fn.coalesce('first_activated_at', value.val(door.caller.now)),
            }))
            .where('ruc', '=', door.ruc)
            .where('id', '=', id)
            .execute();
          await tellUser(scope, door.outbox, { ruc: door.ruc, ...user }, { kind: 'user-activated' }, door.caller.now);
        }),
      ),

    /** Deactivates a user and ends their sessions. Throws NotFound. */
    deactivate: (id: number, listing: Listing<UserSort>): Promise<Outcome<NumberedUser>> =>
      door.enter((scope) =>
        change(scope, door, id, listing, deactivateUser, async () => {
          await scope
            .updateTable('users')
            .set({ active: false })
            .where('ruc', '=', door.ruc)
            .where('id', '=', id)
            .execute();
          await endAccess(scope, { ruc: door.ruc, userId: id }, door.caller.now);
        }),
      ),
  };
}

async function change(
  scope: Scope,
  door: Door,
  id: number,
  listing: Listing<UserSort>,
  rule: (user: User) => Decision<User>,
  store: (user: User) => Promise<void>,
): Promise<Outcome<NumberedUser>> {
  const user = await lockUser(scope, door.ruc, id, door.caller.now);
  const decision = rule(user);
  if (decision.kind === 'changed') {
    await store(user);
    await recordIncident(scope, door.caller, decision.event, id);
  }
  return outcomeOf(decision, await numberedUser(scope, door, id, listing));
}

type Given = { data: UserData; hash: string; creationKey: string; nameTaken: boolean };

async function addUser(scope: Scope, door: Door, { data, hash, creationKey, nameTaken }: Given): Promise<Addition> {
  const { ruc, caller } = door;
  const facts = await userFacts(scope, door, data);
  // After the facts: where these show what the same form, sent twice at once, has just added, this sees it, too.
  const earlier = await addedBefore(scope, ruc, 'users', creationKey);
  if (earlier !== null) return { kind: 'unchanged', id: earlier };
  const decision = registerUser(data, { ...facts, nameTaken: facts.nameTaken || nameTaken });
  if (decision.kind === 'refused') return decision;
  const inserted = await scope
    .insertInto('users')
    .values({
      ruc,
      creation_key: creationKey,
      contact_id: data.contactId,
      name: data.name,
      name_folded: foldUserName(data.name),
      ...typedPassword(hash, temporaryUntil(caller.now, 'typedByAdministrator')),
      created_at: caller.now,
    })
    .onConflict((conflict) => conflict.constraint('users_creation_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return { kind: 'unchanged', id: (await addedBefore(scope, ruc, 'users', creationKey)) ?? 0 };
  await recordIncident(scope, caller, decision.event, inserted.id);
  return { kind: 'changed', id: inserted.id };
}

async function userFacts(scope: Scope, { ruc, catalogs }: Door, data: UserData): Promise<UserFacts> {
  // Locked, so that the contact isn't set INACTIVO between this look and the new user.
  const contact = await scope
    .selectFrom('contacts')
    .select(['full_name as name', 'active'])
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
    contact: contact ?? null,
    compulsoryMenus: catalogs.menus.filter(({ required }) => required).map(({ code }) => code),
  };
}

async function candidates(scope: Scope, ruc: string): Promise<Candidate[]> {
  const rows = await scope
    .selectFrom('contacts')
    .select(['id', 'full_name as name', 'document_number as documentNumber'])
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
  const names = distinctNames(rows);
  return rows.map((row, index) => ({ id: row.id, name: names[index] ?? '', users: row.users ?? 0 }));
}

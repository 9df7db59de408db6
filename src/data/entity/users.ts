import type { Listing, Page, UserSort } from '../../domain/listing.ts';
import { type Addition, type Outcome, outcomeOf } from '../../domain/outcome.ts';
import { temporaryUntil } from '../../domain/password.ts';
import { foldUserName, registerUser, type User, type UserData, type UserFacts } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { withUniqueValue } from '../database/errors.ts';
import { typedPassword } from '../records/password.ts';
import { findUser, lockUser } from '../records/user.ts';
import { hashPassword } from '../secrets/passwords.ts';
import { addOnce } from './creation.ts';
import type { Door } from './door.ts';
import type { Lookup, LookupSearch } from './lookup.ts';
import { type Candidate, userCandidates } from './user-candidates.ts';
import { type NumberedUser, numberedUser, type UserLine, userPage } from './user-list.ts';
import { activation, deactivation, type StateChange, storeState, tellOfState } from './user-states.ts';

/** Makes the verbs on the entity's users (product 3). */
export function users(door: Door) {
  return {
    /** Reads a page of the list. */
    page: (listing: Listing<UserSort>): Promise<Page<UserLine>> => userPage(door, listing),

    /** Reads a user's row with its number in a listing. Throws NotFound. */
    row: (id: number, listing: Listing<UserSort>): Promise<NumberedUser> =>
      door.enter((scope) => numberedUser(scope, door, id, listing)),

    /** Reads the ACTIVO contacts to choose from for a new user: all of a small entity, else those found. */
    candidates: (search: LookupSearch): Promise<Lookup<Candidate>> => userCandidates(door, search),

    /** Adds a deactivated user with a temporary password, once for each creation key (D3). */
    add: async (data: UserData, creationKey: string): Promise<Addition<User>> => {
      const hash = await hashPassword(data.password);
      return withUniqueValue('users_name', (nameTaken) =>
        door.enter((scope) => addUser(scope, door, { data, hash, creationKey, nameTaken })),
      );
    },

    /**
     * Activates a user and tells the person by mail, as soon as they get in. The outcome numbers the row in the listing.
     * Throws NotFound.
     */
    activate: (id: number, listing: Listing<UserSort>): Promise<Outcome<NumberedUser>> =>
      changeState(door, id, listing, activation),

    /** Deactivates a user and ends their access. The outcome numbers the row in the listing. Throws NotFound. */
    deactivate: (id: number, listing: Listing<UserSort>): Promise<Outcome<NumberedUser>> =>
      changeState(door, id, listing, deactivation),
  };
}

function changeState(
  door: Door,
  id: number,
  listing: Listing<UserSort>,
  change: StateChange,
): Promise<Outcome<NumberedUser>> {
  return door.enter(async (scope, last) => {
    const user = await lockUser(scope, door.ruc, id, door.caller.now);
    const decision = change.rule(user);
    const held = await tellOfState(scope, door, change, decision);
    // Sent together, in this order: the row shows the change.
    const stored = storeState(scope, door, change, decision);
    const [record] = await last(Promise.all([numberedUser(scope, door, id, listing), ...stored]));
    return outcomeOf(decision, record, held ? [held] : undefined);
  });
}

type NewUser = { data: UserData; hash: string; creationKey: string; nameTaken: boolean };

async function addUser(
  scope: Scope,
  door: Door,
  { data, hash, creationKey, nameTaken }: NewUser,
): Promise<Addition<User>> {
  const { ruc, caller } = door;
  const facts = await userFacts(scope, door, data);
  const decision = registerUser(data, { ...facts, nameTaken: facts.nameTaken || nameTaken });
  return addOnce(scope, door, {
    table: 'users',
    creationKey,
    data,
    decision,
    insert: (form) =>
      scope
        .insertInto('users')
        .values({
          ruc,
          ...form,
          contact_id: data.contactId,
          name: data.name,
          name_folded: foldUserName(data.name),
          ...typedPassword(hash, temporaryUntil(caller.now, 'typedByAdministrator')),
          created_at: caller.now,
        })
        .onConflict((conflict) => conflict.constraint('users_creation_key').doNothing())
        .returning('id')
        .executeTakeFirst(),
    find: (id) => findUser(scope, ruc, id, caller.now),
    resembles: ({ name, contactId }) => name === data.name && contactId === data.contactId,
  });
}

async function userFacts(scope: Scope, { ruc, catalogs }: Door, data: UserData): Promise<UserFacts> {
  // Locked, so that the contact can't be set INACTIVO before the user is added.
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
    menus: catalogs.menus.filter(({ required }) => required).map(({ code }) => code),
  };
}

import { sql } from 'kysely';
import type { HandoverRecord } from '../../domain/handover.ts';
import type { HandoverRequest } from '../../domain/handover-form.ts';
import { type HandoverFacts, type HandoverParty, type HandoverPlan, planHandover } from '../../domain/handover-plan.ts';
import { type PlannedChange, planInWords } from '../../domain/handover-words.ts';
import type { HandoverSort, Listing, Page } from '../../domain/listing.ts';
import type { Refusal } from '../../domain/outcome.ts';
import { foldUserName } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { NotFound, unlessMissing, withUniqueValue } from '../database/errors.ts';
import { lockContact } from '../records/contact.ts';
import { findUser } from '../records/user.ts';
import { tokenHash } from '../secrets/tokens.ts';
import { budgetOf } from './budgets.ts';
import { readRecord } from './contacts.ts';
import type { Door } from './door.ts';
import { storeHandover } from './handover-changes.ts';
import { type HandoverLine, handoverPage } from './handover-list.ts';
import type { Lookup, LookupSearch } from './lookup.ts';
import { profileOf } from './profiles.ts';
import { type Candidate, userCandidates } from './user-candidates.ts';

/** A handover as it was made, by whom and when. */
type Handover = { id: number; record: HandoverRecord; madeBy: string; madeAt: Date };

/** What a handover will do, in words, with the mark of the state in which it was said (D3). */
type HandoverReview = { kind: 'planned'; changes: PlannedChange[]; mark: string };

/**
 * The answer to a handover; unchanged if the same form has made it before. Stale means that a person or user was changed
 * since the mark, so that nothing was done (D3).
 */
type HandoverAnswer = ({ kind: 'changed' | 'unchanged' } & MadeHandover) | { kind: 'stale' } | Refusal;

/** A handover that was made, by its number, and the users that it added. */
export type MadeHandover = { id: number; added: { id: number; name: string }[] };

/** Makes the verbs on the entity's handovers (product 9.2). */
export function handovers(door: Door) {
  return {
    /** Reads a person with what their users hold. Throws NotFound. */
    party: (contactId: number): Promise<HandoverParty> => door.enter((scope) => partyOf(scope, door, contactId)),

    /** Reads a person like party; null if the entity has no such contact. */
    findParty: (contactId: number): Promise<HandoverParty | null> =>
      unlessMissing(door.enter((scope) => partyOf(scope, door, contactId))),

    /** Reads the ACTIVO contacts who may relieve a person: all of a small entity, else those found. */
    candidates: (outgoingId: number, search: LookupSearch): Promise<Lookup<Candidate>> =>
      userCandidates(door, search, outgoingId),

    /** Says what a handover will do. Throws NotFound if the entity has no such outgoing person. */
    review: (outgoingId: number, request: HandoverRequest): Promise<HandoverReview | Refusal> =>
      door.enter(async (scope) => {
        const facts = await factsOf(scope, door, outgoingId, request);
        const decision = planHandover(request, facts);
        if (decision.kind === 'refused') return decision;
        return reviewOf(decision.plan, facts, await lastHandover(scope, door, outgoingId));
      }),

    /**
     * Makes a handover that was reviewed, in one transaction, once for each creation key (D3). Throws NotFound if the
     * entity has no such outgoing person.
     */
    make: (outgoingId: number, request: HandoverRequest, sent: SentReview): Promise<HandoverAnswer> =>
      withUniqueValue('users_name', () =>
        door.enter(async (scope) => {
          await lockParties(scope, door, outgoingId, request.successorId);
          return makeOnce(scope, door, outgoingId, request, sent);
        }),
      ),

    /** Finds what the form of a review has made before (D3); null for nothing. */
    findMade: (outgoingId: number, sent: SentReview): Promise<MadeHandover | null> =>
      door.enter((scope) => madeBefore(scope, door, keyOf(door, outgoingId, sent))),

    /** Reads a page of the list. */
    page: (listing: Listing<HandoverSort>): Promise<Page<HandoverLine>> => handoverPage(door, listing),

    /** Reads a handover as it was made. Throws NotFound. */
    find: async (id: number): Promise<Handover> => {
      const [found] = await door.read<Handover>(
        sql`select id, record, made_by as "madeBy", made_at as "madeAt" from handovers
             where ruc = ${door.ruc} and id = ${id}`,
      );
      if (!found) throw new NotFound();
      return found;
    },
  };
}

/** What the page of a review sends back: what was asked for as text, the mark of what was said, and its creation key. */
type SentReview = { asked: string; mark: string; creationKey: string };

// Tied to the content: the same key with other content meets the record of the first, and so is stale.
function keyOf({ ruc, secrets }: Door, outgoingId: number, { asked, creationKey }: SentReview): string {
  return secrets.creationDigest(ruc, creationKey, [outgoingId, asked]);
}

async function makeOnce(
  scope: Scope,
  door: Door,
  outgoingId: number,
  request: HandoverRequest,
  sent: SentReview,
): Promise<HandoverAnswer> {
  const key = keyOf(door, outgoingId, sent);
  const earlier = await madeBefore(scope, door, key);
  if (earlier) return { kind: 'unchanged', ...earlier };
  const facts = await factsOf(scope, door, outgoingId, request);
  const decision = planHandover(request, facts);
  if (decision.kind === 'refused') return decision;
  const review = reviewOf(decision.plan, facts, await lastHandover(scope, door, outgoingId));
  if (review.mark !== sent.mark) return { kind: 'stale' };
  const id = await storeHandover(scope, door, decision.plan, key);
  return { kind: 'changed', id, added: await addedUsers(scope, door, key) };
}

async function madeBefore(scope: Scope, door: Door, key: string): Promise<MadeHandover | null> {
  const made = scope.selectFrom('handovers').select('id').where('ruc', '=', door.ruc).where('creation_key', '=', key);
  const earlier = await made.executeTakeFirst();
  return earlier ? { id: earlier.id, added: await addedUsers(scope, door, key) } : null;
}

function reviewOf(plan: HandoverPlan, { outgoing, successor, today }: HandoverFacts, last: number): HandoverReview {
  const changes = planInWords(plan, today);
  const state = [outgoing, successor].map((party) => [party?.contact.id, party?.contact.version, usersState(party)]);
  return { kind: 'planned', changes, mark: tokenHash(JSON.stringify([changes, state, last])) };
}

function usersState(party: HandoverParty | null) {
  return party?.users.map(({ user, held, budget }) => [user.id, user.active, held, budget]);
}

/** Gives the number of the last handover of a person, which makes a page older than it stale; 0 for none. */
async function lastHandover(scope: Scope, { ruc }: Door, contactId: number): Promise<number> {
  const { rows } = await sql<{ id: number | null }>`
    select max(id) as id from handovers
     where ruc = ${ruc} and record -> 'outgoing' -> 'contactId' = to_jsonb(${contactId}::bigint)`.execute(scope);
  return rows[0]?.id ?? 0;
}

function addedUsers(scope: Scope, { ruc }: Door, key: string): Promise<{ id: number; name: string }[]> {
  return scope
    .selectFrom('users')
    .select(['id', 'name'])
    .where('ruc', '=', ruc)
    .where('creation_key', 'like', `${key.replaceAll('_', '\\_')} %`)
    .orderBy('id')
    .execute();
}

// In one order everywhere, contacts before users, so that two handovers can't wait for each other.
async function lockParties(scope: Scope, door: Door, outgoingId: number, successorId: number): Promise<void> {
  const ids = [outgoingId, successorId].sort((one, other) => one - other);
  for (const id of ids) await unlessMissing(lockContact(scope, door.ruc, id));
  await sql`select id from users where ruc = ${door.ruc} and contact_id = any(${ids}::bigint[]) order by id for update`.execute(
    scope,
  );
}

async function factsOf(
  scope: Scope,
  door: Door,
  outgoingId: number,
  { successorId, copies }: HandoverRequest,
): Promise<HandoverFacts> {
  const { ruc, catalogs, today } = door;
  const outgoing = await partyOf(scope, door, outgoingId);
  const successor = await unlessMissing(partyOf(scope, door, successorId));
  const names = copies.flatMap(({ target }) => (target && 'name' in target ? foldUserName(target.name) : []));
  const { rows } = await sql<{ name: string }>`
    select name_folded as name from users where ruc = ${ruc} and name_folded = any(${names}::text[])`.execute(scope);
  return { outgoing, successor, takenNames: rows.map(({ name }) => name), catalog: catalogs.menus, today };
}

async function partyOf(scope: Scope, door: Door, contactId: number): Promise<HandoverParty> {
  const { contact, facts, users } = await readRecord(scope, door, contactId);
  const held: HandoverParty['users'] = [];
  for (const { id } of users.filter(({ administrator }) => !administrator)) {
    const user = await findUser(scope, door.ruc, id, door.caller.now);
    const { budget } = await budgetOf(scope, door.ruc, user);
    held.push({ ...(await profileOf(scope, door, user)), budget });
  }
  return { contact, facts, users: held };
}

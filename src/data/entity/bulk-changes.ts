import { sql } from 'kysely';
import {
  type BulkAction,
  type BulkLine,
  changedMeanwhile,
  deletedMeanwhile,
  faultOf,
  foreseen,
  type Given,
} from '../../domain/bulk-change.ts';
import { type HeldMail, noticeHeld, resendingFrom } from '../../domain/mail-limit.ts';
import { type Decision, isStale } from '../../domain/outcome.ts';
import type { Scope } from '../database/database.ts';
import { NotFound, unlessMissing } from '../database/errors.ts';
import { tokenHash } from '../secrets/tokens.ts';
import { bulkContacts } from './bulk-change-contacts.ts';
import { bulkUsers } from './bulk-change-users.ts';
import type { Door } from './door.ts';
import { markedTemplate } from './templates.ts';

/** The chosen of a list: the number of each, and the mark of the state in which a page showed it. */
export type Chosen = { id: number; mark: string };

/** A bulk change to make, once for each creation key (D3). */
type BulkRequest = { chosen: Chosen[]; value: string | null; creationKey: string };

/**
 * The answer to a bulk change, with the number of people that it changed; reused means that the same form has made
 * another one before.
 */
type BulkAnswer = { kind: 'changed' | 'unchanged' | 'reused'; id: number; people: number };

/** A kind of list: how its records are read and told apart. */
type BulkKind<Record> = {
  /** Reads records in the order of their numbers. Throws NotFound if one is missing. */
  read(scope: Scope, door: Door, ids: number[]): Promise<Record[]>;
  /** Reads a record and locks it until the transaction ends. Throws NotFound. */
  lock(scope: Scope, door: Door, id: number): Promise<Record>;
  /** Reads the name of a record that was deleted. Throws NotFound if the entity never had it. */
  nameOfDeleted(scope: Scope, door: Door, id: number): Promise<string>;
  namesOf(records: Record[]): string[];
  /** The state of a record that makes a page old when it changes. */
  stateOf(record: Record): unknown;
  /** The address of the mail about a change. */
  recipientOf(record: Record): string;
};

/** Makes a change that was decided, of a locked record: the notices that were held back, or the reason for no change. */
export type Make<Record, Value> = (
  scope: Scope,
  door: Door,
  record: Record,
  decision: Extract<Decision<Value>, { kind: 'changed' }>,
  seed: string,
) => Promise<{ held?: HeldMail[]; fault?: string }>;

/** An action with its making, for any value that its rule gives. */
type MadeAction<Record> = BulkAction<Record, unknown> & { make: Make<Record, never> };

/** The verbs on the chosen of one list. */
export type BulkVerbs<Action extends string> = {
  /**
   * Says what an action will do to each of the chosen, in their order, each with its mark; the value is the answer to its
   * question, null until it is given. Gives null if the entity lacks one of them.
   */
  review(action: Action, ids: number[], value: string | null): Promise<(BulkLine & Chosen)[] | null>;
  /**
   * Does an action to each of the chosen by the rules of one, in one transaction with an incident each, and once for each
   * creation key (D3). It leaves out whom a rule refuses and who was changed or deleted since they were marked. Gives null,
   * and does nothing, if the entity never had one of them.
   */
  make(action: Action, request: BulkRequest): Promise<BulkAnswer | null>;
  /** Reads what a bulk change did. Throws NotFound, also for one of another list. */
  find(id: number): Promise<{ action: Action; lines: BulkLine[] }>;
};

/** Makes the verbs on the chosen of the two lists (product 8.3). */
export function bulkChanges(door: Door) {
  return { users: verbs(door, bulkUsers), contacts: verbs(door, bulkContacts) };
}

function verbs<Record, Action extends string>(
  door: Door,
  { actions, ...kind }: BulkKind<Record> & { actions: { [A in Action]: MadeAction<Record> } },
): BulkVerbs<Action> {
  return {
    review: (action, ids, value) =>
      unlessMissing(
        door.enter(async (scope) => {
          const given = await givenOf(scope, door, actions[action], value);
          const records = await kind.read(scope, door, ids);
          const names = kind.namesOf(records);
          return records.map((record, index) => ({
            id: ids[index] ?? 0,
            mark: markOf(kind, record),
            name: names[index] ?? '',
            ...foreseen(actions[action], record, given),
          }));
        }),
      ),

    make: (action, request) =>
      unlessMissing(
        door.enter((scope) => makeOnce(scope, door, kind, { ...request, name: action, action: actions[action] })),
      ),

    find: (id) =>
      door.enter(async (scope) => {
        const query = scope.selectFrom('bulk_changes').select(['action', 'lines']).where('ruc', '=', door.ruc);
        const row = await query.where('id', '=', id).executeTakeFirst();
        if (!row || !(row.action in actions)) throw new NotFound();
        return { action: row.action as Action, lines: row.lines };
      }),
  };
}

async function givenOf(
  scope: Scope,
  { ruc, catalogs, today, caller }: Door,
  { asks }: Pick<BulkAction<never, unknown>, 'asks'>,
  value: string | null,
): Promise<Given> {
  const template = asks === 'template' && value !== null ? await markedTemplate(scope, ruc, value) : null;
  return { value, template, menus: catalogs.menus, today, now: caller.now };
}

function markOf<Record>({ stateOf }: BulkKind<Record>, record: Record): string {
  return tokenHash(JSON.stringify(stateOf(record))).slice(0, 8);
}

type Made<Record> = BulkRequest & { name: string; action: MadeAction<Record> };

async function makeOnce<Record>(
  scope: Scope,
  door: Door,
  kind: BulkKind<Record>,
  made: Made<Record>,
): Promise<BulkAnswer> {
  const { ruc, caller } = door;
  const { name: action, creationKey, chosen, value } = made;
  // Those of an entity take turns: they lock many rows, and the same form sent twice has to find the first one's.
  await sql`select pg_advisory_xact_lock(hashtext(${`bulk change ${ruc}`}))`.execute(scope);
  const request = JSON.stringify([action, value, chosen]);
  const earlier = scope.selectFrom('bulk_changes').select(['id', 'request', 'lines']).where('ruc', '=', ruc);
  const known = await earlier.where('creation_key', '=', creationKey).executeTakeFirst();
  if (known) {
    return { kind: known.request === request ? 'unchanged' : 'reused', id: known.id, people: countOf(known.lines) };
  }
  const lines = await makeAll(scope, door, kind, made);
  const row = { ruc, creation_key: creationKey, request, action, lines: JSON.stringify(lines), made_at: caller.now };
  const { id } = await scope.insertInto('bulk_changes').values(row).returning('id').executeTakeFirstOrThrow();
  return { kind: 'changed', id, people: countOf(lines) };
}

function countOf(lines: BulkLine[]): number {
  return lines.filter(({ done }) => done).length;
}

async function makeAll<Record>(
  scope: Scope,
  door: Door,
  kind: BulkKind<Record>,
  { action, chosen, value, creationKey }: Made<Record>,
): Promise<BulkLine[]> {
  const given = await givenOf(scope, door, action, value);
  const records = new Map<number, Record>();
  const lines = new Map<number, BulkLine>();
  // In one order everywhere, so that two changes can't wait for each other; so are the mails by their recipients.
  for (const { id } of [...chosen].sort((one, other) => one.id - other.id)) {
    const record = await unlessMissing(kind.lock(scope, door, id));
    if (record) records.set(id, record);
    else lines.set(id, { name: await kind.nameOfDeleted(scope, door, id), done: false, text: deletedMeanwhile });
  }
  const there = chosen.filter(({ id }) => records.has(id));
  const names = kind.namesOf(there.map(({ id }) => records.get(id) as Record));
  const people = there.map((one, index) => ({
    ...one,
    record: records.get(one.id) as Record,
    name: names[index] ?? '',
  }));
  const recipient = ({ record }: { record: Record }) => kind.recipientOf(record).toLowerCase();
  for (const { id, mark, record, name } of people.sort((one, other) => (recipient(one) < recipient(other) ? -1 : 1))) {
    const decision = action.rule(record, given);
    const stale = isStale(decision, mark === markOf(kind, record));
    const fault = faultOf(action, decision) ?? (stale ? changedMeanwhile : null);
    const seed = tokenHash(`${creationKey} ${id}`);
    const made = fault === null ? await action.make(scope, door, record, decision as never, seed) : { fault };
    lines.set(id, { name, ...madeLine(made, action.done(record, given)) });
  }
  return chosen.map(({ id }) => lines.get(id) as BulkLine);
}

function madeLine({ held = [], fault }: Awaited<ReturnType<Make<never, never>>>, done: string): Omit<BulkLine, 'name'> {
  if (fault !== undefined) return { done: false, text: fault };
  return {
    done: true,
    text: [done, ...held.flatMap((one: HeldMail) => [noticeHeld(one), resendingFrom(one)])].join(' ').trim(),
  };
}

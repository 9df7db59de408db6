import { sql } from 'kysely';
import type { ContactData } from '../../domain/contact.ts';
import { documentKey, type ImportTable } from '../../domain/import.ts';
import { importReview, type KnownContact, type ReviewedLine } from '../../domain/import-review.ts';
import { type AuditEvent, withSubject } from '../../domain/incident.ts';
import type { Scope } from '../database/database.ts';
import { violatedConstraint } from '../database/errors.ts';
import { endAccess } from '../records/access.ts';
import { columnsOf } from '../records/contact.ts';
import { recordIncidents } from '../records/incident.ts';
import type { ImportKey } from '../records/job.ts';
import type { NewMail } from '../records/mail.ts';
import { emailNotices, endsAccess, postNotices, storedContact } from './contact-changes.ts';
import { type Door, openDoor, type ScopedDatabase, type Services } from './door.ts';
import { importFacts } from './import-facts.ts';
import { addUsers } from './import-users.ts';
import { reviewLines, versionsOf } from './imports.ts';

/** The parts that carry out imports. */
export type ImportParts = Services & {
  database: ScopedDatabase & { kind: 'embedded' | 'server' };
};

/**
 * Carries out a confirmed import in one transaction, for the person who confirmed it, with an incident for each person
 * (product 8.5). If somebody of the file was changed since the review, nothing is imported and the import is stale. A
 * job that runs twice has one effect.
 */
export async function carryOutImport(parts: ImportParts, key: ImportKey, now: Date): Promise<void> {
  const door = await openedDoor(parts, key, now);
  if (!door) return;
  try {
    await door.enter((scope) => importLines(scope, door, key.id, progressOf(parts, door, key.id)));
  } catch (error) {
    // Somebody else registered a person or a user of the file while the transaction ran.
    if (!takenMeanwhile.includes(violatedConstraint(error) ?? '')) throw error;
    await door.enter((scope) => settle(scope, door, key.id, 'stale'));
  }
}

const takenMeanwhile = ['contacts_document', 'users_name'];

/** Settles an import whose last try has failed; nothing of it is stored. */
export async function giveUpImport(parts: ImportParts, key: ImportKey, now: Date): Promise<void> {
  const door = await openedDoor(parts, key, now);
  if (door) await door.enter((scope) => settle(scope, door, key.id, 'failed'));
}

// Gives null if the import is settled, or was never confirmed.
async function openedDoor(parts: ImportParts, { ruc, id }: ImportKey, now: Date): Promise<Door | null> {
  const row = await parts.database.inScope(ruc, (scope) =>
    scope
      .selectFrom('imports')
      .select(['actor', 'address', 'request_id'])
      .where('ruc', '=', ruc)
      .where('id', '=', id)
      .where('status', '=', 'queued')
      .executeTakeFirst(),
  );
  if (!row?.actor || row.actor.ruc !== ruc) return null;
  const caller = { actor: row.actor, now, address: row.address ?? '', requestId: row.request_id ?? '' };
  return openDoor(parts.database, caller, parts);
}

/** Tells others how many lines are done, while the transaction runs. */
type Progress = (done: number) => Promise<void>;

// The row isn't locked before the end of the transaction. The embedded database has one connection, so nobody can read
// meanwhile in any case.
function progressOf({ database }: ImportParts, door: Door, id: number): Progress {
  return async (progress) => {
    if (database.kind === 'embedded') return;
    const told = door.enter((scope) =>
      scope.updateTable('imports').set({ progress }).where('ruc', '=', door.ruc).where('id', '=', id).execute(),
    );
    // Where all connections are busy the import goes on untold.
    await told.catch(() => {});
  };
}

async function importLines(scope: Scope, door: Door, id: number, progress: Progress): Promise<void> {
  const imported = await lockQueued(scope, door, id);
  if (!imported) return;
  const { table, versions } = imported;
  const facts = await importFacts(scope, door, table, { locked: true });
  // A transaction that asks nothing for long would be ended.
  const pause = () => sql`select 1`.execute(scope);
  const lines = await reviewLines(table, importReview(table, facts), pause);
  const isAsReviewed = isSame(versions, versionsOf(lines)) && lines.every(({ kind }) => kind !== 'wrong');
  if (!isAsReviewed) return settle(scope, door, id, 'stale');
  await lockUsers(scope, door, lines);
  const notices: NewMail[] = [];
  let done = 0;
  for (const batch of batchesOf(lines)) {
    const ids = await addContacts(scope, door, id, batch);
    notices.push(...(await changeContacts(scope, door, batch)));
    await addUsers(scope, door, id, batch, ids);
    done += batch.length;
    await progress(done);
  }
  const held = await postNotices(scope, door, notices);
  await settle(scope, door, id, 'done', { progress: done, held_notices: held.length });
}

// A second run of the job waits here for the first one, and then finds the import settled.
async function lockQueued(scope: Scope, { ruc }: Door, id: number) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`soce import ${ruc} ${id}`}, 0))`.execute(scope);
  const row = await scope
    .selectFrom('imports')
    .select(['contents', 'versions'])
    .where('ruc', '=', ruc)
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .executeTakeFirst();
  if (!row?.contents) return null;
  return { table: JSON.parse(row.contents) as ImportTable, versions: row.versions };
}

function isSame(one: Record<string, number>, other: Record<string, number>): boolean {
  const ids = Object.keys(one);
  return ids.length === Object.keys(other).length && ids.every((id) => one[id] === other[id]);
}

// As many lines as make a statement of a few thousand values.
const linesAtOnce = 100;

function* batchesOf(lines: ReviewedLine[]): Generator<ReviewedLine[]> {
  for (let from = 0; from < lines.length; from += linesAtOnce) yield lines.slice(from, from + linesAtOnce);
}

type Change = { number: number; known: KnownContact | null; value: ContactData; event: AuditEvent };

function changesOf(lines: ReviewedLine[]): Change[] {
  return lines.flatMap(({ number, known, decision }) =>
    decision?.kind === 'changed' ? [{ number, known, value: decision.value, event: decision.event }] : [],
  );
}

/** Adds the new contacts of some lines. Gives the numbers of these contacts by the key of their document. */
async function addContacts(scope: Scope, door: Door, id: number, lines: ReviewedLine[]): Promise<Map<string, number>> {
  const { ruc, caller } = door;
  const added = changesOf(lines).filter(({ known }) => !known);
  if (added.length === 0) return new Map();
  const rows = await scope
    .insertInto('contacts')
    .values(
      added.map(({ number, value }) => ({
        ...columnsOf(value),
        ruc,
        creation_key: `import ${id}, line ${number}`,
        created_at: caller.now,
      })),
    )
    .returning(['id', 'document_type as documentType', 'document_number as documentNumber'])
    .execute();
  const ids = new Map(rows.map((row) => [documentKey(row), row.id]));
  const events = added.map(({ event, value }) => withSubject(event, ids.get(documentKey(value))));
  await recordIncidents(scope, caller, events);
  return ids;
}

/** Changes contacts as their form does. Gives the notices of changed addresses. */
async function changeContacts(scope: Scope, door: Door, lines: ReviewedLine[]): Promise<NewMail[]> {
  const { ruc, caller } = door;
  const changed = changesOf(lines).flatMap((change) => (change.known ? [{ ...change, known: change.known }] : []));
  await Promise.all(
    changed.map(({ known, value }) => storedContact(scope, { ruc, id: known.contact.id, ...columnsOf(value) })),
  );
  const ended = idsOfEnded(door, changed);
  await Promise.all(ended.map((contactId) => endAccess(scope, { ruc, contactId }, caller.now)));
  await recordIncidents(
    scope,
    caller,
    changed.map(({ event }) => event),
  );
  return changed.flatMap(({ known, value }) => emailNotices(known.contact, value.email));
}

// Whoever ends access takes the locks of users in one order, so that nobody waits in a circle.
async function lockUsers(scope: Scope, door: Door, lines: ReviewedLine[]): Promise<void> {
  const ids = idsOfEnded(door, changesOf(lines));
  if (ids.length === 0) return;
  await sql`select id from users where ruc = ${door.ruc} and contact_id = any(${ids}::bigint[])
             order by id for update`.execute(scope);
}

// The numbers of the contacts whose users lose their access.
function idsOfEnded({ today }: Door, changes: Change[]): number[] {
  return changes.flatMap(({ known, value }) => {
    if (!known || known.users === 0) return [];
    const { contact, administrator } = known;
    return endsAccess(contact, value, { today, administrator }) ? [contact.id] : [];
  });
}

type Result = { progress?: number; held_notices?: number };

// The file is of no further use, and is personal data.
async function settle(
  scope: Scope,
  { ruc, caller }: Door,
  id: number,
  status: 'done' | 'stale' | 'failed',
  result: Result = {},
): Promise<void> {
  await scope
    .updateTable('imports')
    .set({ ...result, status, settled_at: caller.now, contents: null, versions: '{}' })
    .where('ruc', '=', ruc)
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .execute();
}

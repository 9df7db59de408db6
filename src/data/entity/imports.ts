import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import {
  type ImportStatus,
  type ImportTable,
  type LineCounts,
  type LineFault,
  reviewLife,
} from '../../domain/import.ts';
import { importReview, type ReviewedLine } from '../../domain/import-review.ts';
import type { ImportSort, Listing, Page } from '../../domain/listing.ts';
import type { Scope } from '../database/database.ts';
import { NotFound, unlessMissing } from '../database/errors.ts';
import type { Door } from './door.ts';
import { importFacts } from './import-facts.ts';
import { type List, readPage } from './list.ts';

/** A file of contacts with its review, or with what became of it. */
export type Import = {
  id: number;
  fileName: string;
  status: ImportStatus;
  counts: LineCounts;
  newUsers: number;
  unknownColumns: string[];
  faults: LineFault[];
  /** The number of lines that are done, of all. */
  progress: number;
  /** The number of notices of changed addresses that a limit held back (T5). */
  heldNotices: number;
  reviewedAt: Date;
  reviewedBy: string;
  confirmedAt: Date | null;
  settledAt: Date | null;
};

/** Makes the verbs on the entity's imports (product 8.5). */
export function imports(door: Door) {
  return {
    /** Reviews a file and keeps both for a day; no contact is changed. Gives the number of the import. */
    review: async (table: ImportTable, fileName: string): Promise<number> => {
      const facts = await door.enter((scope) => importFacts(scope, door, table, { locked: false }));
      const lines = await reviewLines(table, importReview(table, facts), setImmediate);
      const versions = versionsOf(lines);
      return door.enter((scope) => insertImport(scope, door, { table, fileName, lines, versions }));
    },

    /** Reads an import. Throws NotFound, also for a review of more than a day ago. */
    find: (id: number): Promise<Import> => door.enter((scope, last) => last(findImport(scope, door, id))),

    /** Like find, but gives null. */
    findOptional: (id: number): Promise<Import | null> =>
      unlessMissing(door.enter((scope, last) => last(findImport(scope, door, id)))),

    /** Reads a page of the imports, without their faults. */
    page: async (listing: Listing<ImportSort>): Promise<Page<Import>> => {
      const { rows, ...page } = await readPage<Omit<ImportRow, 'faults'>>(door, importList(door, listing), listing);
      return { ...page, rows: rows.map((row) => importOf({ ...row, faults: '[]' })) };
    },

    /**
     * Queues the import of a reviewed file, once. One that has faults isn't queued, nor one that was confirmed before;
     * gives the import as it is, null if the entity has it no longer.
     */
    confirm: (id: number): Promise<Import | null> => unlessMissing(door.enter((scope) => confirm(scope, door, id))),
  };
}

async function confirm(scope: Scope, door: Door, id: number): Promise<Import> {
  const { ruc, caller } = door;
  const { status, counts } = await findImport(scope, door, id, { locked: true });
  if (status === 'reviewed' && counts.wrong === 0) {
    const { actor, now, address, requestId } = caller;
    await scope
      .updateTable('imports')
      .set({ status: 'queued', confirmed_at: now, actor: JSON.stringify(actor), address, request_id: requestId })
      .where('ruc', '=', ruc)
      .where('id', '=', id)
      .execute();
    await door.postJob(scope, 'import', { ruc, id });
  }
  return findImport(scope, door, id);
}

// After so many lines the process answers other requests.
const linesAtOnce = 200;

/** Reviews all lines of a file, with pauses in which the process answers other requests. */
export async function reviewLines(
  { lines }: ImportTable,
  review: ReturnType<typeof importReview>,
  pause: () => Promise<unknown>,
): Promise<ReviewedLine[]> {
  const reviewed: ReviewedLine[] = [];
  for (const line of lines) {
    reviewed.push(review(line));
    if (reviewed.length % linesAtOnce === 0) await pause();
  }
  return reviewed;
}

/** The version of each contact that a file names, by its number. */
export function versionsOf(lines: ReviewedLine[]): Record<string, number> {
  return Object.fromEntries(lines.flatMap(({ known }) => (known ? [[known.contact.id, known.contact.version]] : [])));
}

type Reviewed = { table: ImportTable; fileName: string; lines: ReviewedLine[]; versions: Record<string, number> };

async function insertImport(scope: Scope, { ruc, caller }: Door, { table, fileName, lines, versions }: Reviewed) {
  const count = (kind: ReviewedLine['kind']) => lines.filter((line) => line.kind === kind).length;
  const { id } = await scope
    .insertInto('imports')
    .values({
      ruc,
      file_name: fileName,
      contents: JSON.stringify(table),
      versions: JSON.stringify(versions),
      faults: JSON.stringify(lines.flatMap(({ faults }) => faults)),
      unknown_columns: JSON.stringify(table.unknown),
      new_lines: count('new'),
      changed_lines: count('changed'),
      unchanged_lines: count('unchanged'),
      wrong_lines: count('wrong'),
      new_users: lines.filter(({ user }) => user).length,
      reviewed_at: caller.now,
      reviewed_by: caller.actor.userName,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function findImport(scope: Scope, door: Door, id: number, { locked = false } = {}): Promise<Import> {
  const query = selectImports(scope, door).select('faults').where('id', '=', id);
  const row = await (locked ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw new NotFound();
  return importOf(row);
}

function selectImports(scope: Scope, door: Door) {
  return scope.selectFrom('imports').select(columns).where('ruc', '=', door.ruc).where(isKept(door));
}

function importList(door: Door, { descending }: Listing<ImportSort>): List {
  return {
    columns: sql.join(columns.map((column) => sql.ref(column))),
    tables: sql`imports`,
    where: sql`ruc = ${door.ruc} and ${isKept(door)}`,
    narrowing: [],
    id: sql`imports.id`,
    searched: sql`file_name`,
    filters: [],
    order: [{ column: sql`imports.id`, descending: !descending }],
  };
}

const columns = [
  ...(['imports.id', 'file_name', 'status', 'unknown_columns', 'new_lines', 'changed_lines'] as const),
  ...(['unchanged_lines', 'wrong_lines', 'new_users', 'progress', 'held_notices'] as const),
  ...(['reviewed_at', 'reviewed_by', 'confirmed_at', 'settled_at'] as const),
];

function isKept({ caller: { now } }: Door) {
  return sql<boolean>`(status <> 'reviewed' or reviewed_at > ${new Date(now.getTime() - reviewLife)})`;
}

type ImportRow = Awaited<ReturnType<ReturnType<typeof selectImports>['executeTakeFirstOrThrow']>> & { faults: string };

function importOf(row: ImportRow): Import {
  return {
    id: row.id,
    fileName: row.file_name,
    status: row.status,
    counts: {
      new: row.new_lines,
      changed: row.changed_lines,
      unchanged: row.unchanged_lines,
      wrong: row.wrong_lines,
    },
    newUsers: row.new_users,
    unknownColumns: row.unknown_columns,
    faults: JSON.parse(row.faults),
    progress: row.progress,
    heldNotices: row.held_notices,
    reviewedAt: row.reviewed_at,
    reviewedBy: row.reviewed_by,
    confirmedAt: row.confirmed_at,
    settledAt: row.settled_at,
  };
}

import { sql } from 'kysely';
import type { EventCode, FieldChange } from '../../domain/incident.ts';
import type { LetterFacts } from '../../domain/letter.ts';
import type { IncidentSort, Listing, Page } from '../../domain/listing.ts';
import { NotFound } from '../database/errors.ts';
import type { Door } from './door.ts';
import { type List, readPage } from './list.ts';

/** An incident as the history lists it. */
export type Incident = {
  id: number;
  at: Date;
  event: EventCode;
  outcome: 'done' | 'refused';
  actorName: string;
  subjectName: string;
  changes: FieldChange[];
  /** The incident belongs to a recovery, with an accepted letter. */
  hasLetter: boolean;
};

/** A contact or user whose history is asked for. */
export type Person = { kind: 'contact' | 'user'; id: number };

/** An accepted letter: its facts, the moment, the version of its text, and the address of the acceptance. */
type AcceptedLetter = { facts: LetterFacts; at: Date; version: string; address: string };

/** Makes the verbs on the entity's history (product 2). */
export function incidents(door: Door) {
  return {
    /** Reads a page of the history, newest first; of one person, if given. */
    page: (listing: Listing<IncidentSort>, person: Person | null = null): Promise<Page<Incident>> =>
      readPage(door, incidentList(door, person), listing),

    /** Reads the name of a person whose history is asked for; null if the entity has no such person, or no longer. */
    personName: async ({ kind, id }: Person): Promise<string | null> => {
      const [row] = await door.read<{ name: string }>(
        kind === 'user'
          ? sql`select name from users where ruc = ${door.ruc} and id = ${id}`
          : sql`select full_name as name from contacts where ruc = ${door.ruc} and id = ${id}`,
      );
      return row?.name ?? null;
    },

    /** Reads the accepted letter of a recovery's incident (product 5). Throws NotFound. */
    letter: (id: number): Promise<AcceptedLetter> =>
      door.enter(async (scope) => {
        const row = await scope
          .selectFrom('recoveries')
          .select(['letter', 'accepted_at', 'accepted_version', 'accepted_address'])
          .where('ruc', '=', door.ruc)
          .where('incident_id', '=', id)
          .executeTakeFirst();
        if (!row) throw new NotFound();
        return { facts: row.letter, at: row.accepted_at, version: row.accepted_version, address: row.accepted_address };
      }),
  };
}

// The history of a contact has that of its users, because both decide on access.
function subjectsOf(ruc: string, { kind, id }: Person) {
  const own = sql`select ${kind}::text, ${id}::bigint`;
  if (kind === 'user') return own;
  return sql`${own} union all select 'user', u.id from users u where u.ruc = ${ruc} and u.contact_id = ${id}`;
}

function incidentList({ ruc }: Door, person: Person | null): List {
  return {
    columns: sql`i.id, i.at, i.event, i.outcome, i.actor_name as "actorName", i.subject_name as "subjectName", i.changes,
      exists (select from recoveries r where r.ruc = i.ruc and r.incident_id = i.id) as "hasLetter"`,
    tables: sql`incidents i`,
    where: person
      ? sql`i.ruc = ${ruc} and (i.subject_kind, i.subject_id) in (${subjectsOf(ruc, person)})`
      : sql`i.ruc = ${ruc}`,
    id: sql`i.id`,
    searched: sql`null`,
    filters: [],
    order: [{ column: sql`i.id`, descending: true }],
  };
}

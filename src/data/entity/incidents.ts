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

/** An accepted letter: its facts, the moment, the version of its text, and the address of the acceptance. */
type AcceptedLetter = { facts: LetterFacts; at: Date; version: string; address: string };

/** Makes the verbs on the entity's history (product 2). */
export function incidents(door: Door) {
  return {
    /** Reads a page of the history, newest first. */
    page: (listing: Listing<IncidentSort>): Promise<Page<Incident>> => readPage(door, incidentList(door), listing),

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

function incidentList({ ruc }: Door): List {
  return {
    columns: sql`i.id, i.at, i.event, i.outcome, i.actor_name as "actorName", i.subject_name as "subjectName", i.changes,
      exists (select from recoveries r where r.ruc = i.ruc and r.incident_id = i.id) as "hasLetter"`,
    tables: sql`incidents i`,
    where: sql`i.ruc = ${ruc}`,
    id: sql`i.id`,
    searched: sql`null`,
    filters: [],
    order: [{ column: sql`i.id`, descending: true }],
  };
}

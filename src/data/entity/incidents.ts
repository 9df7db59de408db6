import { sql } from 'kysely';
import type { LetterFacts } from '../../domain/letter.ts';
import type { IncidentSort, Listing, Page } from '../../domain/listing.ts';
import { NotFound } from '../database/errors.ts';
import type { Door } from './door.ts';
import { type Incident, incidentPage, nameOf, type Person } from './incident-list.ts';

/** An accepted letter: its facts, the moment, the version of its text, and the address of the acceptance. */
type AcceptedLetter = { facts: LetterFacts; at: Date; version: string; address: string };

/** Makes the verbs on the entity's history (product 2). */
export function incidents(door: Door) {
  return {
    /** Reads a page of the history; of one person, if given. */
    page: (listing: Listing<IncidentSort>, person: Person | null = null): Promise<Page<Incident>> =>
      incidentPage(door, listing, person),

    /** Reads the name of a person whose history is asked for; null if the entity has no such person, or no longer. */
    personName: async (person: Person): Promise<string | null> => {
      const [row] = await door.read<{ name: string | null }>(sql`select ${nameOf(door.ruc, person)} as name`);
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

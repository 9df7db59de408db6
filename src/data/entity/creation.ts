import { sql } from 'kysely';
import type { Addition, Registration } from '../../domain/outcome.ts';
import type { Scope } from '../database/database.ts';
import { recordIncident } from '../records/incident.ts';
import type { Door } from './door.ts';

type Table = 'contacts' | 'users';

/** A record to add, with the creation key of its form and the decision of its rule. */
type NewRecord<T> = {
  table: Table;
  creationKey: string;
  decision: Registration<T>;
  /** Inserts the row and gives its id; undefined if a row with this creation key has been added meanwhile. */
  insert: () => Promise<{ id: number } | undefined>;
};

/**
 * Adds a record with its incident, once for each creation key (D3). The facts of the decision have to be read before
 * the call: if they show the record that the same form has just added, its creation key is found here, and the form
 * sent twice isn't refused.
 */
export async function addOnce<T>(scope: Scope, door: Door, record: NewRecord<T>): Promise<Addition> {
  const { table, creationKey, decision, insert } = record;
  const earlier = await addedBefore(scope, door.ruc, table, creationKey);
  if (earlier !== null) return { kind: 'unchanged', id: earlier };
  if (decision.kind === 'refused') return decision;
  const inserted = await insert();
  if (!inserted) return { kind: 'unchanged', id: (await addedBefore(scope, door.ruc, table, creationKey)) ?? 0 };
  await recordIncident(scope, door.caller, decision.event, inserted.id);
  return { kind: 'changed', id: inserted.id };
}

async function addedBefore(scope: Scope, ruc: string, table: Table, creationKey: string): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select id from ${sql.table(table)} where ruc = ${ruc} and creation_key = ${creationKey}`.execute(scope);
  return rows[0]?.id ?? null;
}

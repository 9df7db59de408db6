import { sql } from 'kysely';
import type { Addition, Registration } from '../../domain/outcome.ts';
import type { Scope } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import { recordIncident } from '../records/incident.ts';
import type { Door } from './door.ts';

type Table = 'contacts' | 'users' | 'profile_templates' | 'administrator_offers';

/** The columns that tie a row to the form that added it. */
type FormColumns = { creation_key: string; creation_digest: string };

/** A record to add, with the creation key and the content of its form, and the decision of its rule. */
type NewRecord<T extends object, Record> = {
  table: Table;
  creationKey: string;
  data: T;
  decision: Registration<T>;
  /** Inserts the row and gives its id; undefined if a row with this creation key has been added meanwhile. */
  insert: (form: FormColumns) => Promise<{ id: number } | undefined>;
  /** Reads the record that the form has added before. */
  find: (id: number) => Promise<Record>;
  /** Says whether a record has the data, as far as it shows; for one that has no digest. */
  resembles: (record: Record) => boolean;
};

/**
 * Adds a record with its incident, once for each creation key (D3). The facts of the decision have to be read before
 * the call: if they show the record that the same form has just added, its creation key is found here, and the form
 * sent twice isn't refused.
 */
export async function addOnce<T extends object, Record>(
  scope: Scope,
  door: Door,
  record: NewRecord<T, Record>,
): Promise<Addition<Record>> {
  const { creationKey, data, decision, insert } = record;
  const digest = door.secrets.creationDigest(door.ruc, creationKey, data);
  const earlier = await addedBefore(scope, door.ruc, record);
  if (earlier) return sentAgain(record, earlier, digest);
  if (decision.kind === 'refused') return decision;
  const inserted = await insert({ creation_key: creationKey, creation_digest: digest });
  if (inserted) {
    // An offer's subject is the user who gets it, a record's is the record itself.
    await recordIncident(scope, door.caller, decision.event, decision.event.subject.id ?? inserted.id);
    return { kind: 'changed', id: inserted.id };
  }
  const meanwhile = await addedBefore(scope, door.ruc, record);
  if (!meanwhile) throw new NotFound();
  return sentAgain(record, meanwhile, digest);
}

type Added = { id: number; digest: string | null };

async function addedBefore(
  scope: Scope,
  ruc: string,
  { table, creationKey }: { table: Table; creationKey: string },
): Promise<Added | undefined> {
  const { rows } = await sql<Added>`
    select id, creation_digest as digest from ${sql.table(table)}
     where ruc = ${ruc} and creation_key = ${creationKey}`.execute(scope);
  return rows[0];
}

async function sentAgain<T extends object, Record>(
  { find, resembles }: NewRecord<T, Record>,
  { id, digest }: Added,
  sent: string,
): Promise<Addition<Record>> {
  if (digest === sent) return { kind: 'unchanged', id };
  const record = await find(id);
  return digest === null && resembles(record) ? { kind: 'unchanged', id } : { kind: 'reused', record };
}

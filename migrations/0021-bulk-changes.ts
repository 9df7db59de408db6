import { type Kysely, sql } from 'kysely';

/** What was done with the chosen rows of a list, person by person, for the page that lists it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table bulk_changes (
     ruc text not null references entities,
     id bigint generated always as identity,
     creation_key text not null,
     -- What the form asked for: the action, its value and the chosen.
     request text not null,
     action text not null,
     lines jsonb not null,
     made_at timestamptz not null,
     primary key (ruc, id),
     constraint bulk_changes_creation_key unique (ruc, creation_key)
   )`,
  'alter table bulk_changes enable row level security',
  `create policy entity_only on bulk_changes for all to soce_app
     using (ruc = (select current_setting('soce.ruc', true)))
     with check (ruc = (select current_setting('soce.ruc', true)))`,
  'grant select, insert on bulk_changes to soce_app',
];

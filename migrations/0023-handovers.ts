import { type Kysely, sql } from 'kysely';

/** The records of handovers, of a delegation or of the administration. Nobody changes or deletes one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table handovers (
     ruc text not null references entities,
     id bigint generated always as identity,
     creation_key text not null,
     kind text not null check (kind in ('delegation', 'administration')),
     record jsonb not null,
     made_by text not null,
     made_at timestamptz not null,
     primary key (ruc, id),
     constraint handovers_creation_key unique (ruc, creation_key)
   )`,
  'alter table handovers enable row level security',
  `create policy entity_only on handovers for all to soce_app
     using (ruc = (select current_setting('soce.ruc', true)))
     with check (ruc = (select current_setting('soce.ruc', true)))`,
  'grant select, insert on handovers to soce_app',
];

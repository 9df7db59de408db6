import { type Kysely, sql } from 'kysely';

/** Files of contacts that are reviewed, imported, or were. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // The contents and the faults are JSON as text, because cells may hold a NUL, which jsonb refuses. They are gone once
  // the import is settled; the numbers stay.
  `create table imports (
     ruc text not null references entities,
     id bigint generated always as identity,
     file_name text not null,
     status text not null default 'reviewed' check (status in ('reviewed', 'queued', 'done', 'stale', 'failed')),
     contents text,
     versions jsonb not null default '{}',
     faults text not null,
     unknown_columns jsonb not null,
     new_lines integer not null,
     changed_lines integer not null,
     unchanged_lines integer not null,
     wrong_lines integer not null,
     new_users integer not null,
     progress integer not null default 0,
     held_notices integer not null default 0,
     reviewed_at timestamptz not null,
     reviewed_by text not null,
     confirmed_at timestamptz,
     actor jsonb,
     address text,
     request_id text,
     settled_at timestamptz,
     primary key (ruc, id),
     constraint imports_confirmed check (num_nonnulls(confirmed_at, actor, address, request_id) in (0, 4)),
     constraint imports_contents check ((contents is null) = (settled_at is not null))
   )`,
  'alter table imports enable row level security',
  `create policy entity_only on imports for all to soce_app
     using (ruc = (select current_setting('soce.ruc', true)))
     with check (ruc = (select current_setting('soce.ruc', true)))`,
  'grant select, insert, update on imports to soce_app',
];

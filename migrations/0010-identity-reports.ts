import { type Kysely, sql } from 'kysely';

/** Changes of the administrator's own identity with their report links, the lock of a recovery, and former passwords. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table users
     add column former_hash text,
     add column recovery_locked boolean not null default false`,

  // What a change replaced, so that a report puts it back; null for what it left alone.
  `create table identity_changes (
     ruc text not null references entities,
     id bigint generated always as identity,
     contact_id bigint not null,
     email text,
     document_type text,
     document_number text,
     birth_date date,
     changed_at timestamptz not null,
     report_hash text not null,
     report_until timestamptz not null,
     reported_at timestamptz,
     primary key (ruc, id),
     foreign key (ruc, contact_id) references contacts (ruc, id),
     constraint identity_changes_document check ((document_type is null) = (document_number is null))
   )`,
  // Not unique, so that the table can be distributed by ruc; the hash is a SHA-256 and doesn't repeat.
  'create index identity_changes_by_report on identity_changes (report_hash)',
  'alter table identity_changes enable row level security',
  `create policy entity_only on identity_changes for all to soce_app
     using (ruc = (select current_setting('soce.ruc', true)))
     with check (ruc = (select current_setting('soce.ruc', true)))`,
  'grant select, insert on identity_changes to soce_app',
];

import { type Kysely, sql } from 'kysely';

/** Guarding the door (failures in a row, questions used up) and the administrator's own recovery. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Of accounts that don't exist, too, so it points at none. The entity's scope may forget the failures of its users.
  `create table sign_in_failures (
     ruc text not null,
     name_folded text collate "C" not null,
     failures integer not null,
     last_at timestamptz not null,
     waits_until timestamptz not null,
     primary key (ruc, name_folded)
   )`,
  'alter table sign_in_failures enable row level security',
  `create policy entity_only on sign_in_failures for all to soce_app
     using (ruc = (select current_setting('soce.ruc', true)))
     with check (ruc = (select current_setting('soce.ruc', true)))`,
  'grant select, delete on sign_in_failures to soce_app',

  // A question of the security check is good once: what has been answered stands here until it would be too old anyway.
  'create table answered_checks (id text primary key, expires_at timestamptz not null)',

  // A recovery on its way through its steps. It is there for data that match nobody as well, so it belongs to no entity.
  `create table recoveries (
     id text primary key,
     typed_ruc text not null,
     typed_email text not null,
     account_ruc text,
     step text not null check (step in ('reason', 'letter', 'done')),
     reason text,
     expires_at timestamptz not null
   )`,

  // What a recovery leaves: the accepted letter, and the way to report that somebody else asked for it.
  'drop table reset_requests',
  `create table reset_requests (
     ruc text not null references entities,
     id bigint generated always as identity,
     user_id bigint not null,
     incident_id bigint not null,
     reason text not null,
     letter jsonb not null,
     accepted_at timestamptz not null,
     accepted_version text not null,
     accepted_address text not null,
     report_hash text not null,
     report_until timestamptz not null,
     reported_at timestamptz,
     primary key (ruc, id),
     foreign key (ruc, user_id) references users (ruc, id)
   )`,
  // Not unique, so that the table can be distributed by ruc; the hash is a SHA-256 and doesn't repeat.
  'create index reset_requests_by_report on reset_requests (report_hash)',
  'create index reset_requests_by_incident on reset_requests (ruc, incident_id)',
  'alter table reset_requests enable row level security',
  `create policy entity_only on reset_requests for all to soce_app
     using (ruc = (select current_setting('soce.ruc', true)))
     with check (ruc = (select current_setting('soce.ruc', true)))`,
  'grant select on reset_requests to soce_app',

  // Who reports an unknown recovery disables the administrator, until the command line brings them back.
  'alter table users drop constraint users_administrator_active',
];

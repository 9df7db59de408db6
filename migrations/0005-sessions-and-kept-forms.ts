import { type Kysely, sql } from 'kysely';

/** Sessions that their owners can name, and forms that outlive the session in which they were typed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // What a page calls a session by: its id is a hash of the cookie, and stays in the database.
  'alter table sessions add column number bigint generated always as identity',

  `create table kept_forms (
     ruc text not null,
     id text not null,
     user_id bigint not null,
     path text not null,
     body text not null,
     expires_at timestamptz not null,
     primary key (ruc, id),
     foreign key (ruc, user_id) references users (ruc, id)
   )`,
  'create index kept_forms_by_user on kept_forms (ruc, user_id)',
  'alter table kept_forms enable row level security',
  `create policy entity_only on kept_forms for all to soce_app
     using (ruc = (select current_setting('soce.ruc', true)))
     with check (ruc = (select current_setting('soce.ruc', true)))`,
  'grant select, insert, delete on kept_forms to soce_app',
];

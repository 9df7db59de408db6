import { type Kysely, sql } from 'kysely';

/** The mails that changes send: what each is about and what became of it; never a password or a text. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table mails (
     ruc text not null references entities,
     id bigint generated always as identity,
     kind text not null,
     contact_id bigint not null,
     user_id bigint,
     recipient text not null check (recipient <> ''),
     -- Of a mail with a temporary password: what the password is derived from, together with the server key.
     request_id text,
     details jsonb not null default '{}',
     status text not null default 'queued' check (status in ('queued', 'sent', 'undelivered', 'dropped')),
     queued_at timestamptz not null,
     settled_at timestamptz,
     primary key (ruc, id),
     foreign key (ruc, contact_id) references contacts (ruc, id) on delete cascade,
     foreign key (ruc, user_id) references users (ruc, id),
     constraint mails_request unique (ruc, request_id),
     constraint mails_settled check ((status = 'queued') = (settled_at is null))
   )`,
  // Few mails wait or fail; the users list asks for these with every row.
  `create index mails_open on mails (ruc, contact_id) where status in ('queued', 'undelivered')`,
  'alter table mails enable row level security',
  `create policy entity_only on mails for all to soce_app
     using (ruc = (select current_setting('soce.ruc', true)))
     with check (ruc = (select current_setting('soce.ruc', true)))`,
  'grant select, insert, update on mails to soce_app',
];

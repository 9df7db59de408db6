import { type Kysely, sql } from 'kysely';

/** The whole model: entities and what belongs to them, kept apart by RUC in every key and by a policy on every table. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  for (const table of tenantTables) {
    await sql.raw(`alter table ${table} enable row level security`).execute(db);
    await sql
      .raw(
        `create policy entity_only on ${table} for all to soce_app
           using (ruc = (select current_setting('soce.ruc', true)))
           with check (ruc = (select current_setting('soce.ruc', true)))`,
      )
      .execute(db);
  }
  for (const [table, verbs] of Object.entries(grants)) {
    await sql.raw(`grant ${verbs} on ${table} to soce_app`).execute(db);
  }
}

const tenantTables = 'entities contacts users user_menus budgets sessions incidents reset_requests'.split(' ');

const grants = {
  entities: 'select',
  catalog_items: 'select',
  menus: 'select',
  contacts: 'select, insert, update, delete',
  users: 'select, insert, update',
  user_menus: 'select, insert, delete',
  budgets: 'select, insert, update',
  sessions: 'select, delete',
  incidents: 'select, insert',
  reset_requests: 'select, insert, update',
};

const statements = [
  // The role belongs to the whole server, so another database may have made it, even at this very moment.
  `do $$ begin
     if not exists (select 1 from pg_roles where rolname = 'soce_app') then
       create role soce_app nologin;
     end if;
   exception when duplicate_object or unique_violation then null;
   end $$`,
  // PostgreSQL 16 and later let a role's maker administer it, but not switch to it, unless granted.
  `do $$ begin
     execute format('grant soce_app to %I', current_user);
   exception when insufficient_privilege or invalid_grant_operation then null;
   end $$`,
  `do $$ begin execute format('grant usage on schema %I to soce_app', current_schema()); end $$`,

  `create table entities (
     ruc text primary key check (ruc ~ '^[0-9]{13}$'),
     name text not null check (name <> ''),
     suspended boolean not null default false,
     created_at timestamptz not null
   )`,

  `create table catalog_items (
     catalog text not null,
     position integer not null,
     value text not null,
     primary key (catalog, value)
   )`,

  `create table menus (
     code text primary key check (code ~ '^[A-Z_]+$'),
     position integer not null unique,
     name text not null unique,
     menu_group text not null,
     description text not null,
     required boolean not null default false,
     administrator_only boolean not null default false,
     valid_until date,
     address text
   )`,

  `create table contacts (
     ruc text not null references entities,
     id bigint generated always as identity,
     version integer not null default 1,
     creation_key text not null,
     paternal_surname text not null check (paternal_surname <> ''),
     maternal_surname text not null default '',
     first_name text not null check (first_name <> ''),
     second_name text not null default '',
     sex text,
     marital_status text,
     document_type text not null,
     document_kind text generated always as (case when document_type = 'Pasaporte' then 'passport' else 'cedula' end) stored,
     document_number text not null check (document_number <> ''),
     email text not null default '',
     active boolean not null,
     position text not null,
     delegated_from date not null,
     delegated_until date,
     education_level text,
     occupational_area text,
     birth_date date not null,
     full_name text not null,
     sort_key text collate "C" not null,
     search_key text not null,
     created_at timestamptz not null,
     primary key (ruc, id),
     constraint contacts_creation_key unique (ruc, creation_key),
     constraint contacts_document unique (ruc, document_kind, document_number),
     constraint contacts_delegation check (delegated_until >= delegated_from)
   )`,
  'create index contacts_by_name on contacts (ruc, active desc, sort_key, id)',

  `create table users (
     ruc text not null references entities,
     id bigint generated always as identity,
     creation_key text not null,
     contact_id bigint not null,
     name text not null,
     name_folded text collate "C" not null check (name_folded = lower(name)),
     administrator boolean not null default false,
     active boolean not null default false,
     password_hash text,
     temporary_hash text,
     temporary_until timestamptz,
     created_at timestamptz not null,
     first_activated_at timestamptz,
     last_access_at timestamptz,
     primary key (ruc, id),
     foreign key (ruc, contact_id) references contacts (ruc, id),
     constraint users_creation_key unique (ruc, creation_key),
     constraint users_name unique (ruc, name_folded),
     constraint users_temporary check ((temporary_hash is null) = (temporary_until is null)),
     constraint users_administrator_active check (active or not administrator)
   )`,
  'create unique index users_one_administrator on users (ruc) where administrator',
  'create index users_by_contact on users (ruc, contact_id)',

  `create table user_menus (
     ruc text not null,
     user_id bigint not null,
     menu_code text not null references menus,
     granted_at timestamptz not null,
     primary key (ruc, user_id, menu_code),
     foreign key (ruc, user_id) references users (ruc, id)
   )`,

  `create table budgets (
     ruc text not null,
     user_id bigint not null,
     version integer not null default 1,
     limit_amount numeric(14, 2) check (limit_amount >= 0),
     active boolean not null,
     primary key (ruc, user_id),
     foreign key (ruc, user_id) references users (ruc, id),
     constraint budgets_active_has_limit check (limit_amount is not null or not active)
   )`,

  `create table sessions (
     ruc text not null,
     id text not null,
     user_id bigint not null,
     temporary boolean not null,
     created_at timestamptz not null,
     last_seen_at timestamptz not null,
     expires_at timestamptz not null,
     address text not null,
     user_agent text not null,
     primary key (ruc, id),
     foreign key (ruc, user_id) references users (ruc, id)
   )`,
  // Not unique, so that the table can be distributed by ruc; the id is a SHA-256 and doesn't repeat.
  'create index sessions_by_id on sessions (id)',
  'create index sessions_by_user on sessions (ruc, user_id)',

  `create table incidents (
     ruc text not null references entities,
     id bigint generated always as identity,
     at timestamptz not null,
     event text not null,
     outcome text not null default 'done' check (outcome in ('done', 'refused')),
     actor_user_id bigint,
     actor_name text not null,
     subject_kind text not null check (subject_kind in ('contact', 'user', 'entity')),
     subject_id bigint,
     subject_name text not null,
     changes jsonb not null default '[]',
     address text not null,
     request_id text not null,
     primary key (ruc, id)
   )`,
  `create function incidents_are_append_only() returns trigger language plpgsql as $$
   begin
     raise exception 'incidents are append-only' using errcode = 'restrict_violation';
   end $$`,
  `create trigger append_only before update or delete on incidents
     for each row execute function incidents_are_append_only()`,
  `create trigger append_only_truncate before truncate on incidents
     for each statement execute function incidents_are_append_only()`,

  `create table reset_requests (
     ruc text not null references entities,
     id bigint generated always as identity,
     user_id bigint,
     step text not null,
     typed jsonb not null,
     created_at timestamptz not null,
     expires_at timestamptz not null,
     closed_at timestamptz,
     accepted_at timestamptz,
     accepted_version text,
     accepted_address text,
     report_until timestamptz,
     reported_at timestamptz,
     primary key (ruc, id),
     foreign key (ruc, user_id) references users (ruc, id)
   )`,

  // Counters outlive the question whether an account exists, so they are keyed by text and belong to no entity.
  `create table throttling (
     key text primary key,
     points integer not null default 0,
     expire bigint
   )`,

  // Every user holds the compulsory menus from its first moment, and the administrator its own.
  `create function grant_compulsory_menus() returns trigger language plpgsql as $$
   begin
     insert into user_menus (ruc, user_id, menu_code, granted_at)
       select new.ruc, new.id, code, new.created_at from menus
        where required or (administrator_only and new.administrator);
     return new;
   end $$`,
  `create trigger compulsory_menus after insert on users
     for each row execute function grant_compulsory_menus()`,
  `create function guard_user_menus() returns trigger language plpgsql as $$
   begin
     if tg_op <> 'INSERT' and exists (select 1 from menus where code = old.menu_code and required) then
       raise exception 'the compulsory menu can''t be taken away' using errcode = 'check_violation';
     end if;
     if tg_op <> 'DELETE' and exists (select 1 from menus where code = new.menu_code and administrator_only)
        and not exists (select 1 from users where ruc = new.ruc and id = new.user_id and administrator) then
       raise exception 'this menu is the administrator''s alone' using errcode = 'check_violation';
     end if;
     return coalesce(new, old);
   end $$`,
  `create trigger guarded before insert or update or delete on user_menus
     for each row execute function guard_user_menus()`,
];

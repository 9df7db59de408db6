import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * The rights of role soce_app on each table that a scope uses. A migration grants them; a restored database gets them
 * back from here (F4). A test compares both.
 */
export const rights: Record<string, string> = {
  entities: 'select',
  catalog_items: 'select',
  menus: 'select',
  contacts: 'select, insert, update, delete',
  users: 'select, insert, update',
  user_menus: 'select, insert, delete',
  profile_templates: 'select, insert, update, delete',
  template_menus: 'select, insert, delete',
  budgets: 'select, insert, update',
  sessions: 'select, insert, delete',
  kept_forms: 'select, insert, delete',
  incidents: 'select, insert',
  mails: 'select, insert, update',
  sign_in_failures: 'select, delete',
  recoveries: 'select',
  identity_changes: 'select, insert',
  imports: 'select, insert, update',
  bulk_changes: 'select, insert',
  handovers: 'select, insert',
  administrator_offers: 'select, insert, update',
};

/**
 * Makes role soce_app where it is missing and grants it to the owner, because roles belong to the whole server and stand
 * in no dump of a database. Changes nothing where all is there.
 */
export async function restoreRole({ owner }: Pick<Database, 'owner'>): Promise<void> {
  await sql
    .raw(
      `do $$ begin
         perform pg_advisory_xact_lock(hashtext('soce rights'));
         if not exists (select from pg_roles where rolname = 'soce_app') then
           create role soce_app nologin;
         end if;
         if not pg_has_role(current_user, 'soce_app', 'usage') or not ${maySet} then
           execute format('grant soce_app to %I', current_user);
         end if;
       exception
         when duplicate_object or unique_violation then null;
         when insufficient_privilege or invalid_grant_operation then
           -- The check of the role says what to grant; without the role nothing can go on.
           if not exists (select from pg_roles where rolname = 'soce_app') then raise; end if;
       end $$`,
    )
    .execute(owner);
}

/** Gives the tables the rights and policies of role soce_app that a restore has lost; leaves all others as they are. */
export async function restoreRights({ owner }: Pick<Database, 'owner'>): Promise<void> {
  const lost = await sql<{ statement: string }>`
    with wanted as (
      select name, to_regclass(format('%I.%I', current_schema(), name)) as oid, privilege
        from unnest(${Object.keys(rights)}::text[], ${Object.values(rights)}::text[]) as w (name, verbs)
       cross join lateral regexp_split_to_table(verbs, ', ') as privilege)
    select format('grant usage on schema %I to soce_app', current_schema()) as statement
     where not has_schema_privilege('soce_app', current_schema(), 'usage')
    union all
    select format('grant %s on %I to soce_app', privilege, name)
      from wanted where oid is not null and not has_table_privilege('soce_app', oid, privilege)
    union all
    select 'grant execute on function hold_mail to soce_app'
     where not has_function_privilege('soce_app', to_regproc('hold_mail'), 'execute')
    union all
    select format('alter table %I enable row level security', c.relname)
      from ${tenantTables} and not c.relrowsecurity
    union all
    select format('create policy entity_only on %I for all to soce_app
                     using (ruc = (select current_setting(''soce.ruc'', true)))
                     with check (ruc = (select current_setting(''soce.ruc'', true)))', c.relname)
      from ${tenantTables} and not exists (select from pg_policy p where p.polrelid = c.oid)`.execute(owner);
  if (lost.rows.length === 0) return;
  await owner.transaction().execute(async (transaction) => {
    for (const { statement } of lost.rows) await sql.raw(statement).execute(transaction);
  });
}

// Before PostgreSQL 16 each member may switch to the role.
const maySet = `(current_setting('server_version_num')::int < 160000 or pg_has_role(current_user, 'soce_app', 'set'))`;

const tenantTables = sql`pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'ruc' and not a.attisdropped
     where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace`;

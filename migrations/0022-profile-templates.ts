import { type Kysely, sql } from 'kysely';

/** Named sets of menus of an entity, which are copied into the profiles of its users. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table profile_templates (
     ruc text not null references entities,
     id bigint generated always as identity,
     version integer not null default 1,
     creation_key text not null,
     creation_digest text not null,
     name text not null check (name <> ''),
     name_folded text collate "C" not null,
     created_at timestamptz not null,
     primary key (ruc, id),
     constraint profile_templates_creation_key unique (ruc, creation_key),
     constraint profile_templates_name unique (ruc, name_folded)
   )`,
  `create table template_menus (
     ruc text not null,
     template_id bigint not null,
     menu_code text not null references menus,
     primary key (ruc, template_id, menu_code),
     foreign key (ruc, template_id) references profile_templates (ruc, id) on delete cascade
   )`,
  ...['profile_templates', 'template_menus'].flatMap((table) => [
    `alter table ${table} enable row level security`,
    `create policy entity_only on ${table} for all to soce_app
       using (ruc = (select current_setting('soce.ruc', true)))
       with check (ruc = (select current_setting('soce.ruc', true)))`,
  ]),
  'grant select, insert, update, delete on profile_templates to soce_app',
  'grant select, insert, delete on template_menus to soce_app',
  'alter table incidents drop constraint incidents_subject_kind_check',
  `alter table incidents add constraint incidents_subject_kind_check
     check (subject_kind in ('contact', 'user', 'entity', 'template'))`,
];

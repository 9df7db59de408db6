import { type Kysely, sql } from 'kysely';

/** Offers of the administration to a delegate, and whose identity a reported change concerns. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table administrator_offers (
     ruc text not null references entities,
     id bigint generated always as identity,
     creation_key text not null,
     creation_digest text not null,
     made_by bigint not null,
     user_id bigint not null,
     -- The offer goes there, and the contact gets it on acceptance.
     email text not null check (email <> ''),
     made_at timestamptz not null,
     expires_at timestamptz not null,
     -- Null while it waits for an answer, or has run out without one.
     outcome text check (outcome in ('accepted', 'declined', 'withdrawn')),
     settled_at timestamptz,
     primary key (ruc, id),
     foreign key (ruc, made_by) references users (ruc, id),
     foreign key (ruc, user_id) references users (ruc, id),
     constraint administrator_offers_creation_key unique (ruc, creation_key),
     constraint administrator_offers_settled check ((outcome is null) = (settled_at is null))
   )`,
  'create unique index administrator_offers_one_open on administrator_offers (ruc) where outcome is null',
  'alter table administrator_offers enable row level security',
  `create policy entity_only on administrator_offers for all to soce_app
     using (ruc = (select current_setting('soce.ruc', true)))
     with check (ruc = (select current_setting('soce.ruc', true)))`,
  'grant select, insert, update on administrator_offers to soce_app',

  // An index keeps a second administrator out; this keeps the last one in. It looks at the end of the transaction,
  // because two rows can't change places in one statement under that index.
  `create function keep_administrator() returns trigger language plpgsql as $$
   begin
     if not exists (select from users where ruc = new.ruc and administrator) then
       raise exception 'the entity has no administrator' using errcode = 'check_violation';
     end if;
     if exists (select from user_menus g join menus m on m.code = g.menu_code
                  join users u on u.ruc = g.ruc and u.id = g.user_id
                 where u.ruc = new.ruc and u.id = new.id and m.administrator_only and not u.administrator) then
       raise exception 'this menu is the administrator''s alone' using errcode = 'check_violation';
     end if;
     return null;
   end $$`,
  `create constraint trigger administrator_kept after update of administrator on users
     deferrable initially deferred for each row when (old.administrator and not new.administrator)
     execute function keep_administrator()`,

  // The contact's administrator may be another user's by the time of a report.
  'alter table identity_changes add column user_id bigint',
  `update identity_changes i set user_id = u.id
     from users u where u.ruc = i.ruc and u.contact_id = i.contact_id and u.administrator`,
  `alter table identity_changes alter column user_id set not null,
     add foreign key (ruc, user_id) references users (ruc, id)`,
];

import { type Kysely, sql } from 'kysely';

/**
 * Lists whose cost doesn't depend on order, page and search: an index for each order, which also holds the text that a
 * search reads, so that a list reads no row that it doesn't show; and the keys of its contact beside each user.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'drop index contacts_by_name',
  'create index contacts_by_state on contacts (ruc, active desc, sort_key, id) include (search_key)',
  'create index contacts_by_name on contacts (ruc, sort_key, id) include (search_key)',
  'create index contacts_by_first_day on contacts (ruc, delegated_from, sort_key, id) include (search_key)',
  // Two indexes, because contacts without a last day come last in both directions.
  'create index contacts_by_last_day on contacts (ruc, delegated_until, sort_key, id) include (search_key)',
  `create index contacts_by_last_day_desc on contacts (ruc, delegated_until desc nulls last, sort_key, id)
     include (search_key)`,

  // Without "not null", so that a contact that doesn't exist is refused by the foreign key, as before.
  'alter table users add column contact_sort_key text collate "C", add column search_key text',
  `update users u set contact_sort_key = c.sort_key, search_key = c.search_key || ' ' || u.name_folded
     from contacts c where c.ruc = u.ruc and c.id = u.contact_id`,
  // Whoever adds a user has locked its contact, so the keys don't change meanwhile.
  `create function copy_contact_keys() returns trigger language plpgsql as $$
   begin
     select sort_key, search_key || ' ' || new.name_folded into new.contact_sort_key, new.search_key
       from contacts where ruc = new.ruc and id = new.contact_id;
     return new;
   end $$`,
  `create trigger contact_keys before insert or update of contact_id, name_folded on users
     for each row execute function copy_contact_keys()`,
  `create function renew_contact_keys() returns trigger language plpgsql as $$
   begin
     -- The trigger of users copies the keys.
     update users set contact_id = contact_id where ruc = new.ruc and contact_id = new.id;
     return null;
   end $$`,
  `create trigger contact_keys after update of sort_key, search_key on contacts
     for each row when ((old.sort_key, old.search_key) is distinct from (new.sort_key, new.search_key))
     execute function renew_contact_keys()`,

  'alter table users drop constraint users_name',
  // The id of the contact is for the search of contacts by their users.
  'alter table users add constraint users_name unique (ruc, name_folded) include (id, contact_id, search_key)',
  'create index users_by_creation on users (ruc, created_at, name_folded, id) include (search_key)',
  'create index users_by_contact_name on users (ruc, contact_sort_key, name_folded, id) include (search_key)',
];

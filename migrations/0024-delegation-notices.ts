import { type Kysely, sql } from 'kysely';

/** The notices on delegations that end: once a day at most, and without a limit for the RUC. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create unique index mails_digest_of_day on mails (ruc, (details ->> 'day')) where kind = 'delegations-digest'`,
  `create unique index mails_notice_of_day on mails (ruc, contact_id, (details ->> 'day'))
     where kind = 'access-ending'`,
  // As in 0012, but with a limit that may be null: then nothing is counted for it.
  `do $$ begin execute format($create$
     create or replace function hold_mail(of_ruc text, of_kind text, recipient text, asked_at timestamptz,
                               most_to_recipient integer, most_of_entity integer, span interval,
                               out held_until timestamptz, out held_by text)
     language plpgsql security definer set search_path = %I, pg_temp as $body$
     declare
       whose text[] := array[coalesce(nullif(current_setting('soce.ruc', true), ''), of_ruc), recipient];
       most integer[] := array[most_of_entity, most_to_recipient];
       recent timestamptz[];
       free_from timestamptz;
     begin
       for place in 1..2 loop
         continue when most[place] is null;
         insert into mail_counts as c (kind, counted_for, moments) values (of_kind, whose[place], '{}')
         on conflict (kind, counted_for) do update
            set moments = array(select least(m, asked_at) from unnest(c.moments) m where m > asked_at - span order by 1)
         returning moments into recent;
         if cardinality(recent) >= most[place] then
           free_from := recent[cardinality(recent) - most[place] + 1] + span;
           if held_until is null or free_from >= held_until then
             held_until := free_from;
             held_by := (array['entity', 'recipient'])[place];
           end if;
         end if;
       end loop;
       if held_until is null then
         update mail_counts set moments = moments || asked_at where kind = of_kind and counted_for = any (whose);
       end if;
     end $body$ $create$, current_schema()); end $$`,
];

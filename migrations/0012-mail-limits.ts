import { type Kysely, sql } from 'kysely';

/** Limits of mails by recipient and kind, and by RUC and kind, with the mails that they have held back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // The moments of the latest mails of a kind, to an address in lower case or of a RUC. It spans the entities, so a scope
  // reaches it through the function alone.
  `create table mail_counts (
     kind text not null,
     counted_for text not null,
     moments timestamptz[] not null,
     primary key (kind, counted_for)
   )`,
  // Counts a mail, or gives the limit that holds it back and the moment from which it is free; one that is held back
  // counts nowhere. A scope counts for its own RUC, whatever it names. The rows stay locked until the change is committed:
  // the RUC's first, so that the changes of an entity take turns. Moments of a clock that was ahead count as of now.
  `do $$ begin execute format($create$
     create function hold_mail(of_ruc text, of_kind text, recipient text, asked_at timestamptz,
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
  'revoke execute on function hold_mail from public',
  'grant execute on function hold_mail to soce_app',
  'alter table mails add column held boolean not null default false',
];

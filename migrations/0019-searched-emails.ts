import { type Kysely, sql } from 'kysely';

/** Adds the e-mail to the text that a search reads. The keys of users follow by their trigger. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Letters of international domains are folded as the product folds names; it writes the key anew with each save.
  await sql`update contacts set search_key = search_key || ' ' ||
              translate(lower(email), 'áàâäãåéèêëíìîïóòôöõúùûüñç', 'aaaaaaeeeeiiiiooooouuuunc')
             where email <> ''`.execute(db);
}

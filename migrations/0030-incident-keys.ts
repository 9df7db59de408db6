import { type Kysely, sql } from 'kysely';

/**
 * The names of an incident as the history sorts and searches them, worked out once as the incident is written. Working
 * them out for each search of 20,000 incidents took 0.2 s.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const keys = ['actor', 'subject'].map(
    (one) => `add column ${one}_key text collate "C" not null generated always as (${sortKey(`${one}_name`)}) stored`,
  );
  await sql.raw(`alter table incidents ${keys.join(', ')}`).execute(db);
}

// In lower case, without accents, ñ after n. Accents are taken off by their decomposition, which takes twenty times as long
// as reading a name that is plain ASCII, as most user names are.
function sortKey(name: string): string {
  const letters = `translate(replace(replace(${name}, 'ñ', 'n~'), 'Ñ', 'n~'), '${wholeLetters}', '${plainLetters}')`;
  const plain = `regexp_replace(normalize(${letters}, nfd), '[\\u0300-\\u036f]+', '', 'g')`;
  return `lower(case when octet_length(${name}) = char_length(${name}) then ${name} else ${plain} end)`;
}

// The Latin letters that stand for one plain letter and don't decompose.
const wholeLetters = 'ÐØðøĐđĦħıĿŀŁłŊŋŦŧſƏǾǿ';
const plainLetters = 'dododdhhillllnnttseoo';

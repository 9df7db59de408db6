import { type Kysely, sql } from 'kysely';

/**
 * Computes the keys of names anew, with letters that don't decompose (Ł as L, ß as ss), each kind of apostrophe, and
 * full-width forms. The keys of users follow by their trigger.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  let batch = await contactsAfter(db, { ruc: '', id: '0' });
  for (let last = batch.at(-1); last; last = batch.at(-1)) {
    const changed = batch.map(withKeys).filter((row, index) => !hasKeysOf(row, batch[index]));
    if (changed.length > 0) await storeKeys(db, changed);
    batch = await contactsAfter(db, last);
  }
}

type Contact = { ruc: string; id: string; searched: string; name: string; sort_key: string; search_key: string };

async function contactsAfter(db: Kysely<unknown>, { ruc, id }: Pick<Contact, 'ruc' | 'id'>): Promise<Contact[]> {
  const { rows } = await sql<Contact>`
    select ruc, id::text as id, full_name as name, full_name || ' ' || document_number as searched, sort_key, search_key
      from contacts where (ruc, id) > (${ruc}, ${id}::bigint) order by contacts.ruc, contacts.id limit 1000`.execute(
    db,
  );
  return rows;
}

function withKeys(contact: Contact): Contact {
  return { ...contact, sort_key: sortKey(contact.name), search_key: searchKey(contact.searched) };
}

function hasKeysOf(one: Contact, other: Contact | undefined): boolean {
  return one.sort_key === other?.sort_key && one.search_key === other.search_key;
}

async function storeKeys(db: Kysely<unknown>, contacts: Contact[]): Promise<void> {
  const keys = contacts.map(({ ruc, id, sort_key, search_key }) => ({ ruc, id, sort_key, search_key }));
  await sql`
    update contacts c set sort_key = k.sort_key, search_key = k.search_key
      from jsonb_to_recordset(${JSON.stringify(keys)}::text::jsonb)
             as k (ruc text, id bigint, sort_key text, search_key text)
     where c.ruc = k.ruc and c.id = k.id`.execute(db);
}

function sortKey(text: string): string {
  return folded(text)
    .split('ñ')
    .map((part) => replaced(withoutMarks(part), sortedLetters))
    .join('n~');
}

function searchKey(text: string): string {
  return replaced(withoutMarks(folded(text)), searchedLetters);
}

function folded(text: string): string {
  return text
    .replace(/[‘’‛`´ʹʻʼʽˈˊˋ′‵＇ꞌ᾽᾿΄]/g, "'")
    .normalize('NFKC')
    .replace(/\p{Dash}/gu, '-')
    .toLowerCase()
    .normalize('NFC');
}

const equalLetters = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ł: 'l', '·': '' };
const sortedLetters = { ...equalLetters, ı: 'i}', ŋ: 'n~}', ŧ: 't}', ə: 'e}', þ: 'z}' };
const searchedLetters = { ...equalLetters, ı: 'i', ŋ: 'n', ŧ: 't', ə: 'e', þ: 'th' };

function replaced(text: string, letters: Record<string, string>): string {
  return text.replace(/[ßæœøđðħł·ıŋŧəþ]/g, (letter) => letters[letter] ?? letter);
}

function withoutMarks(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .normalize('NFC');
}

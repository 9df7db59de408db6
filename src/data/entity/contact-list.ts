import { type ExpressionBuilder, sql } from 'kysely';
import type { CivilDate } from '../../domain/civil-date.ts';
import { type ContactSort, type Listing, type Page, pageCount } from '../../domain/listing.ts';
import { fullName, searchWords } from '../../domain/person-name.ts';
import type { Scope } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { contactOf } from '../records/contact.ts';
import { likePattern } from './door.ts';

/** A contact as the list shows it. */
export type ContactLine = {
  id: number;
  name: string;
  documentNumber: string;
  position: string;
  from: CivilDate;
  until: CivilDate | null;
  active: boolean;
};

/** A page of the register; past the last page one gets the last. */
export async function contactPage(
  scope: Scope,
  ruc: string,
  listing: Listing<ContactSort>,
): Promise<Page<ContactLine>> {
  const { total } = await scope
    .selectFrom('contacts')
    .select((read) => read.fn.countAll<number>().as('total'))
    .where('ruc', '=', ruc)
    .where(contactMatches(listing.search))
    .executeTakeFirstOrThrow();
  const page = Math.min(listing.page, pageCount({ total, size: listing.size }));
  const rows = await scope
    .selectFrom('contacts')
    .selectAll()
    .where('ruc', '=', ruc)
    .where(contactMatches(listing.search))
    .orderBy(orderOf(listing))
    .limit(listing.size)
    .offset((page - 1) * listing.size)
    .execute();
  return {
    rows: rows.map(contactOf).map((contact) => ({ ...contact, name: fullName(contact) })),
    total,
    page,
    size: listing.size,
  };
}

/** The page of a listing on which a contact stands, from 1; 1 where the listing doesn't hold it. */
export async function pageOfContact(
  scope: Scope,
  ruc: string,
  id: number,
  listing: Listing<ContactSort>,
): Promise<number> {
  const row = await scope
    .with('ranked', (from) =>
      from
        .selectFrom('contacts')
        .select('id')
        .select(sql<number>`row_number() over (order by ${orderOf(listing)})`.as('rank'))
        .where('ruc', '=', ruc)
        .where(contactMatches(listing.search)),
    )
    .selectFrom('ranked')
    .select('rank')
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? Math.ceil(row.rank / listing.size) : 1;
}

function orderOf({ sort, descending }: Listing<ContactSort>) {
  const direction = sql.raw(descending ? 'desc' : 'asc');
  const first = {
    estado: sql`active desc`,
    nombres: sql`sort_key ${direction}`,
    ingreso: sql`delegated_from ${direction}`,
    salida: sql`delegated_until ${direction} nulls last`,
  }[sort];
  return sql`${first}, sort_key, id`;
}

/** A condition that a contact matches each word of a search, by name, document or user name. */
function contactMatches(search: string) {
  return (where: ExpressionBuilder<Schema, 'contacts'>) =>
    where.and(
      searchWords(search).map((word) => {
        const pattern = likePattern(word);
        return where.or([
          where('contacts.search_key', 'like', pattern),
          where.exists(
            where
              .selectFrom('users as named')
              .select('named.id')
              .whereRef('named.ruc', '=', 'contacts.ruc')
              .whereRef('named.contact_id', '=', 'contacts.id')
              .where('named.name_folded', 'like', pattern),
          ),
        ]);
      }),
    );
}

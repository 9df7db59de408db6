import type { ListingView } from '../../views/kit/listing.tsx';
import { type Listing, type Page, pageCount, pageSizes } from '../domain/listing.ts';
import type { AnyContext } from './env.ts';
import { printable } from './forms/form.ts';

const longestSearch = 100;
const lastPage = 100_000;

/** Reads which part of a list the URL asks for; what makes no sense counts as not asked. */
export function readListing<Sort extends string>(c: AnyContext, sorts: readonly [Sort, ...Sort[]]): Listing<Sort> {
  const size = Number(c.req.query('filas'));
  const page = Number(c.req.query('pagina'));
  const sort = c.req.query('orden');
  return {
    search: printable(c.req.query('buscar') ?? '')
      .trim()
      .slice(0, longestSearch)
      // Half of a character beyond the basic plane.
      .replace(/[\ud800-\udbff]$/, ''),
    sort: sorts.find((known) => known === sort) ?? sorts[0],
    descending: c.req.query('sentido') === 'desc',
    page: Number.isInteger(page) && page >= 1 && page <= lastPage ? page : 1,
    size: pageSizes.find((known) => known === size) ?? pageSizes[0],
  };
}

/** The part of a list as the query of its URL; what is as usual is left out. */
export function listingQuery<Sort extends string>(
  listing: Listing<Sort>,
  usual: Sort,
  change: Partial<Listing<Sort>> = {},
): string {
  const query = new URLSearchParams(listingEntries({ ...listing, ...change }, usual)).toString();
  return query && `?${query}`;
}

/** A list's controls as finished values: where its heads, its pages and its search form lead. */
export function listingView<Sort extends string>(
  listing: Listing<Sort>,
  { total, page, size }: Omit<Page<unknown>, 'rows'>,
  { usual, sorts, address }: { usual: Sort; sorts: readonly Sort[]; address: (query: string) => string },
): ListingView {
  const shown = { ...listing, page };
  const pages = pageCount({ total, size });
  const to = (change: Partial<Listing<Sort>>) => address(listingQuery(shown, usual, change));
  return {
    search: listing.search,
    size,
    page,
    pages,
    total,
    first: (page - 1) * size + 1,
    action: address(''),
    kept: listingEntries({ ...shown, search: '', page: 1, size: pageSizes[0] }, usual),
    heads: Object.fromEntries(
      sorts.map((sort) => {
        const current = listing.sort === sort;
        const descending = current && !listing.descending;
        const direction = current ? (listing.descending ? ('descending' as const) : ('ascending' as const)) : undefined;
        return [sort, { href: to({ sort, descending, page: 1 }), direction }];
      }),
    ),
    previous: page > 1 ? to({ page: page - 1 }) : null,
    next: page < pages ? to({ page: page + 1 }) : null,
    clear: to({ search: '', page: 1 }),
  };
}

function listingEntries<Sort extends string>(listing: Listing<Sort>, usual: Sort): [string, string][] {
  const entries: [string, string, boolean][] = [
    ['buscar', listing.search, listing.search !== ''],
    ['orden', listing.sort, listing.sort !== usual],
    ['sentido', 'desc', listing.descending],
    ['filas', String(listing.size), listing.size !== pageSizes[0]],
    ['pagina', String(listing.page), listing.page !== 1],
  ];
  return entries.filter(([, , unusual]) => unusual).map(([name, value]) => [name, value]);
}

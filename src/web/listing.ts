import type { ListingView } from '../../views/kit/listing.tsx';
import {
  defaultListing,
  type Listing,
  linkedPages,
  mostPrinted,
  type Page,
  pageCount,
  pageSizes,
  type Sorts,
} from '../domain/listing.ts';
import { printable, tidyText } from '../domain/typed-text.ts';
import type { AnyContext } from './env.ts';
import { recordNumber } from './record-id.ts';

const longestSearch = 100;
const lastPage = 100_000;

/** Reads the listing in the request's URL; an invalid parameter counts as missing. */
export function readListing<Sort extends string>(c: AnyContext, sorts: Sorts<Sort>): Listing<Sort> {
  const usual = defaultListing(sorts);
  const size = Number(c.req.query('filas'));
  const page = Number(c.req.query('pagina'));
  const printed = c.req.query('imprimir') === '1';
  const sort = c.req.query('orden');
  return {
    search: searchText(c.req.query('buscar') ?? ''),
    sort: sorts.find((known) => known === sort) ?? usual.sort,
    descending: c.req.query('sentido') === 'desc',
    page: !printed && Number.isInteger(page) && page >= 1 && page <= lastPage ? page : usual.page,
    holding: printed ? null : recordNumber(c.req.query('ver')),
    size: printed ? mostPrinted : (pageSizes.find((known) => known === size) ?? usual.size),
  };
}

/** Gives a typed search as it is looked for. */
export function searchText(typed: string): string {
  const text = tidyText(printable(typed)).slice(0, longestSearch);
  // The slice may end with the first half of a surrogate pair.
  return text.replace(/[\ud800-\udbff]$/, '');
}

/** Gives the query of a listing's URL, without the parameters that have their default. */
export function listingQuery<Sort extends string>(listing: Listing<Sort>, sorts: Sorts<Sort>): string {
  const query = new URLSearchParams(parametersOf(listing, sorts)).toString();
  return query && `?${query}`;
}

/** Gives the address of the list page that has a record's row, with the row's anchor; mark begins the ids of rows. */
export function rowAddress(address: (query: string) => string, mark: 'c' | 'u', id: number): string {
  return `${address(`?ver=${id}`)}#${mark}${id}`;
}

/** Gives a list's controls as finished values: the addresses of its heads, its pages and its search form. */
export function listingView<Sort extends string>(
  listing: Listing<Sort>,
  { total, page, size }: Omit<Page<unknown>, 'rows'>,
  { sorts, address }: { sorts: Sorts<Sort>; address: (query: string) => string },
): ListingView {
  const shown = { ...listing, page, holding: null };
  const usual = defaultListing(sorts);
  const pages = pageCount({ total, size });
  const to = (change: Partial<Listing<Sort>>) => address(listingQuery({ ...shown, ...change }, sorts));
  return {
    search: listing.search,
    size,
    page,
    pages,
    total,
    first: (page - 1) * size + 1,
    action: address(''),
    carried: parametersOf({ ...shown, search: usual.search, page: usual.page, size: usual.size }, sorts),
    heads: Object.fromEntries(
      sorts.map((sort) => {
        const current = listing.sort === sort;
        const descending = current && !listing.descending;
        const direction = current ? (listing.descending ? ('descending' as const) : ('ascending' as const)) : undefined;
        return [sort, { href: to({ sort, descending, page: usual.page }), direction }];
      }),
    ),
    numbers: linkedPages(page, pages).map((number) =>
      number === null ? null : { number, href: to({ page: number }) },
    ),
    previous: page > 1 ? to({ page: page - 1 }) : null,
    next: page < pages ? to({ page: page + 1 }) : null,
    clear: to({ search: usual.search, page: usual.page }),
  };
}

function parametersOf<Sort extends string>(listing: Listing<Sort>, sorts: Sorts<Sort>): [string, string][] {
  const usual = defaultListing(sorts);
  const parameters: [string, string, boolean][] = [
    ['buscar', listing.search, listing.search !== usual.search],
    ['orden', listing.sort, listing.sort !== usual.sort],
    ['sentido', 'desc', listing.descending],
    ['filas', String(listing.size), listing.size !== usual.size],
    ['ver', String(listing.holding), listing.holding !== null],
    ['pagina', String(listing.page), listing.page !== usual.page],
  ];
  return parameters.filter(([, , unusual]) => unusual).map(([name, value]) => [name, value]);
}

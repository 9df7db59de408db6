import { emptyForm, type FormState } from '../../views/kit/form-state.ts';
import type { ListingView } from '../../views/kit/listing.tsx';
import type { FileFormat } from '../domain/download.ts';
import { choiceOf, dayLabels, type Filters, filterNames, type ListFilter, readDays } from '../domain/list-filters.ts';
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

/** A kind of list: its sorts, its filters, its address, and the sorts whose usual direction runs down. */
export type ListKind<Sort extends string> = {
  sorts: Sorts<Sort>;
  filters: readonly ListFilter[];
  /** Whether it has filters by the first and the last day, besides. */
  days?: boolean;
  address: (query: string) => string;
  /** The parameters that all its addresses keep. */
  fixed?: [string, string][];
  /** The address of the list as a file, if it is one. */
  download?: (query: string) => string;
  falling?: readonly Sort[];
};

/** The names of the parameters of all lists. */
export const listParameters = ['buscar', 'orden', 'sentido', 'filas', 'pagina', ...filterNames];

const longestSearch = 100;
const lastPage = 100_000;

/** Reads the listing in the request's URL. */
export function readListing<Sort extends string>(c: AnyContext, kind: ListKind<Sort>): Listing<Sort> {
  return listingOf(new URL(c.req.url).searchParams, kind);
}

/** Reads the listing in a query; an invalid parameter counts as missing. */
export function listingOf<Sort extends string>(query: URLSearchParams, kind: ListKind<Sort>): Listing<Sort> {
  const usual = defaultListing(kind.sorts);
  const size = Number(query.get('filas'));
  const page = Number(query.get('pagina'));
  const printed = query.get('imprimir') === '1';
  const sort = query.get('orden');
  return {
    search: searchText(query.get('buscar') ?? ''),
    filters: readFilters(query, kind),
    sort: kind.sorts.find((known) => known === sort) ?? usual.sort,
    descending: query.get('sentido') === 'desc',
    page: !printed && Number.isInteger(page) && page >= 1 && page <= lastPage ? page : usual.page,
    holding: printed ? null : recordNumber(query.get('ver') ?? undefined),
    size: printed ? mostPrinted : (pageSizes.find((known) => known === size) ?? usual.size),
  };
}

/** Reads the fields for the first and the last day of a list, with what is wrong in them. */
export function readDayFields(c: AnyContext): FormState {
  const values = typedDays(new URL(c.req.url).searchParams);
  return { ...emptyForm, values, errors: readDays(values).errors };
}

function readFilters(query: URLSearchParams, { filters, days }: Pick<ListKind<string>, 'filters' | 'days'>): Filters {
  const chosen = filters.flatMap(({ name, choices }) => {
    const value = choiceOf(choices, query.get(name));
    return value ? [[name, value]] : [];
  });
  return { ...Object.fromEntries(chosen), ...(days && readDays(typedDays(query)).days) };
}

function typedDays(query: URLSearchParams): { desde: string; hasta: string } {
  return { desde: searchText(query.get('desde') ?? ''), hasta: searchText(query.get('hasta') ?? '') };
}

/** Gives a typed search as it is looked for. */
export function searchText(typed: string): string {
  const text = tidyText(printable(typed)).slice(0, longestSearch);
  // The slice may end with the first half of a surrogate pair.
  return text.replace(/[\ud800-\udbff]$/, '');
}

/** Gives the query of a listing's URL, without the parameters that have their default. */
export function listingQuery<Sort extends string>(listing: Listing<Sort>, sorts: Sorts<Sort>): string {
  return queryOf(parametersOf(listing, sorts));
}

function queryOf(parameters: [string, string][]): string {
  const query = new URLSearchParams(parameters).toString();
  return query && `?${query}`;
}

/** Gives the address of the list page that has a record's row, with the row's anchor; mark begins the ids of rows. */
export function rowAddress(address: (query: string) => string, mark: 'c' | 'u', id: number): string {
  return `${address(`?ver=${id}`)}#${mark}${id}`;
}

/** Gives a list's controls as finished values: the addresses of its heads, its pages and its search form. */
export function listingView<Sort extends string>(
  listing: Listing<Sort>,
  { total, all, page, size }: Omit<Page<unknown>, 'rows'>,
  { sorts, filters, address, download, fixed = [], falling = [] }: ListKind<Sort>,
): ListingView {
  const shown = { ...listing, page, holding: null };
  const usual = defaultListing(sorts);
  const pages = pageCount({ total, size });
  const to = (change: Partial<Listing<Sort>>) =>
    address(queryOf([...fixed, ...parametersOf({ ...shown, ...change }, sorts)]));
  const file = (format: FileFormat) => {
    const parameters = parametersOf({ ...shown, page: usual.page, size: usual.size }, sorts);
    return download?.(queryOf([...fixed, ...parameters, ['formato', format]])) ?? '';
  };
  const head = (sort: Sort): [string, ListingView['heads'][string]] => {
    const current = listing.sort === sort;
    const rising = listing.descending === falling.includes(sort);
    return [
      sort,
      {
        href: to({ sort, descending: current && !listing.descending, page: usual.page }),
        direction: current ? (rising ? 'ascending' : 'descending') : undefined,
      },
    ];
  };
  return {
    search: listing.search,
    filters: filters.map((filter) => ({ ...filter, chosen: listing.filters[filter.name] ?? '' })),
    narrowing: narrowingTexts(listing, filters),
    size,
    page,
    pages,
    total,
    all,
    first: (page - 1) * size + 1,
    action: address(''),
    query: listingQuery(shown, sorts),
    printed: queryOf([...fixed, ...parametersOf(shown, sorts), ['imprimir', '1']]),
    // The form sends its own fields anew.
    carried: [...fixed, ...parametersOf({ ...usual, sort: listing.sort, descending: listing.descending }, sorts)],
    heads: Object.fromEntries(sorts.map(head)),
    numbers: linkedPages(page, pages).map((number) =>
      number === null ? null : { number, href: to({ page: number }) },
    ),
    previous: page > 1 ? to({ page: page - 1 }) : null,
    next: page < pages ? to({ page: page + 1 }) : null,
    files: { csv: file('csv'), excel: file('excel') },
    clear: to({ search: usual.search, filters: usual.filters, page: usual.page }),
  };
}

function narrowingTexts({ search, filters: chosen }: Listing<string>, filters: readonly ListFilter[]): string[] {
  const choices = filters.map(({ name, label, choices }) => ({
    name,
    label,
    text: choices.find(({ value }) => value !== '' && value === chosen[name])?.text,
  }));
  const days = Object.entries(dayLabels).map(([name, label]) => ({
    name,
    label,
    text: chosen[name as keyof typeof dayLabels],
  }));
  const inOrder = filterNames.flatMap((name) => [...choices, ...days].filter((one) => one.name === name));
  const texts = inOrder.flatMap(({ label, text }) => (text ? [`${label}: ${text}`] : []));
  return search ? [`«${search}»`, ...texts] : texts;
}

function parametersOf<Sort extends string>(listing: Listing<Sort>, sorts: Sorts<Sort>): [string, string][] {
  const usual = defaultListing(sorts);
  const parameters: [string, string, boolean][] = [
    ['buscar', listing.search, listing.search !== usual.search],
    ...Object.entries(listing.filters).map(([name, value]): [string, string, boolean] => [name, value, true]),
    ['orden', listing.sort, listing.sort !== usual.sort],
    ['sentido', 'desc', listing.descending],
    ['filas', String(listing.size), listing.size !== usual.size],
    ['ver', String(listing.holding), listing.holding !== null],
    ['pagina', String(listing.page), listing.page !== usual.page],
  ];
  return parameters.filter(([, , unusual]) => unusual).map(([name, value]) => [name, value]);
}

import type { Filters } from './list-filters.ts';

/** The search, order and page of a list that a person asked for, all of them in the address (U6). */
export type Listing<Sort extends string> = {
  search: string;
  filters: Filters;
  sort: Sort;
  descending: boolean;
  /** Counted from 1. */
  page: number;
  size: number;
  /** The id of a record; if set, the page that holds it is shown instead. */
  holding: number | null;
};

/** The sorts of a list by their names in the address; the first is the default. */
export type Sorts<Sort extends string> = readonly [Sort, ...Sort[]];

export const contactSorts = ['estado', 'nombres', 'cargo', 'ingreso', 'salida'] as const;
export type ContactSort = (typeof contactSorts)[number];

export const userSorts = ['usuario', 'nombre', 'fecha'] as const;
export type UserSort = (typeof userSorts)[number];

export const incidentSorts = ['reciente', 'quien', 'que', 'sobre', 'resultado'] as const;
export type IncidentSort = (typeof incidentSorts)[number];

export const importSorts = ['reciente'] as const;
export type ImportSort = (typeof importSorts)[number];

export const handoverSorts = ['reciente'] as const;
export type HandoverSort = (typeof handoverSorts)[number];

/** The choices of "Filas por página"; the first is the default. */
export const pageSizes = [20, 50, 100] as const;

/** The most rows on the page for the printer, which shows all that match at once (product 2, 3). */
export const mostPrinted = 5_000;

/** The listing of an address without a query. */
export function defaultListing<Sort extends string>(sorts: Sorts<Sort>): Listing<Sort> {
  return { search: '', filters: {}, sort: sorts[0], descending: false, page: 1, size: pageSizes[0], holding: null };
}

/**
 * One page of a list. page is counted from 1, total is the number of rows on all pages, all the number without search and
 * filters.
 */
export type Page<Row> = { rows: Row[]; total: number; all: number; page: number; size: number };

/** The number of pages of a list; an empty list has one page. */
export function pageCount({ total, size }: { total: number; size: number }): number {
  return Math.max(1, Math.ceil(total / size));
}

/**
 * The page numbers that a list links to (U6): the first, the last, the page shown and its neighbours, in order; null
 * stands for pages left out. One page alone is not left out, since its number is as short as the gap.
 */
export function linkedPages(page: number, pages: number): (number | null)[] {
  const near = [1, page - 1, page, page + 1, pages].filter((number) => number >= 1 && number <= pages);
  return [...new Set(near)].flatMap((number, index, all) => {
    const gap = number - (all[index - 1] ?? 0);
    if (gap === 2) return [number - 1, number];
    return gap > 2 ? [null, number] : [number];
  });
}

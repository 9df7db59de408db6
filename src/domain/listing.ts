/** The part of a list that a person looks at; all of it stands in the page's URL (U6). */
export type Listing<Sort extends string> = {
  search: string;
  sort: Sort;
  descending: boolean;
  /** From 1. */
  page: number;
  size: PageSize;
  /** The number of a record: the page is then the one that holds it. */
  holding: number | null;
};

/** The sorts of a list, as the URL names them; the first is the default. */
export type Sorts<Sort extends string> = readonly [Sort, ...Sort[]];

export const contactSorts = ['estado', 'nombres', 'ingreso', 'salida'] as const;
export type ContactSort = (typeof contactSorts)[number];

export const userSorts = ['usuario', 'nombre', 'fecha'] as const;
export type UserSort = (typeof userSorts)[number];

export const incidentSorts = ['reciente'] as const;
export type IncidentSort = (typeof incidentSorts)[number];

/** The numbers of rows that a page may have; the first is the default. */
export const pageSizes = [20, 50, 100] as const;
export type PageSize = (typeof pageSizes)[number];

/** The listing that a list's address without a query asks for. */
export function defaultListing<Sort extends string>(sorts: Sorts<Sort>): Listing<Sort> {
  return { search: '', sort: sorts[0], descending: false, page: 1, size: pageSizes[0], holding: null };
}

/** A part of a list, and its place in the whole. */
export type Page<Row> = { rows: Row[]; total: number; page: number; size: PageSize };

/** The number of pages of a list; an empty list has one. */
export function pageCount({ total, size }: { total: number; size: number }): number {
  return Math.max(1, Math.ceil(total / size));
}

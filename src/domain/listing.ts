/** The heads by which each list sorts, the first as it opens; these words stand in its address. */
export const contactSorts = ['estado', 'nombres', 'ingreso', 'salida'] as const;
export const userSorts = ['usuario', 'nombre', 'fecha'] as const;
export const incidentSorts = ['reciente'] as const;

export type ContactSort = (typeof contactSorts)[number];
export type UserSort = (typeof userSorts)[number];
export type IncidentSort = (typeof incidentSorts)[number];

/** The part of a list that a person looks at; all of it stands in the page's address (U6). */
export type Listing<Sort extends string> = {
  search: string;
  sort: Sort;
  descending: boolean;
  /** From 1. */
  page: number;
  size: PageSize;
  /** The number of a record: then the page is the one that holds it. */
  holding: number | null;
};

export const pageSizes = [20, 50, 100] as const;
export type PageSize = (typeof pageSizes)[number];

/** A part of a list, and where in the whole it lies. */
export type Page<Row> = { rows: Row[]; total: number; page: number; size: PageSize };

/** The number of pages of a list; an empty list has one. */
export function pageCount({ total, size }: { total: number; size: number }): number {
  return Math.max(1, Math.ceil(total / size));
}

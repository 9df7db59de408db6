/** Which part of a list a person looks at; all of it stands in the page's URL (U6). */
export type Listing<Sort extends string> = {
  search: string;
  sort: Sort;
  descending: boolean;
  /** From 1. */
  page: number;
  size: PageSize;
};

export const pageSizes = [20, 50, 100] as const;
export type PageSize = (typeof pageSizes)[number];

/** A part of a list, and where in the whole it lies. */
export type Page<Row> = { rows: Row[]; total: number; page: number; size: PageSize };

/** How many pages a list of that length has; an empty list has one. */
export function pageCount({ total, size }: { total: number; size: number }): number {
  return Math.max(1, Math.ceil(total / size));
}

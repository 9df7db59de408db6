import { type Child, useContext } from 'hono/jsx';
import { pageSizes } from '../../src/domain/listing.ts';
import { Bare } from './controls.tsx';
import { noSpellcheck } from './fields.tsx';
import { type Frame, Layout } from './layout.tsx';

/** The controls of a list as finished addresses and numbers. */
export type ListingView = {
  search: string;
  size: number;
  page: number;
  pages: number;
  total: number;
  /** The number of the first row shown. */
  first: number;
  action: string;
  /** The hidden fields of the search form. */
  carried: [string, string][];
  heads: Record<string, { href: string; direction: 'ascending' | 'descending' | undefined }>;
  previous: string | null;
  next: string | null;
  clear: string;
};

type ListLayoutProps = { frame: Frame; list: ListingView; heading: string; children: Child };

/** The page of a list, with the search, the page and the number of pages in its title (U6). */
export function ListLayout({ frame, list: { search, page, pages, total }, heading, children }: ListLayoutProps) {
  const found = search && `: «${search}»`;
  const place = pages > 1 ? ` (página ${page} de ${pages})` : '';
  return (
    <Layout
      frame={{ ...frame, title: `${frame.title}${found}${place}`, partial: pages > 1 }}
      heading={heading}
      wide
      sheets={total > 0}
    >
      {children}
    </Layout>
  );
}

/** The search and the number of rows, sent by GET, so that the address names the shown part of the list (U6). */
export function SearchForm({ list }: { list: ListingView }) {
  if (useContext(Bare)) return null;
  return (
    <form class="search" role="search" method="get" action={list.action}>
      {list.carried.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <div class="field">
        <label for="buscar">Nombre, identificación o usuario</label>
        <input
          type="search"
          id="buscar"
          name="buscar"
          value={list.search}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={noSpellcheck}
        />
      </div>
      <div class="field">
        <label for="filas">Filas por página</label>
        <select id="filas" name="filas" autocomplete="off">
          {pageSizes.map((size) => (
            <option value={size} selected={size === list.size}>
              {size}
            </option>
          ))}
        </select>
      </div>
      <button type="submit">Buscar</button>
      {list.search && <a href={list.clear}>Quitar la búsqueda</a>}
    </form>
  );
}

/** A table in a frame that scrolls by keyboard if it is wider than the page (U6). */
export function TableFrame({ label, children }: { label: string; children: Child }) {
  return (
    <section class="table-frame" aria-label={label} tabindex={0}>
      {children}
    </section>
  );
}

/** The head of a column that sorts the list (U6). */
export function SortHead({ list, sort, children }: { list: ListingView; sort: string; children: Child }) {
  const head = list.heads[sort];
  const bare = useContext(Bare);
  return (
    <th class="sort" scope="col" aria-sort={head?.direction}>
      {bare ? children : <a href={head?.href}>{children}</a>}
    </th>
  );
}

/**
 * A link in a row, with the row's subject in its accessible name (U7). The name comes before the address, so that the
 * compression finds both as one piece in each link of the row.
 */
export function RowLink({ href, subject, children }: { href: string; subject: string; children: string }) {
  return (
    <a aria-label={`${children} ${subject}`} href={href}>
      {children}
    </a>
  );
}

type LengthProps = { list: ListingView; noun: string };

/**
 * The first head row of a table on paper, with which each sheet repeats the entity, the day and the length of the list,
 * which below the table might stand on a sheet of its own (U11).
 */
export function SheetHead({ frame, columns, ...length }: LengthProps & { frame: Frame; columns: number }) {
  return (
    <tr class="sheet">
      <td colspan={columns}>
        {frame.person?.entityName} · RUC {frame.person?.ruc} · {frame.dateText} · {lengthText(length, frame.bare)}
      </td>
    </tr>
  );
}

/** The length of the list, and links to the neighbouring pages. */
export function Pager({ list, noun }: LengthProps) {
  const bare = useContext(Bare);
  if (bare && list.total > 0) return null;
  return (
    <nav class="pager" aria-label="Páginas">
      <p>{lengthText({ list, noun }, bare)}</p>
      {list.previous && (
        <a href={list.previous} rel="prev">
          Anterior
        </a>
      )}
      {list.next && (
        <a href={list.next} rel="next">
          Siguiente
        </a>
      )}
    </nav>
  );
}

function lengthText({ list: { total, page, pages, size }, noun }: LengthProps, bare: boolean): string {
  if (pages <= 1) return `${total} ${noun}`;
  return bare
    ? `${total} ${noun}; aquí solo las primeras ${size} filas: busque para imprimir menos`
    : `${total} ${noun} · página ${page} de ${pages}`;
}

import { raw } from 'hono/html';
import { type Child, useContext } from 'hono/jsx';
import type { ListFilter } from '../../src/domain/list-filters.ts';
import { pageSizes } from '../../src/domain/listing.ts';
import { choicesOf, shortOptions } from './choices.ts';
import { Bare, ErrorSummary } from './controls.tsx';
import { noSpellcheck } from './fields.tsx';
import { emptyForm, type FormState, isRefused } from './form-state.ts';
import { type Frame, Layout, SwappedPart } from './layout.tsx';

/** The controls of a list as finished addresses and numbers. */
export type ListingView = {
  search: string;
  /** The filters with their choices and the chosen value, '' for none. */
  filters: (ListFilter & { chosen: string })[];
  /** The search and the filters that are set, in words. */
  narrowing: string[];
  size: number;
  page: number;
  pages: number;
  total: number;
  /** The number of rows without search and filters. */
  all: number;
  /** The number of the first row shown. */
  first: number;
  action: string;
  /** The query of the page shown. */
  query: string;
  /** The query of the page for the printer. */
  printed: string;
  /** The hidden fields of the search form. */
  carried: [string, string][];
  heads: Record<string, { href: string; direction: 'ascending' | 'descending' | undefined }>;
  /** The pages to link to, in order; null for those left out. */
  numbers: ({ number: number; href: string } | null)[];
  previous: string | null;
  next: string | null;
  /** The addresses of all that matches as a file. */
  files: { csv: string; excel: string };
  clear: string;
};

type ListLayoutProps = {
  frame: Frame;
  list: ListingView;
  heading: string;
  /** Typed filters, which may be refused. */
  form?: FormState;
  /** The heading of the summary of what was refused. */
  refusal?: string;
  children: Child;
};

/** The page of a list, with the search, the page and the number of pages in its title (U6); for a swap the list alone. */
export function ListLayout({
  frame,
  list,
  heading,
  form = emptyForm,
  refusal = 'La lista no está filtrada por lo siguiente. Revíselo:',
  children,
}: ListLayoutProps) {
  const { search, page, pages, total, printed } = list;
  // The address of a filtered list has all fields of its form, empty ones too; that of a refused one has what was typed.
  const isLong = frame.printHref.length > printed.length && !frame.bare && !isRefused(form);
  const printHref = isLong ? printed : frame.printHref;
  const found = search && `: «${search}»`;
  const place = pages > 1 ? ` (página ${page} de ${pages})` : '';
  const Page = frame.swapped ? SwappedPart : Layout;
  return (
    <Page
      frame={{ ...frame, title: `${frame.title}${found}${place}`, partial: pages > 1, printHref }}
      heading={heading}
      wide
      sheets={total > 0}
      failed={isRefused(form)}
    >
      <div id="lista" class="wide">
        <ErrorSummary form={form} heading={refusal} />
        {children}
      </div>
    </Page>
  );
}

type SearchFormProps = {
  list: ListingView;
  /** What the search looks for, as its label says. */
  label?: string;
  /** More filters, such as days; the last one stands behind them. */
  children?: Child;
};

/**
 * The search, the filters and the number of rows, sent by GET, so that the address names the shown part of the list
 * (U6).
 */
export function SearchForm({ list, label = 'Nombre, identificación o usuario', children }: SearchFormProps) {
  if (useContext(Bare)) return null;
  return (
    <form class="search" role="search" method="get" action={list.action} autocomplete="off">
      {list.carried.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <div class="field">
        <label for="buscar">{label}</label>
        <input
          type="search"
          id="buscar"
          name="buscar"
          value={list.search || undefined}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={noSpellcheck}
        />
      </div>
      {list.filters.map(({ name, label, choices, chosen }, index) => (
        <>
          {index === list.filters.length - 1 && children}
          <div class="field">
            <label for={name}>{label}</label>
            <select id={name} name={name}>
              {shortOptions(choices, chosen)}
            </select>
          </div>
        </>
      ))}
      <PageSizeField list={list} />
      <button type="submit">Buscar</button>
      {list.narrowing.length > 0 && <a href={list.clear}>Quitar filtros</a>}
    </form>
  );
}

const sizes = choicesOf(pageSizes.map(String));

/** The choice of the number of rows of a page. */
export function PageSizeField({ list }: { list: ListingView }) {
  return (
    <div class="field">
      <label for="filas">Filas por página</label>
      <select id="filas" name="filas">
        {shortOptions(sizes, String(list.size))}
      </select>
    </div>
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

type SheetHeadProps = { frame: Frame; columns: number; list?: ListingView };

/** The first head row of a table on paper, with which each sheet repeats entity and day, and what narrows the list (U11). */
export function SheetHead({ frame, columns, list }: SheetHeadProps) {
  return (
    <tr class="sheet">
      <td colspan={columns}>
        {frame.person?.entityName} · RUC {frame.person?.ruc} ·{' '}
        {[frame.dateText, ...(list?.narrowing ?? [])].join(' · ')}
      </td>
    </tr>
  );
}

/** The links that download all rows that match (product 8.2); nothing where none does. */
export function FileLinks({ list: { files, total } }: { list: ListingView }) {
  if (total === 0) return null;
  return (
    <>
      <a href={files.csv}>Descargar CSV</a>
      <a href={files.excel}>Descargar Excel</a>
    </>
  );
}

// One character past Latin-1 in a list of 50 rows makes all of its text take twice the memory, and sending it 20 µs more.
const gap = raw('&hellip;');

/** Links to the neighbouring pages, the first and the last; nothing if all rows are shown. */
export function Pager({ list }: { list: ListingView }) {
  if (useContext(Bare) || list.pages === 1) return null;
  return (
    <nav class="pager" aria-label="Páginas">
      {list.previous && <a href={list.previous}>Anterior</a>}
      {list.numbers.map((page) =>
        page ? (
          <a href={page.href} aria-current={page.number === list.page ? 'page' : undefined}>
            {page.number}
          </a>
        ) : (
          <span>{gap}</span>
        ),
      )}
      {list.next && <a href={list.next}>Siguiente</a>}
    </nav>
  );
}

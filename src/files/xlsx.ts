import { writeXlsxStream } from 'hucre/xlsx';
import { broken, openArchive } from './archive.ts';
import type { Column, Rows } from './column.ts';
import { FileFault, tooWide } from './file-fault.ts';
import { readMarkup } from './markup.ts';
import type { SheetLimits, SheetLine } from './sheet.ts';
import { readWorkbook, type Workbook } from './workbook.ts';

/**
 * Reads the first sheet of a workbook, line by line. A day is 'AAAA-MM-DD', in either date system; a formula counts by
 * the result that was stored with it, and is never computed. Throws FileFault for what is no workbook or has macros.
 */
export async function* readXlsx(bytes: Uint8Array, { columns }: SheetLimits): AsyncGenerator<SheetLine> {
  const archive = openArchive(bytes);
  const workbook = await readWorkbook(archive);
  const lines: SheetLine[] = [];
  let number = 0;
  let cells: string[] = [];
  let cell: OpenCell = { column: -1, type: '', style: '', value: '' };
  let isValue = false;
  const markup = {
    open: (name: string, { r, t = '', s = '' }: Record<string, string>) => {
      if (name === 'row') [number, cells, cell] = [nextNumber(number, r), [], { ...cell, column: -1 }];
      if (name === 'c') cell = { column: columnOf(r) ?? cell.column + 1, type: t, style: s, value: '' };
      if (name === 'v' || name === 't') isValue = true;
      if (name === 'rPh') isValue = false;
    },
    text: (text: string) => {
      if (isValue) cell.value += text;
    },
    close: (name: string) => {
      if (name === 'v' || name === 't') isValue = false;
      if (name === 'c' && cell.value !== '') {
        // At once, because a far cell needs the place of all before it.
        if (cell.column >= columns) throw tooWide(number, columns);
        cells[cell.column] = textOf(cell, workbook);
      }
      if (name === 'row' && cells.length > 0) lines.push({ number, cells: Array.from(cells, (text) => text ?? '') });
    },
  };
  yield* readMarkup(archive.unpack(workbook.sheet), markup, () => lines.splice(0));
}

/**
 * Writes a workbook of one sheet as a stream: the heads stay in view with the lines of the heading above them, texts are
 * texts, and nothing computes.
 */
export function writeXlsx(
  columns: Column[],
  rows: Rows,
  name: string,
  heading: string[][] = [],
): ReadableStream<Uint8Array> {
  const cells = (async function* () {
    yield* heading;
    yield columns.map(({ head }) => head);
    for await (const row of rows) yield row.map((cell, place) => (cell ? typedCell(cell, columns[place]?.kind) : null));
  })();
  return writeXlsxStream(cells, {
    name,
    freezePane: { rows: heading.length + 1 },
    columns: columns.map(({ head, kind }) => ({ numFmt: formats[kind], width: Math.max(head.length + 2, 14) })),
  });
}

type OpenCell = { column: number; type: string; style: string; value: string };

function nextNumber(last: number, stated: string | undefined): number {
  const number = stated === undefined ? last + 1 : Number(stated);
  if (!(number > last)) throw new FileFault(broken);
  return number;
}

// Reads the letters of a cell's name, AA for the 27th column; undefined for a cell that stands after the one before it.
function columnOf(name: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(name ?? '')?.[0];
  if (!letters) return undefined;
  return [...letters].reduce((column, letter) => 26 * column + letter.charCodeAt(0) - 64, 0) - 1;
}

function textOf({ type, style, value }: OpenCell, { texts, days, from1904 }: Workbook): string {
  if (type === 's') return texts[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'VERDADERO' : 'FALSO';
  if (type === 'd') return value.slice(0, 10);
  const number = type === '' || type === 'n' ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) return value;
  return (days[Number(style)] && dayOf(number, from1904)) || String(number);
}

const dayLength = 86_400_000;
// The day before the first one of each system. Excel takes 1900 for a leap year, so its later days are one ahead.
const starts = { early: Date.UTC(1899, 11, 31), usual: Date.UTC(1899, 11, 30), from1904: Date.UTC(1904, 0, 1) };
const leapDay = 60;
const lastDay = 2_958_465;

function dayOf(serial: number, from1904: boolean): string | null {
  if (serial < 0 || serial > lastDay) return null;
  const start = from1904 ? 'from1904' : serial < leapDay ? 'early' : 'usual';
  return new Date(starts[start] + Math.floor(serial) * dayLength).toISOString().slice(0, 10);
}

// '@' keeps a cell a text also when it is edited, with its zeros in front.
const formats: Record<Column['kind'], string> = {
  text: '@',
  day: 'yyyy-mm-dd',
  moment: 'yyyy-mm-dd hh:mm',
  amount: '#,##0.00',
};

function typedCell(cell: string, kind: Column['kind'] = 'text'): string | number | Date {
  if (kind === 'text') return cell;
  return kind === 'amount' ? Number(cell) : new Date(`${cell.replace(' ', 'T')}${kind === 'day' ? '' : 'Z'}`);
}

import { isZip } from './archive.ts';
import { readCsv } from './csv.ts';
import { decodeText } from './encoding.ts';
import { FileFault, tooLong, tooWide } from './file-fault.ts';
import { readXlsx } from './xlsx.ts';

/** A table as read from a file: its heads, which are line 1, and the lines below that hold anything. */
type Sheet = { heads: string[]; lines: SheetLine[] };

/** A line with its number as a spreadsheet shows it; it may have fewer or more cells than there are heads. */
export type SheetLine = { number: number; cells: string[] };

/** The most lines below the heads, and the most cells of a line, that are read. */
export type SheetLimits = { lines: number; columns: number };

/**
 * Reads a file as a table of texts, whichever its form: XLSX, or CSV in any usual encoding and with any usual separator
 * (product 8.5). Throws FileFault with the reason and the remedy for a file that is none or that exceeds the limits.
 */
export async function readSheet(bytes: Uint8Array, limits: SheetLimits): Promise<Sheet> {
  if (bytes.length === 0) throw new FileFault('el archivo está vacío. Elija otro.');
  if (startsWith(bytes, oldExcel)) {
    throw new FileFault('es un libro de Excel antiguo (.xls) o con contraseña. Guárdelo como XLSX o como CSV.');
  }
  const rows = isZip(bytes) ? readXlsx(bytes, limits) : readCsv(textOf(bytes), mostRows);
  return collect(rows, limits);
}

// Lines of any kind, also blank ones, which the limit doesn't count.
const mostRows = 50_000;

// The container of Excel before 2007, and of every workbook with a password.
const oldExcel = [0xd0, 0xcf, 0x11, 0xe0];

async function collect(rows: AsyncIterable<SheetLine> | Iterable<SheetLine>, limits: SheetLimits): Promise<Sheet> {
  const lines: SheetLine[] = [];
  let heads: string[] = [];
  for await (const { number, cells } of rows) {
    const used = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
    if (used > limits.columns) throw tooWide(number, limits.columns);
    const line = { number, cells: cells.slice(0, used) };
    if (number === 1) heads = line.cells;
    else if (used > 0) lines.push(line);
    if (lines.length > limits.lines) throw tooLong(limits.lines);
  }
  return { heads, lines };
}

function textOf(bytes: Uint8Array): string {
  const text = decodeText(bytes);
  const sample = text.slice(0, sampleLength);
  const controls = sample.match(/[^\P{Cc}\s]/gu)?.length ?? 0;
  if (controls > sample.length / 20) throw new FileFault('no es un archivo CSV ni XLSX. Elija otro.');
  return text;
}

// A picture or program is told by its control characters; a few in a text are faults of their cells.
const sampleLength = 4_096;

function startsWith(bytes: Uint8Array, start: number[]): boolean {
  return start.every((byte, place) => bytes[place] === byte);
}

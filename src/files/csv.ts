import { CsvError, parse } from 'csv-parse/sync';
import { writeCsvStream } from 'hucre/csv';
import type { Column, Rows } from './column.ts';
import { FileFault, tooLong } from './file-fault.ts';
import type { SheetLine } from './sheet.ts';

/**
 * Reads CSV with commas, semicolons or tabs (the heads tell) and lines that end in any way. The apostrophe that writing
 * puts before what a spreadsheet would compute is taken off again. Throws FileFault for quotes that don't match, and
 * for more lines than the most.
 */
export function readCsv(text: string, most: number): SheetLine[] {
  const rows = parsed(text, most);
  if (rows.length === most) throw tooLong(most);
  return rows.map((cells, index) => ({ number: index + 1, cells: cells.map(unguarded) }));
}

/**
 * Writes CSV as a stream: UTF-8 with a mark, semicolons, CRLF, quotes as in RFC 4180, and nothing that computes. The
 * lines of the heading stand above the heads.
 */
export function writeCsv(columns: Column[], rows: Rows, heading: string[][] = []): ReadableStream<Uint8Array> {
  const headed = (async function* () {
    for (const line of heading) yield line.map(guarded);
    yield columns.map(({ head }) => guarded(head));
    for await (const row of rows) yield row.map((cell) => cell && guarded(cell));
  })();
  return writeCsvStream(headed, { delimiter: ';', bom: true, headers: false });
}

function parsed(text: string, most: number): string[][] {
  try {
    return parse(text, {
      delimiter: separatorOf(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      to: most,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The line that the quote makes unreadable begins behind the last whole one; what is found wrong may stand far below.
    throw new FileFault(
      `tiene comillas sin cerrar o mal puestas en la línea ${Number(error.records) + 1}. Una celda con comillas va entre comillas, y las de adentro se escriben dos veces.`,
    );
  }
}

const separators = [';', ',', '\t'];

// Only what stands outside of quotes counts, in the line of the heads.
function separatorOf(text: string): string {
  const [heads = ''] = text.replace(/"[^"]*"/g, '').split(/[\r\n]/, 1);
  const counts = separators.map((separator) => heads.split(separator).length);
  return separators[counts.indexOf(Math.max(...counts))] ?? ';';
}

// A cell that begins in this way would be a formula. Apostrophes that a text begins with are told apart by one more.
function guarded(cell: string): string {
  return /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

function unguarded(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

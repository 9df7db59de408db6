import { paths } from '../../views/kit/paths.ts';
import { NotFound } from '../data/database/errors.ts';
import { civilDate } from '../domain/civil-date.ts';
import type { FileFormat } from '../domain/download.ts';
import { writeCsv } from '../files/csv.ts';
import { writeXlsx } from '../files/xlsx.ts';
import { type EntityContext, getFile, type Route } from '../web/env.ts';
import { download, fileTypes, whileSent } from '../web/file.ts';
import { readListing } from '../web/listing.ts';
import { lists } from '../web/lists.ts';
import { contactTable, incidentTable, type Table, userTable } from './download-tables.ts';
import { personOf } from './incidents.tsx';

/** Routes of the lists as files, with all that match and in the order shown (product 8.2). */
export const downloadRoutes: Route[] = [
  getFile(paths.contactDownload(), 'administration', (c) =>
    downloadList(c, contactTable, (format) =>
      c.var.entity.downloads.contacts(readListing(c, lists(c).contacts), format),
    ),
  ),
  getFile(paths.userDownload(), 'administration', (c) =>
    downloadList(c, userTable(c.var.app.catalogs, c.var.now), (format) =>
      c.var.entity.downloads.users(readListing(c, lists(c).users), format),
    ),
  ),
  getFile(paths.incidentDownload(), 'administration', (c) =>
    downloadList(c, incidentTable(c.var.app.catalogs), (format) =>
      c.var.entity.downloads.incidents(readListing(c, lists(c).incidents), format, personOf(c).person),
    ),
  ),
];

/** The rows of a file, all at hand or read while it is sent, with the table that they make. */
type Contents<Row> = { table: Table<Row>; rows: AsyncIterable<Row> | Iterable<Row> };

/** Answers with a table as a file of this name, which gets the ending of its format, or with the answer in its place. */
export async function downloadTable<Row>(
  c: EntityContext,
  name: string,
  read: (format: FileFormat) => Promise<Contents<Row> | Response>,
): Promise<Response> {
  const format = formatOf(c.req.query('formato'));
  const ending = endings[format];
  return download(c, { name: `${name}.${ending}`, type: fileTypes[ending] }, async () => {
    const found = await read(format);
    if (found instanceof Response) return found;
    const { table, rows } = found;
    const { columns, name: sheet, heading } = table;
    const cells = whileSent(c, cellsOf(table, rows));
    return format === 'csv' ? writeCsv(columns, cells, heading) : writeXlsx(columns, cells, sheet, heading);
  });
}

const endings = { csv: 'csv', excel: 'xlsx' } as const satisfies Record<FileFormat, keyof typeof fileTypes>;

function downloadList<Row>(
  c: EntityContext,
  table: Table<Row>,
  read: (format: FileFormat) => Promise<AsyncIterable<Row>>,
): Promise<Response> {
  const { actor, now } = c.var;
  const name = `${table.name.toLowerCase()}-${actor.ruc}-${civilDate(now)}`;
  return downloadTable(c, name, async (format) => ({ table, rows: await read(format) }));
}

function formatOf(typed: string | undefined): FileFormat {
  if (typed !== 'csv' && typed !== 'excel') throw new NotFound();
  return typed;
}

async function* cellsOf<Row>({ cells }: Table<Row>, rows: Contents<Row>['rows']) {
  for await (const row of rows) yield cells(row);
}

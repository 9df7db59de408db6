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

const endings = { csv: 'csv', excel: 'xlsx' } as const satisfies Record<FileFormat, keyof typeof fileTypes>;

async function downloadList<Row>(
  c: EntityContext,
  table: Table<Row>,
  read: (format: FileFormat) => Promise<AsyncIterable<Row>>,
): Promise<Response> {
  const format = formatOf(c.req.query('formato'));
  const ending = endings[format];
  const { actor, now } = c.var;
  const file = {
    name: `${table.name.toLowerCase()}-${actor.ruc}-${civilDate(now)}.${ending}`,
    type: fileTypes[ending],
  };
  const { columns, name } = table;
  return download(c, file, async () => {
    const cells = whileSent(c, cellsOf(table, await read(format)));
    return format === 'csv' ? writeCsv(columns, cells) : writeXlsx(columns, cells, name);
  });
}

function formatOf(typed: string | undefined): FileFormat {
  if (typed !== 'csv' && typed !== 'excel') throw new NotFound();
  return typed;
}

async function* cellsOf<Row>({ cells }: Table<Row>, rows: AsyncIterable<Row>) {
  for await (const row of rows) yield cells(row);
}

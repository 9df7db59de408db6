import { ImportPage, type ImportProps, importTitles } from '../../views/import.tsx';
import { type ColumnWords, ContactImportPage, ImportsPage } from '../../views/imports.tsx';
import { emptyForm, type FormState } from '../../views/kit/form-state.ts';
import { NoticePage } from '../../views/kit/notices.tsx';
import { paths } from '../../views/kit/paths.ts';
import type { Import } from '../data/entity/imports.ts';
import { civilDate, dateTimeText } from '../domain/civil-date.ts';
import {
  type ImportField,
  type ImportTable,
  importChoices,
  importLabels,
  importLimits,
  importTable,
  shortened,
} from '../domain/import.ts';
import { isCurrent } from '../domain/menu.ts';
import { isOptional } from '../domain/profile.ts';
import { printable } from '../domain/typed-text.ts';
import type { Column } from '../files/column.ts';
import { writeCsv } from '../files/csv.ts';
import { FileFault } from '../files/file-fault.ts';
import { readSheet } from '../files/sheet.ts';
import { writeXlsx } from '../files/xlsx.ts';
import { type EntityContext, get, post, type Route, upload } from '../web/env.ts';
import { fileTypes, sendFile } from '../web/file.ts';
import type { UploadedFile } from '../web/forms/upload.ts';
import { frame } from '../web/frame.ts';
import { listingView, readListing } from '../web/listing.ts';
import { lists } from '../web/lists.ts';
import { recordId, recordNumber } from '../web/record-id.ts';
import { show, showForm } from '../web/respond.ts';

/** Routes of "Importar contactos": the template, the review of a file, and its import (product 8.5). */
export const importRoutes: Route[] = [
  get(paths.contactImport(), 'administration', (c) => uploadPage(c, emptyForm)),

  get(paths.importCsvTemplate(), 'administration', (c) =>
    sendFile(c, { name: `${templateName}.csv`, type: fileTypes.csv, contents: writeCsv(templateColumns, []) }),
  ),

  get(paths.importXlsxTemplate(), 'administration', (c) =>
    sendFile(c, {
      name: `${templateName}.xlsx`,
      type: fileTypes.xlsx,
      contents: writeXlsx(templateColumns, templateLines, 'Contactos'),
    }),
  ),

  upload(paths.contactImport(), 'administration', async (c) => {
    const { file } = c.var;
    const table = await readTable(file);
    if (typeof table === 'string') return uploadPage(c, { ...emptyForm, errors: { file: `Archivo: ${table}` } });
    const id = await c.var.entity.imports.review(table, fileName(file));
    return c.redirect(paths.import(id), 303);
  }),

  get(paths.imports(), 'administration', async (c) => {
    const kind = lists(c).imports;
    const listing = { ...readListing(c, kind), search: '' };
    const page = await c.var.entity.imports.page(listing);
    const list = listingView(listing, page, kind);
    const shown = frame(c, 'Importaciones', 'importar');
    return show(c, <ImportsPage frame={shown} list={list} imports={page.rows.map(propsOf)} />);
  }),

  get(paths.import(':id'), 'administration', async (c) => {
    const found = await c.var.entity.imports.findOptional(importSent(c));
    return found ? importPage(c, found) : gonePage(c);
  }),

  post(paths.import(':id'), 'administration', async (c) => {
    const confirmed = await c.var.entity.imports.confirm(importSent(c));
    if (!confirmed) return gonePage(c);
    if (confirmed.status === 'reviewed') return importPage(c, confirmed, true);
    return c.redirect(paths.import(confirmed.id), 303);
  }),

  get(paths.importFaults(':id'), 'administration', async (c) => {
    const { faults } = await c.var.entity.imports.find(recordId(c));
    const lines = faults.map(({ line, field, reason }) => [String(line), field, reason]);
    const name = `errores-${c.var.actor.ruc}-${civilDate(c.var.now)}.csv`;
    return sendFile(c, { name, type: fileTypes.csv, contents: writeCsv(faultColumns, lines) });
  }),
];

const days: string[] = [importLabels.from, importLabels.until, importLabels.birthDate];
const templateColumns = Object.values(importLabels).map(
  (head): Column => ({ head, kind: days.includes(head) ? 'day' : 'text' }),
);
const templateName = 'plantilla-contactos';
// Their cells are texts, so that a cédula keeps its zero in front.
const templateLines = Array.from({ length: 500 }, () => templateColumns.map(() => null));

const faultColumns = ['Línea', 'Campo', 'Motivo'].map((head): Column => ({ head, kind: 'text' }));

// Gives the reason, as the rest of a sentence, if the file is no table of people.
async function readTable(file: UploadedFile | null): Promise<ImportTable | string> {
  if (!file) return 'elija un archivo CSV o XLSX de su equipo.';
  if (file.bytes.length > importLimits.bytes) return 'pesa más de 2 MB. Divídalo en archivos más cortos.';
  try {
    const { heads, lines } = await readSheet(file.bytes, importLimits);
    return importTable(heads, lines);
  } catch (error) {
    if (error instanceof FileFault) return error.message;
    throw error;
  }
}

// Some browsers send the whole path.
function fileName(file: UploadedFile | null): string {
  return shortened(printable(file?.name.split(/[\\/]/).at(-1) ?? '')) || 'archivo';
}

function uploadPage(c: EntityContext, form: FormState): Response {
  const shown = frame(c, 'Importar contactos', 'importar');
  return showForm(c, <ContactImportPage frame={shown} form={form} words={columnWords(c)} />, form);
}

// What a column may hold that the form offers as a choice, and the menus by name and code.
function columnWords(c: EntityContext): ColumnWords[] {
  const { catalogs } = c.var.app;
  const today = civilDate(c.var.now);
  const menus = catalogs.menus.filter((menu) => isOptional(menu) && isCurrent(menu, today));
  return [
    ...Object.entries(importChoices(catalogs)).map(([field, words]) => ({
      label: importLabels[field as ImportField],
      words: [...words],
    })),
    { label: importLabels.menus, words: menus.map(({ name, code }) => `${name} (${code})`) },
  ];
}

// The number in the address; 0, which no import has, if it is malformed, which is answered as one that is gone.
function importSent(c: EntityContext): number {
  return recordNumber(c.req.param('id')) ?? 0;
}

function gonePage(c: EntityContext): Response {
  const page = (
    <NoticePage
      frame={frame(c, 'Importación no encontrada', 'importar')}
      sentence="Una revisión se conserva 24 horas. Si la suya venció, no se importó nada: elija de nuevo el archivo."
      back={{ href: paths.contactImport(), label: 'Importar contactos' }}
    />
  );
  return show(c, page, 404);
}

// In seconds. Browsers without scripting ask again, too.
const betweenLooks = 2;

function importPage(c: EntityContext, imported: Import, failed = false): Response {
  if (imported.status === 'queued') c.header('Refresh', String(betweenLooks));
  const page = (
    <ImportPage
      frame={frame(c, importTitles[imported.status], 'importar')}
      imported={propsOf(imported)}
      failed={failed}
    />
  );
  return show(c, page, failed ? 422 : 200);
}

function propsOf({ reviewedAt, confirmedAt, settledAt, ...imported }: Import): ImportProps {
  const { counts } = imported;
  return {
    ...imported,
    total: counts.new + counts.changed + counts.unchanged + counts.wrong,
    at: dateTimeText(settledAt ?? confirmedAt ?? reviewedAt),
  };
}

import * as z from 'zod';
import { AccessReportPage } from '../../views/access-report.tsx';
import { emptyForm, type FormState, withErrors } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import type { CodedReport, FoundReport } from '../data/entity/access-reports.ts';
import { type ReportLine, reportAdministrator, reportTotals } from '../domain/access-report.ts';
import { reasonsText } from '../domain/access-words.ts';
import { limitText } from '../domain/budget.ts';
import { checkCodeText } from '../domain/check-code.ts';
import { type CivilDate, civilDate, dateTimeText, timeText } from '../domain/civil-date.ts';
import { optionalDateField } from '../domain/fields.ts';
import { defaultListing, pageCount } from '../domain/listing.ts';
import { type CatalogMenu, heldName } from '../domain/menu.ts';
import { type EntityContext, get, getFile, type Route } from '../web/env.ts';
import { askingForm, readTyped } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { type ListKind, listingView, readListing } from '../web/listing.ts';
import { showForm } from '../web/respond.ts';
import type { Table } from './download-tables.ts';
import { downloadTable } from './downloads.ts';

/** Routes of "Estado a la fecha": who had access on a day, and to what, computed from the history (product 10). */
export const accessReportRoutes: Route[] = [
  get(paths.accessReport(), 'administration', async (c) => {
    const reading = readDay(c);
    if (!reading.ok) return reportPage(c, reading.form, null);
    const day = reading.value.fecha;
    const found = await c.var.entity.accessReports.find(day);
    if (found.kind === 'too early') return tooEarly(c, day, found);
    return reportPage(c, { ...reading.form, values: { fecha: day } }, found.report);
  }),

  getFile(paths.accessReportDownload(), 'administration', async (c) => {
    const reading = readDay(c);
    if (!reading.ok) return reportPage(c, reading.form, null);
    const day = reading.value.fecha;
    const name = `estado-${c.var.actor.ruc}-${day}`;
    return downloadTable(c, name, async (format) => {
      const found = await c.var.entity.accessReports.download(day, format);
      if (found.kind === 'too early') return tooEarly(c, day, found);
      const { report } = found;
      return { table: reportTable(c, report), rows: report.lines };
    });
  }),
];

const dayLabel = 'Fecha';
const definition = askingForm({ fecha: { label: dayLabel, mayBeMissing: true } });

// Without a day the report is of today.
function readDay(c: EntityContext) {
  const today = civilDate(c.var.now);
  const fecha = optionalDateField(dayLabel)
    .transform((day) => day ?? today)
    .refine(
      (day) => day <= today,
      `${dayLabel}: escriba la fecha de hoy (${today}) o una anterior; el estado futuro aún no existe.`,
    );
  return readTyped(new URL(c.req.url).searchParams, definition, z.object({ fecha }));
}

function tooEarly(c: EntityContext, day: CivilDate, { registered }: Extract<FoundReport, { kind: 'too early' }>) {
  const sentence = `${dayLabel}: la entidad se registró el ${registered}. Escriba ese día o uno posterior.`;
  return reportPage(c, withErrors({ ...emptyForm, values: { fecha: day } }, { fecha: sentence }), null);
}

function reportPage(c: EntityContext, form: FormState, report: CodedReport | null): Response {
  const lines = report?.lines ?? [];
  const kind: ListKind<'usuario'> = {
    sorts: ['usuario'],
    filters: [],
    address: paths.accessReport,
    download: paths.accessReportDownload,
    fixed: report ? [['fecha', report.day]] : [],
  };
  const { size, page: asked } = readListing(c, kind);
  const listing = { ...defaultListing(kind.sorts), size };
  const page = Math.min(asked, pageCount({ total: lines.length, size }));
  const list = listingView(listing, { total: lines.length, all: lines.length, page, size }, kind);
  const shown = (
    <AccessReportPage
      frame={frame(c, 'Estado a la fecha', 'estado')}
      form={form}
      list={list}
      report={report && reportProps(c, report)}
      rows={lines.slice((page - 1) * size, page * size).map((line) => rowProps(c, line, report?.day ?? ''))}
    />
  );
  return showForm(c, shown, form);
}

function reportProps(c: EntityContext, report: CodedReport) {
  const isOfToday = report.day === civilDate(c.var.now);
  return {
    facts: headingOf(c, report),
    sheet: `estado al ${report.day}, hecho el ${dateTimeText(c.var.now)}`,
    validity: isOfToday
      ? `Es el estado de hoy a las ${timeText(c.var.now)}. Su código deja de servir cuando algo de esto cambie. El reporte de un día ya terminado no cambia.`
      : 'Es el estado al terminar ese día. Los cambios posteriores no lo alteran.',
    verification: new URL(paths.accessReportVerification(), c.var.app.baseUrl).href,
  };
}

// The lines above the table, on the page as in a file.
function headingOf(c: EntityContext, report: CodedReport): { label: string; value: string }[] {
  const { all, admitted } = reportTotals(report);
  return [
    { label: 'Entidad', value: c.var.actor.entityName },
    { label: 'RUC', value: report.ruc },
    { label: 'Fecha', value: report.day },
    { label: 'Hecho', value: dateTimeText(c.var.now) },
    { label: 'Administrador', value: reportAdministrator(report) },
    { label: 'Usuarios', value: `${all}: ${admitted} con acceso, ${all - admitted} sin acceso` },
    { label: 'Código de verificación', value: checkCodeText(report.code) },
  ];
}

function rowProps(c: EntityContext, line: ReportLine, day: CivilDate) {
  return {
    userName: line.userName,
    contactName: line.contactName,
    position: line.position,
    delegation: delegationText(line),
    access: accessText(line),
    admitted: line.hindrances.length === 0,
    menus: menuNames(line, c.var.app.catalogs.menus, day),
    limit: limitText(line.limit),
  };
}

function reportTable(c: EntityContext, report: CodedReport): Table<ReportLine> {
  return {
    name: 'Estado',
    heading: [['Estado a la fecha'], ...headingOf(c, report).map(({ label, value }) => [label, value])],
    columns: [
      { head: 'Usuario', kind: 'text' },
      { head: 'Nombre', kind: 'text' },
      { head: 'Cargo', kind: 'text' },
      { head: 'Delegación', kind: 'text' },
      { head: 'Acceso', kind: 'text' },
      { head: 'Menús', kind: 'text' },
      { head: 'Monto Límite', kind: 'amount' },
    ],
    cells: (line) => [
      line.userName,
      line.contactName,
      line.position,
      delegationText(line),
      accessText(line),
      menuNames(line, c.var.app.catalogs.menus, report.day),
      line.limit,
    ],
  };
}

function delegationText({ from, until }: ReportLine): string {
  return `Desde ${from}${until ? ` hasta ${until}` : ''}`;
}

function accessText({ hindrances }: ReportLine): string {
  return hindrances.length === 0 ? 'Sí' : `No: ${reasonsText(hindrances)}`;
}

function menuNames({ menus }: ReportLine, catalog: CatalogMenu[], day: CivilDate): string {
  return catalog
    .filter(({ code }) => menus.includes(code))
    .map((menu) => heldName(menu, day))
    .join('; ');
}

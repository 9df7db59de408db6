import type { CivilDate } from './civil-date.ts';
import { type AuditEvent, type FieldChange, type FieldCode, given } from './incident.ts';
import {
  contactFilters,
  type Filters,
  filterNames,
  incidentFilters,
  type ListFilter,
  userFilters,
} from './list-filters.ts';

/** A list as it was downloaded: which one, as what kind of file, what narrowed it, and how many records it held. */
export type Download = {
  list: ListName;
  format: FileFormat;
  /** The name of the person whose history alone it is. */
  person?: string | null;
  search: string;
  filters: Filters;
  /** The day of a report (product 10). */
  day?: CivilDate;
  records: number;
};

export type ListName = 'contacts' | 'users' | 'incidents' | 'access-report';

/** The kinds of files. */
export type FileFormat = 'csv' | 'excel';

/** The event of a download, whose subject is the entity (product 8.2). */
export function downloadEvent(
  entityName: string,
  { list, format, day, records, person, search, filters }: Download,
): AuditEvent {
  const changes = [
    given('download.list', list),
    given('download.format', format),
    given('download.records', records),
    ...(person ? [given('download.person', person)] : []),
    ...(day ? [given('download.day', day)] : []),
    ...(search ? [given('download.search', search)] : []),
    ...filterNames.flatMap((name) => (filters[name] ? [given(`download.${name}`, filters[name])] : [])),
  ];
  return { event: 'list.downloaded', subject: { kind: 'entity', id: null, name: entityName }, changes };
}

/** The sentence of a download; what narrowed the list follows it, but for the kind of event, whose name it says. */
export function downloadSentence(changes: FieldChange[], eventNames: Partial<Record<string, string>>): string {
  const of = (code: FieldCode) => changes.find(({ field }) => field === code)?.new;
  const [one, several] = nouns[of('download.list') as ListName] ?? ['fila', 'filas'];
  const records = of('download.records') ?? 0;
  const kind = of('download.que');
  const told = kind ? ` de «${eventNames[String(kind)]}»` : '';
  const person = of('download.person');
  const history = person ? ` del historial de ${person}` : '';
  const format = formatNames[of('download.format') as FileFormat] ?? 'un archivo';
  const counted = `${records} ${records === 1 ? one : several}`;
  const day = of('download.day');
  const what = day ? `el estado al ${day}, con ${counted},` : `${counted}${told}${history}`;
  const sentence = `Descargó ${what} en ${format}`;
  const narrowed = changes.some(({ field }) => field !== 'download.que' && field in narrowingLabels);
  return narrowed ? `${sentence}, con estos filtros:` : `${sentence}.`;
}

const nouns: Partial<Record<ListName, [string, string]>> = {
  contacts: ['contacto', 'contactos'],
  users: ['usuario', 'usuarios'],
  'access-report': ['usuario', 'usuarios'],
  incidents: ['incidencia', 'incidencias'],
};

const formatNames: Partial<Record<FileFormat, string>> = { csv: 'CSV', excel: 'Excel' };

/** The filters of all lists, without the choices whose value is their text. */
const filters: ListFilter[] = [
  ...contactFilters({ positions: [] }),
  ...userFilters({ menus: [] }),
  ...incidentFilters({}),
];

/** The labels of what narrows a list. */
export const narrowingLabels: Partial<Record<string, string>> = {
  'download.search': 'Búsqueda',
  'download.desde': 'Desde',
  'download.hasta': 'Hasta',
  ...Object.fromEntries(filters.map(({ name, label }) => [`download.${name}`, label])),
};

/** The text of a filter's value, as its list offers it; undefined where the value is the text. */
export function choiceText(code: string, value: string): string | undefined {
  const choices = filters.filter(({ name }) => code === `download.${name}`).flatMap((filter) => filter.choices);
  return choices.find((choice) => choice.value === value)?.text;
}

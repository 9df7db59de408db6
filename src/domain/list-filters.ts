import type { Catalogs } from './contact.ts';
import { optionalDateField } from './fields.ts';
import type { EventCode } from './incident.ts';
import type { FieldErrors } from './outcome.ts';

/** A choice that narrows a list, by its name in the address; the first choice, '', narrows nothing (product 8). */
export type ListFilter = { name: FilterName; label: string; choices: FilterChoice[] };

/** A choice of a list's forms, by its value in addresses. */
export type FilterChoice = { value: string; text: string };

/** The names of all filters in addresses. */
export const filterNames = [
  'estado',
  'delegacion',
  'cargo',
  'usuario',
  'situacion',
  'menu',
  'presupuesto',
  'que',
  'desde',
  'hasta',
  'resultado',
] as const;
export type FilterName = (typeof filterNames)[number];

/** The chosen values of a list's filters; a missing one narrows nothing. */
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

/** Gives the value of a choice that an address names by its value or, as the lists' forms do, by its text; '' for none. */
export function choiceOf(choices: readonly FilterChoice[], named: string | null): string {
  return choices.find(({ value, text }) => named === value || named === text)?.value ?? '';
}

/** The filters of the register of contacts (product 8). */
export function contactFilters({ positions }: Pick<Catalogs, 'positions'>): ListFilter[] {
  return [
    status,
    filter('delegacion', 'Delegación', [
      ['', 'Todas'],
      ['vigente', 'Vigente'],
      ['termina', 'Termina en 30 días'],
      ['vencida', 'Vencida'],
      ['pendiente', 'Aún no empieza'],
      ['sin-salida', 'Sin fecha de salida'],
    ]),
    filter('cargo', 'Cargo', [['', 'Todos'], ...positions.map((position) => [position, position] as const)]),
    filter('usuario', 'Usuario', [
      ['', 'Todos'],
      ['con', 'Con usuario'],
      ['sin', 'Sin usuario'],
    ]),
  ];
}

/** The filters of the list of users (product 8). */
export function userFilters({ menus }: Pick<Catalogs, 'menus'>): ListFilter[] {
  return [
    status,
    filter('situacion', 'Situación', [
      ['', 'Todas'],
      ['con-acceso', 'Con acceso hoy'],
      ['sin-acceso', 'Sin acceso hoy'],
      ['nunca', 'Nunca ingresó'],
      ['temporal', 'Contraseña temporal'],
      ['sin-correo', 'Contacto sin correo'],
      ['no-entregado', 'Correo no entregado'],
    ]),
    filter('menu', 'Menú', [['', 'Todos'], ...menus.map(({ name }) => [name, name] as const)]),
    filter('presupuesto', 'Presupuesto', [
      ['', 'Todos'],
      ['con', 'Con límite'],
      ['sin', 'Sin límite'],
    ]),
  ];
}

/** The filters of the history, besides its days; it is given the names of events (product 8). */
export function incidentFilters(eventNames: Partial<Record<EventCode, string>>): ListFilter[] {
  return [
    filter('que', 'Qué', [['', 'Todo'], ...Object.entries(eventNames)]),
    filter('resultado', 'Resultado', [['', 'Todos'], ...Object.entries(outcomeNames)]),
  ];
}

/** The name of each outcome of an incident. */
export const outcomeNames: Record<'done' | 'refused', string> = { done: 'Hecho', refused: 'Rechazado' };

/** The labels of the filters by the first and the last day. */
export const dayLabels = { desde: 'Desde', hasta: 'Hasta' } as const;

/** Reads the typed days of a filter; a wrong one, or a last before the first, narrows nothing and is told (product 8). */
export function readDays(typed: Record<keyof typeof dayLabels, string>): { days: Filters; errors: FieldErrors } {
  const [from, until] = [days.desde.safeParse(typed.desde), days.hasta.safeParse(typed.hasta)];
  const first = from.data ?? null;
  const last = until.data ?? null;
  const crossed = first !== null && last !== null && last < first;
  const errors = {
    ...(from.error && { desde: from.error.issues[0]?.message }),
    ...(until.error && { hasta: until.error.issues[0]?.message }),
    ...(crossed && { hasta: `${dayLabels.hasta}: la fecha no puede ser anterior a «${dayLabels.desde}».` }),
  };
  return { days: { ...(first && { desde: first }), ...(last && !crossed && { hasta: last }) }, errors };
}

const days = { desde: optionalDateField(dayLabels.desde), hasta: optionalDateField(dayLabels.hasta) };

const status = filter('estado', 'Estado', [
  ['', 'Todos'],
  ['activo', 'ACTIVO'],
  ['inactivo', 'INACTIVO'],
]);

function filter(name: FilterName, label: string, choices: readonly (readonly [string, string])[]): ListFilter {
  return { name, label, choices: choices.map(([value, text]) => ({ value, text })) };
}

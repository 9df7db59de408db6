/** A day without time or zone, 'YYYY-MM-DD'. Compares as text. */
export type CivilDate = string;

/** The hour of the process, handed in so that rules and tests decide what "now" is. */
export type Clock = () => Date;

const earliestYear = 1900;
const latestYear = 2199;

/** Reads AAAA-MM-DD or DD/MM/AAAA; null where it is no day of the calendar between 1900 and 2199. */
export function parseCivilDate(text: string): CivilDate | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const local = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const parts = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : null;
  if (!parts) return null;
  const [year = 0, month = 0, day = 0] = parts.map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && year >= earliestYear && year <= latestYear ? date.toISOString().slice(0, 10) : null;
}

/** The day in Ecuador (America/Guayaquil) at an instant. */
export function civilDate(at: Date): CivilDate {
  const day = Math.floor((at.getTime() - behindUtc) / aDay);
  const known = civilDates.get(day);
  if (known) return known;
  const text = new Date(day * aDay).toISOString().slice(0, 10);
  civilDates.set(day, text);
  return text;
}

/** The day that comes a number of days after (or, negative, before) another. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return new Date(Date.parse(date) + days * aDay).toISOString().slice(0, 10);
}

/** Whole years from a birth date to a day. */
export function fullYears(birth: CivilDate, day: CivilDate): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** 'AAAA-MM-DD HH:MM' in Ecuador, for lists. */
export function dateTimeText(at: Date): string {
  return `${civilDate(at)} ${timeText(at)}`;
}

/** 'HH:MM' in Ecuador. */
export function timeText(at: Date): string {
  const { hour, minute } = local(at);
  return `${hour}:${minute}`;
}

/** 'Miércoles 6 de Abril de 2022 | 15:53' in Ecuador: the header's date, with the capitals SOCE has always shown. */
export function headerDate(at: Date): string {
  const { year, month, day, hour, minute } = local(at);
  const weekday = weekdayOf(year, month, day);
  const monthName = months[Number(month) - 1] ?? '';
  return `${capital(weekday)} ${Number(day)} de ${capital(monthName)} de ${year} | ${hour}:${minute}`;
}

/** 'miércoles 06 de abril de 2022' in Ecuador: the date of letters and mails. */
export function letterDate(at: Date): string {
  const { year, month, day } = local(at);
  return `${weekdayOf(year, month, day)} ${day} de ${months[Number(month) - 1]} de ${year}`;
}

/** 'miércoles 06 de abril de 2022, 15:53 (hora de Ecuador)': until when something in a mail is good. */
export function letterDateTime(at: Date): string {
  const { hour, minute } = local(at);
  return `${letterDate(at)}, ${hour}:${minute} (hora de Ecuador)`;
}

// Ecuador has kept UTC−5 the year round since 1993; reading it off the formatter made a third of a list's cost.
const behindUtc = 5 * 3_600_000;

const aDay = 86_400_000;

// Lists show the same few days again and again; a century has 36,525 of them.
const civilDates = new Map<number, CivilDate>();

type Local = Record<'year' | 'month' | 'day' | 'hour' | 'minute', string>;

function local(at: Date): Local {
  const text = new Date(at.getTime() - behindUtc).toISOString();
  return {
    year: text.slice(0, 4),
    month: text.slice(5, 7),
    day: text.slice(8, 10),
    hour: text.slice(11, 13),
    minute: text.slice(14, 16),
  };
}

function weekdayOf(year: string, month: string, day: string): string {
  return weekdays[new Date(`${year}-${month}-${day}`).getUTCDay()] ?? '';
}

const weekdays = ['domingo', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado'];
const months = [
  'enero',
  'febrero',
  'marzo',
  'abril',
  'mayo',
  'junio',
  'julio',
  'agosto',
  'septiembre',
  'octubre',
  'noviembre',
  'diciembre',
];

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

import { type CivilDate, daysBetween } from '../src/domain/civil-date.ts';
import { composeMail, type Link, type MailReader, type MailText, type Part } from './mail-text.tsx';

/** What the administrator's notice of a morning tells, by the last day; today is the day on which it leaves. */
export type DelegationsDigest = {
  kind: 'delegations-digest';
  today: CivilDate;
  endings: Ending[];
  /** The addresses of the register of contacts with those that end soon, and with those that have ended. */
  lists: { soon: string; ended: string };
};

/** A delegation that ends or has ended, with the address of its contact; own if it is the reader's. */
type Ending = { name: string; own: boolean; until: CivilDate; address: string };

/** What the notice to a delegate tells; today is the day on which it leaves. */
export type AccessEnding = { kind: 'access-ending'; today: CivilDate; until: CivilDate; userNames: string[] };

/** Writes the notice to the administrator on the delegations that end (product 9.1). */
export function delegationsDigest(content: DelegationsDigest, reader: MailReader): MailText {
  const { today, endings, lists } = content;
  const [ended, ending] = [endings.some(({ until }) => until < today), endings.some(({ until }) => until >= today)];
  const subject = `Delegaciones que ${ending ? 'terminan' : 'terminaron'}: ${peopleText(endings.length)}`;
  return composeMail(subject, reader, [
    `Estas delegaciones de ${reader.entityName} terminan pronto o acaban de terminar. Después de su último día, la persona ya no puede ingresar.`,
    ...lastDaysOf(endings).flatMap((day) => partsOf(day, endings, today)),
    ...(endings.some(({ own }) => own) ? [ownSentence] : []),
    'Para prorrogar una delegación, abra el contacto y cambie «Hasta». Si otra persona toma su lugar, elija ahí «Relevar».',
    ...(ending ? [{ words: 'Ver las delegaciones que terminan en 30 días', address: lists.soon }] : []),
    ...(ended ? [{ words: 'Ver las delegaciones vencidas', address: lists.ended }] : []),
  ]);
}

/** Writes the notice to a delegate whose access ends (product 9.1). */
export function accessEnding({ today, until, userNames }: AccessEnding, reader: MailReader): MailText {
  const { entityName, ruc } = reader;
  return composeMail(`Su acceso a SOCE termina el ${until}`, reader, [
    `Su delegación en ${entityName} termina ${whenText(until, today)}. El ${until} es el último día en que puede ingresar.`,
    [
      ['RUC', ruc],
      [userNames.length === 1 ? 'Usuario' : 'Usuarios', userNames.join(', ')],
      ['Último día', until],
    ],
    `Si va a continuar, pida a la administración de ${entityName} que prorrogue su delegación antes de que termine.`,
  ]);
}

const ownSentence =
  'Usted conserva el acceso aunque su delegación termine, porque es el administrador; actualice su fecha «Hasta».';

// A mail with thousands of names would help nobody; the list has all of them.
const mostNamed = 50;

function lastDaysOf(endings: Ending[]): CivilDate[] {
  return [...new Set(endings.map(({ until }) => until))].sort();
}

function partsOf(day: CivilDate, endings: Ending[], today: CivilDate): Part[] {
  const people = endings.filter(({ until }) => until === day);
  const more = people.length - mostNamed;
  return [
    `${verbText(day, people.length, today)} ${whenText(day, today)}, ${day}:`,
    ...people.slice(0, mostNamed).map(linkOf),
    ...(more > 0 ? [`Y ${peopleText(more)} más, que encuentra en la lista.`] : []),
  ];
}

function linkOf({ name, own, address }: Ending): Link {
  return { words: own ? `${name} (usted)` : name, address };
}

function peopleText(count: number): string {
  return count === 1 ? '1 persona' : `${count} personas`;
}

function verbText(day: CivilDate, count: number, today: CivilDate): string {
  if (day < today) return count === 1 ? 'Terminó' : 'Terminaron';
  return count === 1 ? 'Termina' : 'Terminan';
}

function whenText(day: CivilDate, today: CivilDate): string {
  const days = daysBetween(today, day);
  const near = { '-1': 'ayer', '0': 'hoy', '1': 'mañana' }[days];
  return near ?? (days < 0 ? `hace ${-days} días` : `en ${days} días`);
}

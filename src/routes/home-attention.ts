import type { AttentionListProps, Remedy } from '../../views/home-attention.tsx';
import { filteredLists } from '../../views/kit/filtered-lists.ts';
import { paths } from '../../views/kit/paths.ts';
import type { Attention, AttentionLine, Matter } from '../data/entity/home.ts';
import { entryHindrances, type Hindrance, isWorthActivating } from '../domain/access.ts';
import { hindranceMark } from '../domain/access-words.ts';
import { contactLabels } from '../domain/contact.ts';
import { warningDays } from '../domain/delegation.ts';

/** The names of matters in addresses, in the order of the page: first what keeps somebody out. */
const names = {
  'sin-activar': 'usersNeverActivated',
  vencidas: 'delegationsEnded',
  'sin-acceso': 'usersWithoutAccess',
  'sin-contrasena': 'usersWithoutPassword',
  'correo-no-entregado': 'usersWithUndeliveredMail',
  'sin-correo': 'usersWithoutEmail',
  'por-terminar': 'delegationsEnding',
} as const satisfies Record<string, Matter>;

type MatterName = keyof typeof names;

/** All names of matters. */
export const matterNames = Object.keys(names) as MatterName[];

/** Gives the matter that an address names; null for none. */
export function matterNamed(name: string | undefined): Matter | null {
  const known = matterNames.find((one) => one === name);
  return known ? names[known] : null;
}

/** Gives the lists of people who need attention as finished values, each person with the remedy (product 1). */
export function attentionLists(attention: Attention, now: Date, alone: boolean): AttentionListProps[] {
  return matterNames.flatMap((name) => {
    const matter = names[name];
    const list = attention[matter];
    if (!list) return [];
    const back = alone ? name : 'inicio';
    return [
      {
        title: titles[matter],
        people: list.people.map((line) => ({
          contact: { href: paths.contact(line.contactId), text: textOf(line) },
          notes: notesOf(matter, line, now),
          remedy: remedyOf(matter, line, back, now),
        })),
        total: list.total,
        all: !alone && list.total > list.people.length ? paths.home(`?todas=${name}`) : null,
        filtered: filtered[matter],
      },
    ];
  });
}

/** The heading of each matter. */
export const titles: Record<Matter, string> = {
  usersNeverActivated: 'Usuarios que nunca se han activado',
  delegationsEnded: 'Delegaciones vencidas de usuarios activados',
  usersWithoutAccess: 'Usuarios activados que hoy no pueden ingresar',
  usersWithoutPassword: 'Usuarios con contraseña temporal vencida o sin contraseña',
  usersWithUndeliveredMail: 'Usuarios con un correo no entregado',
  usersWithoutEmail: 'Usuarios cuyo contacto no tiene correo electrónico',
  delegationsEnding: `Delegaciones que terminan en los próximos ${warningDays} días`,
};

// The list with the filter that has these people, with the filter's choice as it is called there.
const filtered: Record<Matter, AttentionListProps['filtered']> = {
  usersNeverActivated: { href: filteredLists.neverSignedIn(), text: 'Ver en Usuarios: Nunca ingresó' },
  delegationsEnded: { href: filteredLists.ended(), text: 'Ver en Contactos: Delegación vencida' },
  usersWithoutAccess: { href: filteredLists.withoutAccess(), text: 'Ver en Usuarios: Sin acceso hoy' },
  usersWithoutPassword: { href: filteredLists.temporaryPassword(), text: 'Ver en Usuarios: Contraseña temporal' },
  usersWithUndeliveredMail: { href: filteredLists.undeliveredMail(), text: 'Ver en Usuarios: Correo no entregado' },
  usersWithoutEmail: { href: filteredLists.withoutEmail(), text: 'Ver en Usuarios: Contacto sin correo' },
  delegationsEnding: { href: filteredLists.endingSoon(), text: `Ver en Contactos: Termina en ${warningDays} días` },
};

function textOf({ name, user }: AttentionLine): string {
  return user ? `${name} (${user.name})` : name;
}

function notesOf(matter: Matter, line: AttentionLine, now: Date): string {
  if (matter === 'delegationsEnding') return `hasta el ${line.until}`;
  if (matter === 'usersWithUndeliveredMail' || matter === 'usersWithoutEmail') return '';
  const told = hindrancesOf(line, now).filter(
    ({ kind }) => matter !== 'usersNeverActivated' || kind !== 'user-inactive',
  );
  return told.map(hindranceMark).join(', ');
}

function remedyOf(matter: Matter, line: AttentionLine, back: string, now: Date): Remedy {
  const { user } = line;
  if (matter === 'usersWithoutEmail') return toField(line, 'email', 'Escribir el correo');
  if (!user) return toField(line, 'until', `Cambiar «${contactLabels.until}»`);
  if (matter === 'usersWithUndeliveredMail') {
    return { kind: 'link', href: paths.userMail(user.id), text: 'Reenviar', label: `Reenviar ${user.name}` };
  }
  if (isWorthActivating({ ...line, ...user }, now)) {
    return { kind: 'activation', action: paths.userActivation(user.id), back, label: `Activar Usuario ${user.name}` };
  }
  return remedyFor(hindrancesOf(line, now), line, user);
}

// The dates and the state of the contact come first, because a new password lets nobody in without them.
function remedyFor(
  hindrances: Hindrance[],
  line: AttentionLine,
  { id, name }: NonNullable<AttentionLine['user']>,
): Remedy {
  const has = (kind: Hindrance['kind']) => hindrances.some((one) => one.kind === kind);
  if (has('contact-inactive')) return toField(line, 'status', `Cambiar «${contactLabels.status}»`);
  if (has('ended')) return toField(line, 'until', `Cambiar «${contactLabels.until}»`);
  if (has('pending')) return toField(line, 'from', `Cambiar «${contactLabels.from}»`);
  return { kind: 'link', href: paths.passwordReset(id), text: 'Resetear', label: `Resetear Contraseña ${name}` };
}

function toField({ contactId, name }: AttentionLine, field: keyof typeof contactLabels, text: string): Remedy {
  return { kind: 'link', href: `${paths.contact(contactId)}#${field}`, text, label: `${text} de ${name}` };
}

function hindrancesOf(line: AttentionLine, now: Date): Hindrance[] {
  return line.user ? entryHindrances({ ...line, ...line.user }, now) : [];
}

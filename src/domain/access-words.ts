import type { Hindrance } from './access.ts';

/** The mark that stands beside a user's state for a reason why the person doesn't get in today (product 3). */
export function hindranceMark(hindrance: Hindrance): string {
  return marks[hindrance.kind].replace('{}', dayOf(hindrance));
}

/**
 * The end of a sentence on a user, with the reasons why the person doesn't get in today, and a sentence with the remedy
 * (product 3). There is at least one reason.
 */
export function hindrancesText(hindrances: Hindrance[]): string {
  return `hoy no puede ingresar: ${reasonsText(hindrances)}. Para que ingrese hoy, ${listed(remediesOf(hindrances))}.`;
}

/** The reasons why a person doesn't get in today, as the end of a sentence. */
export function reasonsText(hindrances: Hindrance[]): string {
  return listed(hindrances.map((hindrance) => reasons[hindrance.kind].replace('{}', dayOf(hindrance))));
}

type Words = Record<Hindrance['kind'], string>;

// The day of a delegation stands in place of {}.
const marks: Words = {
  'entity-suspended': 'entidad suspendida',
  'user-inactive': 'usuario INACTIVO',
  'contact-inactive': 'contacto INACTIVO',
  pending: 'Empieza el {}',
  ended: 'VENCIDO',
  'password-expired': 'contraseña temporal vencida',
  'password-missing': 'sin contraseña',
};

const reasons: Words = {
  'entity-suspended': 'la entidad está suspendida',
  'user-inactive': 'el usuario está INACTIVO',
  'contact-inactive': 'el contacto está INACTIVO',
  pending: 'la delegación empieza el {}',
  ended: 'la delegación terminó el {}',
  'password-expired': 'la contraseña temporal venció',
  'password-missing': 'el usuario no tiene contraseña',
};

// The fields of the contact's page that decide on access.
const fields: Partial<Words> = { 'contact-inactive': '«Estado»', pending: '«Desde»', ended: '«Hasta»' };

function remediesOf(hindrances: Hindrance[]): string[] {
  const has = (...kinds: Hindrance['kind'][]) => hindrances.some(({ kind }) => kinds.includes(kind));
  const ofContact = hindrances.flatMap(({ kind }) => fields[kind] ?? []);
  return [
    has('entity-suspended') ? 'pida a la mesa de ayuda que reactive la entidad' : [],
    has('user-inactive') ? 'actívelo en la lista de usuarios' : [],
    ofContact.length > 0 ? `cambie ${listed(ofContact)} en la página del contacto` : [],
    has('password-expired', 'password-missing') ? 'resetee la contraseña en la lista de usuarios' : [],
  ].flat();
}

function dayOf(hindrance: Hindrance): string {
  if (hindrance.kind === 'pending') return hindrance.from;
  return hindrance.kind === 'ended' ? hindrance.until : '';
}

function listed(parts: string[]): string {
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter(Boolean).join(' y ');
}

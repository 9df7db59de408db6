import type { BulkAction } from './bulk-change.ts';
import type { CivilDate } from './civil-date.ts';
import { type Contact, type ContactData, type ContactFacts, editFields } from './contact.ts';
import { delegationState } from './delegation.ts';

type Listed = { contact: Contact; facts: ContactFacts };

const deactivate: BulkAction<Listed, ContactData> = {
  label: 'Poner INACTIVO',
  title: 'Poner INACTIVO a contactos',
  taking: true,
  rule: ({ contact, facts }) => editFields(contact, { active: false }, facts),
  unchanged: 'Ya está INACTIVO.',
  effect: ({ facts }) => `Quedará INACTIVO. ${endOfAccess(facts)}`,
  done: ({ facts }) => `Quedó INACTIVO.${accessEnded(facts)}`,
};

const setUntil: BulkAction<Listed, ContactData> = {
  label: 'Cambiar Hasta',
  title: 'Cambiar la fecha «Hasta» de contactos',
  asks: 'until',
  means: 'Con una fecha anterior a hoy, sus usuarios pierden el acceso en el acto y sus sesiones se cierran.',
  rule: ({ contact, facts }, { value }) => editFields(contact, { until: value }, facts),
  unchanged: 'Ya tiene esa fecha.',
  effect: ({ contact }) => `Ahora: desde ${contact.from}, ${untilText(contact.until)}.`,
  done: (listed, { value, today }) => {
    const ended = value !== null && value < today && getsIn(listed, today);
    return `Hasta: ${listed.contact.until ?? 'sin fecha'} → ${value}.${ended ? accessEnded(listed.facts) : ''}`;
  },
};

/** The actions on the chosen of the register, by their names in the address, in the order of the list (product 8.3). */
export const contactActions = { inactivo: deactivate, hasta: setUntil };

function accessEnded({ users }: ContactFacts): string {
  if (users === 0) return '';
  return users === 1 ? ' Su usuario ya no tiene acceso.' : ' Sus usuarios ya no tienen acceso.';
}

// The dates of the administrator don't count (product 6).
function getsIn({ contact, facts: { users, administrator } }: Listed, today: CivilDate): boolean {
  return users > 0 && !administrator && contact.active && delegationState(contact, today) === 'current';
}

function endOfAccess({ users, sessions }: ContactFacts): string {
  if (users === 0) return 'No tiene usuario.';
  const whose = users === 1 ? 'Su usuario pierde' : `Sus ${users} usuarios pierden`;
  return `${whose} el acceso en el acto; sesiones abiertas que se cierran: ${sessions}.`;
}

function untilText(until: string | null): string {
  return until === null ? 'sin fecha de salida' : `hasta ${until}`;
}

import type { BulkAction } from './bulk-change.ts';
import { type Contact, type ContactData, type ContactFacts, editFields } from './contact.ts';

type Listed = { contact: Contact; facts: ContactFacts };

const deactivate: BulkAction<Listed, ContactData> = {
  label: 'Poner INACTIVO',
  title: 'Poner INACTIVO a contactos',
  taking: true,
  rule: ({ contact, facts }) => editFields(contact, { active: false }, facts),
  unchanged: 'Ya está INACTIVO.',
  effect: ({ facts }) => `Quedará INACTIVO. ${endOfAccess(facts)}`,
  done: ({ facts }) => `Quedó INACTIVO.${facts.users === 0 ? '' : ' Sus usuarios ya no tienen acceso.'}`,
};

const setUntil: BulkAction<Listed, ContactData> = {
  label: 'Cambiar Hasta',
  title: 'Cambiar la fecha «Hasta» de contactos',
  asks: 'until',
  rule: ({ contact, facts }, { value }) => editFields(contact, { until: value }, facts),
  unchanged: 'Ya tiene esa fecha.',
  effect: ({ contact }) => `Ahora: desde ${contact.from}, ${untilText(contact.until)}.`,
  done: ({ contact }, { value }) => `Hasta: ${contact.until ?? 'sin fecha'} → ${value}.`,
};

/** The actions on the chosen of the register, by their names in the address, in the order of the list (product 8.3). */
export const contactActions = { inactivo: deactivate, hasta: setUntil };

function endOfAccess({ users, sessions }: ContactFacts): string {
  if (users === 0) return 'No tiene usuario.';
  const whose = users === 1 ? 'Su usuario pierde' : `Sus ${users} usuarios pierden`;
  return `${whose} el acceso en el acto; sesiones abiertas que se cierran: ${sessions}.`;
}

function untilText(until: string | null): string {
  return until === null ? 'sin fecha de salida' : `hasta ${until}`;
}

import { amountText } from './amount.ts';
import { budgetLabels } from './budget.ts';
import { type ContactField, contactCodes, contactLabels, noSex } from './contact.ts';
import { choiceText, narrowingLabels } from './download.ts';
import type { FieldChange, FieldCode, RawValue } from './incident.ts';
import { sessionName } from './session.ts';
import { templateLabels } from './template.ts';
import { terminationLabels } from './termination.ts';
import { statusName } from './user.ts';

/** What a history tells of an incident, in its order: the heads of tables, and the names in a file (product 2, 9.5). */
export const incidentLabels = {
  at: 'Fecha y hora',
  actor: 'Quién',
  event: 'Qué',
  subject: 'Sobre quién',
  outcome: 'Resultado',
  changes: 'Cambios',
} as const;

/** A value in an incident, with the label of its field. */
export type ValueInWords = { label: string; text: string };

/**
 * Words the change of a field: the old and the new value; of an edited record also that one of them is empty (product
 * 2).
 */
export function changeInWords({ field, old, new: after }: FieldChange, edited: boolean): ValueInWords {
  const none = edited && field !== 'identity.documentTaken' ? (emptyWords[field] ?? '(vacío)') : null;
  const texts = [old, after].map((value) => valueText(field, value) ?? none);
  return { label: fieldLabels[field] ?? field, text: texts.filter((text) => text !== null).join(' → ') };
}

/** Words the value of a field; null for no value. */
export function valueText(field: FieldCode, value: RawValue): string | null {
  if (value === null) return null;
  if (typeof value === 'object') return sessionText(value);
  if (typeof value === 'boolean') return booleanWords[field]?.(value) ?? (value ? 'Sí' : 'No');
  if (field === 'budget.limit') return amountText(String(value));
  return choiceText(field, String(value)) ?? String(value);
}

/** Joins what an incident tells to a sentence; '' if it tells nothing. */
export function sentenceOf(parts: string[]): string {
  const text = parts.filter(Boolean).join('; ');
  return text && `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const emptyWords: Partial<Record<FieldCode, string>> = { 'contact.sex': noSex };

const fieldLabels: Partial<Record<FieldCode, string>> = {
  ...Object.fromEntries(
    Object.entries(contactLabels).map(([name, label]) => [contactCodes[name as ContactField], label]),
  ),
  'user.active': 'Estado',
  'termination.reason': terminationLabels.reason,
  'template.name': templateLabels.name,
  'budget.limit': budgetLabels.limit,
  'budget.active': budgetLabels.status,
  'recovery.reason': 'Motivo',
  'recovery.locked': 'Recuperación de la contraseña',
  'identity.documentTaken': 'Documento anterior, que ya es de otro contacto',
  ...narrowingLabels,
};

// A migration left sessions without the moment where it couldn't read it.
function sessionText({ browser, since }: { browser: string; since: string }): string {
  return since === '' ? browser : sessionName({ browser, since: new Date(since) });
}

const booleanWords: Partial<Record<FieldCode, (value: boolean) => string>> = {
  'contact.active': statusName,
  'user.active': statusName,
  'budget.active': statusName,
  'recovery.locked': (locked) => (locked ? 'BLOQUEADA' : 'HABILITADA'),
};

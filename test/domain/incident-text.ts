import type { EventCode, FieldChange, FieldCode, RawValue } from '../../src/domain/incident.ts';
import { incidentInWords } from '../../src/domain/incident-words.ts';

const menus = [
  { code: 'DATOS_GENERALES', name: 'ENTIDAD-DATOS GENERALES', required: true },
  { code: 'PAC', name: 'ENTIDAD-PLAN ANUAL', required: false },
  { code: 'REPORTES', name: 'ENTIDAD-REPORTES', required: false },
  { code: 'CONSULTAS', name: 'ENTIDAD-CONSULTAS', required: false },
];

/** The words of an incident on delegado02 as one text. */
export function words(event: EventCode, ...changes: FieldChange[]): string {
  return wordsBy('adminquito', event, ...changes);
}

/** The words of an incident on delegado02 that this person has caused. */
export function wordsBy(actorName: string, event: EventCode, ...changes: FieldChange[]): string {
  const { sentence, values } = incidentInWords({ event, actorName, subjectName: 'delegado02', changes }, menus);
  return [sentence, values.map(({ label, text }) => `${label}: ${text}`).join('; ')].filter(Boolean).join(' ');
}

/** A change of a field. */
export const changed = (field: FieldCode, old: RawValue, after: RawValue): FieldChange => ({ field, old, new: after });

/** The end of a session. */
export const ended = (browser: string, since: string) => changed('session.ended', { browser, since }, null);

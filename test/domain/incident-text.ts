import type { EventCode, FieldChange, FieldCode, RawValue } from '../../src/domain/incident.ts';
import { incidentInWords } from '../../src/domain/incident-words.ts';

const menus = [
  { code: 'PAC', name: 'ENTIDAD-PLAN ANUAL' },
  { code: 'REPORTES', name: 'ENTIDAD-REPORTES' },
  { code: 'CONSULTAS', name: 'ENTIDAD-CONSULTAS' },
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

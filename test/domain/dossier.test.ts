import { expect, test } from 'vitest';
import { ownIncident } from '../../src/domain/dossier.ts';
import { type EventCode, type FieldChange, type FieldCode, given } from '../../src/domain/incident.ts';
import { eventNames, incidentInWords } from '../../src/domain/incident-words.ts';

const fieldsOf = (...fields: FieldCode[]) =>
  ownIncident({ changes: fields.map((field) => given(field, 'x')) }).changes.map(({ field }) => field);

test('A person reads of an incident the values of their own fields', () => {
  const own: FieldCode[] = ['contact.email', 'contact.active', 'user.menu', 'budget.limit', 'session.ended'];
  expect(fieldsOf(...own, 'termination.reason', 'correction.text')).toEqual([
    ...own,
    'termination.reason',
    'correction.text',
  ]);
});

test('A person reads none of the values that may be of somebody else', () => {
  expect(fieldsOf('request.address', 'identity.documentTaken', 'download.search', 'user.name')).toEqual(['user.name']);
});

test('A person reads no field that nobody has decided on', () => {
  expect(fieldsOf('handover.successor' as FieldCode)).toEqual([]);
});

test('A person reads of the handover of their own delegation the last day and the act, not who follows', () => {
  const changes = [
    given('handover.id', 3),
    given('handover.successor', 'Vecina Ajena'),
    given('handover.lastDay', '2022-04-10'),
    given('handover.firstDay', '2022-04-11'),
  ];
  expect(sentenceFor('handover.made', changes)).toBe('Último día: 2022-04-10; acta No. 3.');
});

test.for(Object.keys(eventNames) as EventCode[])(
  'A person reads a whole sentence of %s, whatever is left out',
  (event) => {
    for (const changes of [[], [given('handover.successor', 'Ajena'), given('request.address', '203.0.113.7')]]) {
      expect(sentenceFor(event, changes)).toMatch(/^$|^[A-ZÁÉÍÓÚÑa-z].*[.:]/);
    }
  },
);

function sentenceFor(event: EventCode, changes: FieldChange[]): string {
  const incident = ownIncident({ event, actorName: 'adminquito', subjectName: 'delegado02', changes });
  return incidentInWords(incident, []).sentence;
}

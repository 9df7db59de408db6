import { expect, test } from 'vitest';
import { ownIncident } from '../../src/domain/dossier.ts';
import { type FieldCode, given } from '../../src/domain/incident.ts';

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

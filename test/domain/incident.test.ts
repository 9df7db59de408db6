import { describe, expect, test } from 'vitest';
import { differences } from '../../src/domain/incident.ts';

const codes = ['contact.paternalSurname', 'contact.email', 'contact.until'] as const;
const record = {
  'contact.paternalSurname': 'Pérez',
  'contact.email': 'a@b.ec',
  'contact.until': null as string | null,
};

describe('The differences between two states of a record', () => {
  test('are the changed fields with their old and new values, in the order of the codes', () => {
    const before = { ...record, 'contact.until': '2026-01-31' };
    const after = { ...record, 'contact.until': '2026-02-28', 'contact.paternalSurname': 'Peréz' };
    expect(differences(codes, before, after)).toEqual([
      { field: 'contact.paternalSurname', old: 'Pérez', new: 'Peréz' },
      { field: 'contact.until', old: '2026-01-31', new: '2026-02-28' },
    ]);
  });

  test('are none where nothing changed', () => {
    expect(differences(codes, record, { ...record })).toEqual([]);
  });

  test.each([
    ['an empty text and null', '', null],
    ['null and an empty text', null, ''],
  ])('are none between empty values: %s', (_, before, after) => {
    expect(differences(codes, { ...record, 'contact.until': before }, { ...record, 'contact.until': after })).toEqual(
      [],
    );
  });

  test('include those of case, accents and spaces', () => {
    const after = { ...record, 'contact.paternalSurname': 'pérez', 'contact.email': 'a@b.ec ' };
    const changes = differences(codes, record, after);
    expect(changes.map((change) => change.field)).toEqual(['contact.paternalSurname', 'contact.email']);
  });

  test.each<[value: string | number | boolean]>([['0'], [0], [false]])('include %j, which is a value', (value) => {
    expect(differences(['budget.limit'], { 'budget.limit': null }, { 'budget.limit': value })).toEqual([
      { field: 'budget.limit', old: null, new: value },
    ]);
  });

  test('are all values of a new record', () => {
    expect(differences(codes, null, { ...record, 'contact.email': '' })).toEqual([
      { field: 'contact.paternalSurname', old: null, new: 'Pérez' },
    ]);
  });

  test('are all values of a deleted record', () => {
    expect(differences(codes, { ...record, 'contact.until': '2026-01-31' }, null)).toEqual([
      { field: 'contact.paternalSurname', old: 'Pérez', new: null },
      { field: 'contact.email', old: 'a@b.ec', new: null },
      { field: 'contact.until', old: '2026-01-31', new: null },
    ]);
  });

  test('leave out values without a code, such as secrets', () => {
    const [before, after] = ['old', 'new'].map((hash) => ({ ...record, hash }));
    expect(differences(codes, before ?? null, after ?? null)).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { differences } from '../../src/domain/incident.ts';

const codes = ['contact.paternalSurname', 'contact.email', 'contact.until'] as const;
const record = {
  'contact.paternalSurname': 'Pérez',
  'contact.email': 'a@b.ec',
  'contact.until': null as string | null,
};

describe('the differences between two readings of a record', () => {
  test('name each field that changed, with its old and new value, in the order of the codes', () => {
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
  ])('take %s for the same nothing', (_, before, after) => {
    expect(differences(codes, { ...record, 'contact.until': before }, { ...record, 'contact.until': after })).toEqual(
      [],
    );
  });

  test('notice case, accents and spaces', () => {
    const after = { ...record, 'contact.paternalSurname': 'pérez', 'contact.email': 'a@b.ec ' };
    const changes = differences(codes, record, after);
    expect(changes.map((change) => change.field)).toEqual(['contact.paternalSurname', 'contact.email']);
  });

  test.each<[value: string | number | boolean]>([['0'], [0], [false]])('keep %j, which is a value', (value) => {
    expect(differences(['budget.limit'], { 'budget.limit': null }, { 'budget.limit': value })).toEqual([
      { field: 'budget.limit', old: null, new: value },
    ]);
  });

  test('of a new record are all that it holds', () => {
    expect(differences(codes, null, { ...record, 'contact.email': '' })).toEqual([
      { field: 'contact.paternalSurname', old: null, new: 'Pérez' },
    ]);
  });

  test('of a deleted record are all that it held', () => {
    expect(differences(codes, { ...record, 'contact.until': '2026-01-31' }, null)).toEqual([
      { field: 'contact.paternalSurname', old: 'Pérez', new: null },
      { field: 'contact.email', old: 'a@b.ec', new: null },
      { field: 'contact.until', old: '2026-01-31', new: null },
    ]);
  });

  test('leave out values without a code, as secrets are', () => {
    const [before, after] = ['old', 'new'].map((hash) => ({ ...record, hash }));
    expect(differences(codes, before ?? null, after ?? null)).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { differences, FORM, refused } from '../../src/domain/outcome.ts';

const labels = { surname: 'Apellido Paterno', email: 'Correo Electrónico', until: 'Hasta' };

describe('the differences between two readings', () => {
  test('name each field that changed, with its old and new value, in the order of the labels', () => {
    expect(
      differences(
        labels,
        { until: '2026-01-31', email: 'a@b.ec', surname: 'Pérez' },
        { until: '2026-02-28', email: 'a@b.ec', surname: 'Peréz' },
      ),
    ).toEqual([
      { field: 'Apellido Paterno', old: 'Pérez', new: 'Peréz' },
      { field: 'Hasta', old: '2026-01-31', new: '2026-02-28' },
    ]);
  });

  test('are none where nothing changed', () => {
    const record = { surname: 'Pérez', email: '', until: null };
    expect(differences(labels, record, { ...record })).toEqual([]);
  });

  test.each<[string, string | null, string | null]>([
    ['empty and null', '', null],
    ['null and empty', null, ''],
  ])('take %s for the same nothing', (_, before, after) => {
    expect(differences(labels, { email: before }, { email: after })).toEqual([]);
  });

  test('take a missing field for nothing', () => {
    expect(differences(labels, {}, { email: 'a@b.ec' })).toEqual([
      { field: 'Correo Electrónico', old: null, new: 'a@b.ec' },
    ]);
  });

  test('notice case, accents and spaces', () => {
    const changes = differences(labels, { surname: 'perez', email: 'a@b.ec' }, { surname: 'Perez', email: 'a@b.ec ' });
    expect(changes.map((change) => change.field)).toEqual(['Apellido Paterno', 'Correo Electrónico']);
  });

  test('keep 0, which is a value', () => {
    expect(differences({ limit: 'Monto Límite' }, { limit: null }, { limit: '0' })).toEqual([
      { field: 'Monto Límite', old: null, new: '0' },
    ]);
  });

  test('of a new record are all that it holds', () => {
    expect(differences(labels, null, { surname: 'Pérez', email: '', until: null })).toEqual([
      { field: 'Apellido Paterno', old: null, new: 'Pérez' },
    ]);
  });

  test('of a deleted record are all that it held', () => {
    expect(differences(labels, { surname: 'Pérez', email: '', until: '2026-01-31' }, null)).toEqual([
      { field: 'Apellido Paterno', old: 'Pérez', new: null },
      { field: 'Hasta', old: '2026-01-31', new: null },
    ]);
  });

  test('leave out fields without a label, as secrets are', () => {
    expect(differences(labels, { hash: 'old' }, { hash: 'new' })).toEqual([]);
  });
});

test('a refusal carries its sentences by field', () => {
  expect(refused({ [FORM]: 'No se puede.', email: 'Falta.' })).toEqual({
    kind: 'refused',
    errors: { '': 'No se puede.', email: 'Falta.' },
  });
});

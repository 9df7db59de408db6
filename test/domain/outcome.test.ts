import { expect, test } from 'vitest';
import { FORM, outcomeOf, refused } from '../../src/domain/outcome.ts';

test('a refusal carries its sentences by field', () => {
  expect(refused({ [FORM]: 'No se puede.', email: 'Falta.' })).toEqual({
    kind: 'refused',
    errors: { '': 'No se puede.', email: 'Falta.' },
  });
});

test('the outcome of a verb carries the record, and of a refusal the sentences too', () => {
  expect(outcomeOf({ kind: 'unchanged', value: 1 }, 'the record')).toEqual({ kind: 'unchanged', record: 'the record' });
  expect(outcomeOf(refused({ email: 'Falta.' }), 'the record')).toEqual({
    kind: 'refused',
    record: 'the record',
    errors: { email: 'Falta.' },
  });
});

import { expect, test } from 'vitest';
import { FORM, outcomeOf, refused } from '../../src/domain/outcome.ts';

test('A refusal carries its sentences by field', () => {
  expect(refused({ [FORM]: 'No se puede.', email: 'Falta.' })).toEqual({
    kind: 'refused',
    errors: { '': 'No se puede.', email: 'Falta.' },
  });
});

test('The outcome of a verb carries the record, and for a refusal also the sentences', () => {
  expect(outcomeOf({ kind: 'unchanged', value: 1 }, 'the record')).toEqual({ kind: 'unchanged', record: 'the record' });
  expect(outcomeOf(refused({ email: 'Falta.' }), 'the record')).toEqual({
    kind: 'refused',
    record: 'the record',
    errors: { email: 'Falta.' },
  });
});

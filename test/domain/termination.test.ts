import { describe, expect, test } from 'vitest';
import { FORM } from '../../src/domain/outcome.ts';
import { administratorStays, endOwnAccess, reasonField } from '../../src/domain/termination.ts';
import { aUser } from './a-user.ts';

describe('The end of the own access', () => {
  test('is a deactivation with the reason', () => {
    const user = aUser({ active: true });
    expect(endOwnAccess(user, 'Renuncia')).toEqual({
      kind: 'changed',
      value: { ...user, active: false },
      event: {
        event: 'user.deactivated',
        subject: { kind: 'user', id: user.id, name: user.name },
        changes: [
          { field: 'user.active', old: true, new: false },
          { field: 'termination.reason', old: null, new: 'Renuncia' },
        ],
      },
    });
  });

  test('has no field for a reason that was not given', () => {
    const decision = endOwnAccess(aUser({ active: true }), '');
    expect(decision).toMatchObject({ event: { changes: [{ field: 'user.active' }] } });
  });

  test('changes nothing where it has ended already', () => {
    expect(endOwnAccess(aUser({ active: false }), 'Renuncia').kind).toBe('unchanged');
  });

  test('is refused to an administrator', () => {
    const refused = { kind: 'refused', errors: { [FORM]: administratorStays } };
    expect(endOwnAccess(aUser({ active: true, administrator: true }), '')).toEqual(refused);
  });
});

describe('A reason', () => {
  test.each([
    ['  Renuncia.\r\n', 'Renuncia.'],
    ['uno\r\ndos\rtres\ncuatro', 'uno\ndos\ntres\ncuatro'],
    ['uno\tdos', 'uno dos'],
    ['Renun\u00adcia\u200b\u202e', 'Renuncia'],
    ['a\u00a0b\u2003c', 'a b c'],
    ['<b>&amp;</b>', '<b>&amp;</b>'],
    ['', ''],
  ])('%j is read as %j', (typed, read) => {
    expect(reasonField.parse(typed)).toBe(read);
  });

  test.each([
    ['x'.repeat(200), true],
    ['x'.repeat(201), false],
    [`${'x'.repeat(100)}\r\n${'x'.repeat(99)}`, true],
    [`${'x'.repeat(100)}\r\n${'x'.repeat(100)}`, false],
  ])('counts a line break as one: %j', (typed, fits) => {
    expect(reasonField.safeParse(typed).success).toBe(fits);
  });
});

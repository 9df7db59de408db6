import { describe, expect, test } from 'vitest';
import { budgetForm, limitInForce, setBudget, type UserBudget } from '../../src/domain/budget.ts';
import { aUser } from './a-user.ts';

const nobody: UserBudget = { user: aUser(), version: 1, budget: null };

function faults(limit: string, status: string): Record<string, string> {
  const read = budgetForm.safeParse({ limit, status });
  return Object.fromEntries((read.error?.issues ?? []).map((issue) => [String(issue.path[0]), issue.message]));
}

describe('The form of a budget', () => {
  test.each([
    ['3450000', 'ACTIVO', { limit: '3450000.00', active: true }],
    ['0', 'ACTIVO', { limit: '0.00', active: true }],
    ['', 'INACTIVO', { limit: null, active: false }],
    [' 12.5 ', 'INACTIVO', { limit: '12.50', active: false }],
  ])('accepts the limit %j with the state %s', (limit, status, budget) => {
    expect(budgetForm.parse({ limit, status })).toEqual(budget);
  });

  test('refuses a comma with a hint', () => {
    expect(faults('1,000', 'ACTIVO').limit).toContain('sin comas');
  });

  test.each(['-1', '1e9', '٣', '0x10', '1.234', '5.', '.5', '1'.repeat(30)])('refuses the limit %s', (limit) => {
    expect(faults(limit, 'ACTIVO').limit).toContain('solo dígitos');
  });

  test('refuses the state ACTIVO without a limit, and a missing state', () => {
    expect(faults('', 'ACTIVO').limit).toContain('escriba el límite');
    expect(faults('5', '').status).toContain('elija ACTIVO o INACTIVO');
  });
});

test('The incident of a changed budget has the old and the new limit', () => {
  const before = { ...nobody, version: 2, budget: { limit: '10.00', active: true } };
  const outcome = setBudget(before, { limit: '2500.00', active: false });
  expect(outcome.kind === 'changed' && outcome.event.changes).toEqual([
    { field: 'budget.limit', old: '10.00', new: '2500.00' },
    { field: 'budget.active', old: true, new: false },
  ]);
});

test('A budget that is configured already changes nothing', () => {
  const before = { ...nobody, version: 2, budget: { limit: '10.00', active: true } };
  expect(setBudget(before, { limit: '10.00', active: true }).kind).toBe('unchanged');
});

test('A budget that is INACTIVO or not configured is no limit; one of 0 is a limit', () => {
  expect(limitInForce(null)).toBeNull();
  expect(limitInForce({ limit: '10.00', active: false })).toBeNull();
  expect(limitInForce({ limit: '0.00', active: true })).toBe('0.00');
});

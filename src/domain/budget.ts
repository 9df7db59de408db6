import { z } from 'zod';
import { type Amount, amountText, parseAmount } from './amount.ts';
import type { Outcome } from './change.ts';
import { stateName } from './user.ts';

/** A spending limit (spec 3.3): in force while active; the limit may stay open while it isn't. */
export type Budget = { limit: Amount | null; active: boolean };

/** Whose budget it is, and what is configured at which version; null where nothing is. */
export type UserBudget = { userId: number; userName: string; version: number; budget: Budget | null };

export const budgetLabels = {
  userName: 'Usuario',
  initial: 'Monto Inicial (USD)',
  limit: 'Monto Límite (USD)',
  status: 'Estado',
} as const;

/** The amount every budget begins with: fixed (spec 3.3). */
export const initialAmount: Amount = '0.00';

/** The typed values of the form "Presupuesto" as a Budget. */
export const budgetForm = z
  .object({
    limit: z
      .string()
      .trim()
      .transform((text, context): Amount | null => {
        if (text === '') return null;
        const amount = parseAmount(text);
        if (amount !== null) return amount;
        context.addIssue(amountFault(text));
        return z.NEVER;
      }),
    status: z.string().refine((text) => text === 'ACTIVO' || text === 'INACTIVO', 'Estado: elija ACTIVO o INACTIVO.'),
  })
  .refine((value) => value.status !== 'ACTIVO' || value.limit !== null, {
    path: ['limit'],
    message: 'Monto Límite (USD): escriba el límite, o elija INACTIVO si el usuario no tiene límite.',
  })
  .transform(({ limit, status }): Budget => ({ limit, active: status === 'ACTIVO' }));

/** Configures a user's limit; the one that is configured already changes nothing. */
export function setBudget({ userId, userName, budget: before }: UserBudget, after: Budget): Outcome<Budget> {
  if (before && before.limit === after.limit && before.active === after.active) {
    return { kind: 'unchanged', value: after };
  }
  const changes = [
    { field: budgetLabels.limit, old: before && limitText(before), new: limitText(after) },
    { field: budgetLabels.status, old: before && stateName(before.active), new: stateName(after.active) },
  ];
  return {
    kind: 'changed',
    value: after,
    event: {
      event: 'budget.changed',
      subject: { kind: 'user', id: userId, name: userName },
      changes: changes.filter((change) => change.old !== change.new),
    },
  };
}

/** The limit in force, null for no limit: INACTIVO and nothing configured both mean none. */
export function limitInForce(budget: Budget | null): Amount | null {
  return budget?.active ? budget.limit : null;
}

function limitText({ limit }: Budget): string | null {
  return limit === null ? null : amountText(limit);
}

function amountFault(text: string): string {
  const label = budgetLabels.limit;
  if (text.includes(',')) return `${label}: escriba sin comas; el punto separa los centavos, como 3450000.50.`;
  return `${label}: escriba solo dígitos, con un punto y hasta dos decimales si hace falta, como 3450000.50, hasta 999999999999.99.`;
}

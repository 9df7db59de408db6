import * as z from 'zod';
import { type Amount, amountInWords, amountText, parseAmount } from './amount.ts';
import { textField } from './fields.ts';
import { differences } from './incident.ts';
import type { Decision } from './outcome.ts';
import type { User } from './user.ts';

/** A spending limit (product 3.3). It applies only while active; an inactive one may have no amount. */
export type Budget = { limit: Amount | null; active: boolean };

/** A user with their budget, null before it is configured, and the budget's version (D3). */
export type UserBudget = { user: User; version: number; budget: Budget | null };

/** The labels of the fields of "Presupuesto". */
export const budgetLabels = {
  userName: 'Usuario',
  initial: 'Monto Inicial (USD)',
  limit: 'Monto Límite (USD)',
  status: 'Estado',
} as const;

/** The fixed "Monto Inicial" of every budget (product 3.3). */
export const initialAmount: Amount = '0.00';

/** Reads the form "Presupuesto" as a Budget; each fault is a sentence with its remedy. */
export const budgetForm = z
  .object({
    limit: textField.transform((text, context): Amount | null => {
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

/** Configures a user's budget; unchanged if it equals the stored one. */
export function setBudget(
  { user, budget: before }: { user: Pick<User, 'id' | 'name'>; budget: Budget | null },
  after: Budget,
): Decision<Budget> {
  const changes = differences(['budget.limit', 'budget.active'], before && rawValues(before), rawValues(after));
  if (changes.length === 0) return { kind: 'unchanged', value: after };
  return {
    kind: 'changed',
    value: after,
    event: {
      event: 'budget.changed',
      subject: { kind: 'user', id: user.id, name: user.name },
      changes,
    },
  };
}

/** The limit in force; null for no limit, that is for INACTIVO and for nothing configured (product 3.3). */
export function limitInForce(budget: Budget | null): Amount | null {
  return budget?.active ? budget.limit : null;
}

/** The words for a limit in force, such as "USD 3,450,000.00" or "Sin límite". */
export function limitText(limit: Amount | null): string {
  return limit === null ? 'Sin límite' : amountText(limit);
}

/** The sentence that says what a user may apply for (product 3.3). */
export function limitSentence(limit: Amount | null): string {
  if (limit === null) return `${limitText(limit)}.`;
  return `Puede solicitar hasta ${limitText(limit)} (${amountInWords(limit)}).`;
}

function rawValues({ limit, active }: Budget) {
  return { 'budget.limit': limit, 'budget.active': active };
}

function amountFault(text: string): string {
  const label = budgetLabels.limit;
  if (text.includes(',')) return `${label}: escriba sin comas; el punto separa los centavos, como 3450000.50.`;
  return `${label}: escriba solo dígitos, con un punto y hasta dos decimales si hace falta, como 3450000.50, hasta 999999999999.99.`;
}

import { BudgetPage } from '../../views/budget.tsx';
import { type FormState, withErrors } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import { amountText } from '../domain/amount.ts';
import {
  budgetForm,
  budgetLabels,
  initialAmount,
  limitInForce,
  limitSentence,
  type UserBudget,
} from '../domain/budget.ts';
import { FORM } from '../domain/outcome.ts';
import { statusName } from '../domain/user.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { withVersion } from '../web/forms/carried.ts';
import { editingForm, openForm, readForm } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { withListBehind } from '../web/list-behind.ts';
import { recordId } from '../web/record-id.ts';
import { done, showForm } from '../web/respond.ts';

/** Routes of "Presupuesto", the spending limit of one user (product 3.3). */
export const budgetRoutes: Route[] = [
  get(paths.budget(':id'), 'administration', async (c) => {
    const found = await c.var.entity.budgets.find(recordId(c));
    return budgetPage(c, found, openForm(c, definition, { values: typedValues(found), version: found.version }));
  }),

  post(paths.budget(':id'), 'administration', async (c) => {
    const id = recordId(c);
    const { budgets } = c.var.entity;
    const reading = readForm(c, definition, budgetForm);
    if (!reading.ok) return budgetPage(c, await budgets.find(id), reading.form);
    const outcome = await budgets.set(id, reading.version, reading.value);
    if (outcome.kind === 'stale') {
      const form = withVersion(reading.form, outcome.record.version);
      return budgetPage(c, outcome.record, withErrors(form, { [FORM]: staleSentence }));
    }
    if (outcome.kind === 'refused') return budgetPage(c, outcome.record, withErrors(reading.form, outcome.errors));
    return done(c, withListBehind(c, paths.budget(id)), 'Datos Actualizados');
  }),
];

const definition = editingForm({
  limit: { label: budgetLabels.limit },
  status: { label: budgetLabels.status, mayBeMissing: true },
});

const staleSentence =
  'Otra persona cambió este presupuesto mientras usted lo editaba. En la tabla está lo guardado y en el formulario lo que usted escribió; corríjalo si hace falta y guarde de nuevo.';

function budgetPage(c: EntityContext, { user, budget }: UserBudget, form: FormState): Response {
  const configured = budget && {
    initial: amountText(initialAmount),
    limit: budget.limit === null ? 'Sin monto' : amountText(budget.limit),
    status: statusName(budget.active),
  };
  const page = (
    <BudgetPage
      frame={frame(c, 'Presupuesto', 'presupuesto')}
      form={{ ...form, values: { ...form.values, userName: user.name, initial: initialAmount } }}
      user={user}
      configured={configured}
      inWords={limitSentence(limitInForce(budget))}
    />
  );
  return showForm(c, page, form);
}

function typedValues({ budget }: UserBudget): Record<string, string> {
  if (!budget) return {};
  return { limit: budget.limit ?? '', status: statusName(budget.active) };
}

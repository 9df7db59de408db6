import { BudgetPage } from '../../views/budget.tsx';
import { paths } from '../../views/kit/paths.ts';
import { amountInWords, amountText } from '../domain/amount.ts';
import { budgetForm, budgetLabels, initialAmount, limitInForce, setBudget, type UserBudget } from '../domain/budget.ts';
import { FORM } from '../domain/outcome.ts';
import { stateName } from '../domain/user.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { type FormState, firstForm, readForm } from '../web/forms/form.ts';
import { firstVersion, versionField, versionOf } from '../web/forms/version.ts';
import { frame } from '../web/frame.ts';
import { recordId } from '../web/record-id.ts';
import { done, show } from '../web/respond.ts';

/** "Presupuesto": the spending limit of one user (spec 3.3). */
export const budgetRoutes: Route[] = [
  get(paths.budget(':id'), 'administration', async (c) => {
    const found = await c.var.entity.budgets.find(recordId(c));
    const { kept } = c.var;
    return budgetPage(c, { ...found, version: firstVersion(kept, found.version) }, firstForm(kept, typedValues(found)));
  }),

  post(paths.budget(':id'), 'administration', async (c) => {
    const id = recordId(c);
    const { budgets } = c.var.entity;
    const found = await budgets.find(id);
    const version = versionOf(c.var.form);
    const form = readForm(c.var.form, fields, budgetForm);
    if (!form.ok) return budgetPage(c, { ...found, version }, form);
    const outcome = await budgets.change(id, version, (current) => setBudget(current, form.value));
    if (outcome.kind === 'stale') {
      return budgetPage(c, outcome.current, { values: form.values, errors: { [FORM]: staleSentence } });
    }
    if (outcome.kind === 'refused') return budgetPage(c, { ...found, version }, { ...form, ...outcome });
    return done(c, paths.budget(id), 'Datos Actualizados');
  }),
];

const fields = {
  limit: { label: budgetLabels.limit },
  status: { label: budgetLabels.status, mayBeMissing: true },
};

const staleSentence =
  'Otra persona cambió este presupuesto mientras usted lo editaba. En la tabla está lo guardado y en el formulario lo que usted escribió; corríjalo si hace falta y guarde de nuevo.';

function budgetPage(c: EntityContext, { userId, userName, version, budget }: UserBudget, form: FormState): Response {
  const configured = budget && {
    initial: amountText(initialAmount),
    limit: budget.limit === null ? 'Sin monto' : amountText(budget.limit),
    status: stateName(budget.active),
  };
  const page = (
    <BudgetPage
      frame={frame(c, 'Presupuesto', 'presupuesto')}
      form={{ ...form, values: { ...form.values, userName, initial: initialAmount } }}
      user={{ id: userId, name: userName }}
      carried={{ [versionField]: String(version) }}
      configured={configured}
      inWords={inWords(budget)}
    />
  );
  return show(c, page, Object.keys(form.errors).length > 0 ? 422 : 200);
}

function inWords(budget: UserBudget['budget']): string {
  const limit = limitInForce(budget);
  return limit === null ? 'Sin límite.' : `Puede solicitar hasta ${amountText(limit)} (${amountInWords(limit)}).`;
}

function typedValues({ budget }: UserBudget): Record<string, string> {
  if (!budget) return {};
  return { limit: budget.limit ?? '', status: stateName(budget.active) };
}

import { budgetLabels as label } from '../src/domain/budget.ts';
import { statusNames } from '../src/domain/contact.ts';
import { Action, FormToolbar, PostForm, UserHistory } from './kit/controls.tsx';
import { noSpellcheck, RadioField, TextField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { TableFrame } from './kit/listing.tsx';
import { paths } from './kit/paths.ts';

type BudgetPageProps = {
  frame: Frame;
  form: FormState;
  user: { id: number; name: string };
  /** The configured amounts and state as text; null if no limit is configured. */
  configured: ConfiguredProps | null;
  /** The user's limit as a sentence. */
  inWords: string;
};

type ConfiguredProps = { initial: string; limit: string; status: string };

/** "Presupuesto": the spending limit of one user (product 3.3). */
export function BudgetPage({ frame, form, user, configured, inWords }: BudgetPageProps) {
  return (
    <Layout frame={frame} form={form}>
      <p>
        Usuario <strong>{user.name}</strong>. {inWords}
      </p>
      {configured && <Configured {...configured} />}
      <PostForm class="sheet-form wide" action={paths.budget(user.id)} token={frame.token} form={form}>
        <div class="pairs">
          <TextField form={form} name="userName" label={label.userName} autocomplete="off" size={24} readonly />
          <TextField form={form} name="initial" label={label.initial} autocomplete="off" size={24} readonly />
          <TextField
            form={form}
            name="limit"
            label={label.limit}
            hint="Dígitos sin comas; el punto separa los centavos, como 3450000.50."
            autocomplete="off"
            inputmode="decimal"
            autocapitalize="none"
            spellcheck={noSpellcheck}
            size={24}
          />
          <RadioField
            form={form}
            name="status"
            label={label.status}
            required
            hint="ACTIVO: puede solicitar hasta el monto límite. INACTIVO: no tiene límite."
            choices={statusNames}
          />
        </div>
        <FormToolbar leave={paths.users()}>
          <button type="submit">Guardar</button>
          <UserHistory id={user.id} />
        </FormToolbar>
      </PostForm>
    </Layout>
  );
}

function Configured({ initial, limit, status }: ConfiguredProps) {
  return (
    <TableFrame label="Presupuesto configurado">
      <table class="budget">
        <caption>Presupuesto configurado</caption>
        <thead>
          <tr>
            <th scope="col">Nro.</th>
            <th scope="col">MODIFICAR</th>
            <th scope="col">Monto Inicial</th>
            <th scope="col">Monto Límite</th>
            <th scope="col">Estado</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>1</td>
            <td>
              <Action href="#limit">Modificar</Action>
            </td>
            <td>{initial}</td>
            <td>{limit}</td>
            <td>{status}</td>
          </tr>
        </tbody>
      </table>
    </TableFrame>
  );
}

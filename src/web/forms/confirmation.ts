import * as z from 'zod';
import { type FormState, withErrors } from '../../../views/kit/form-state.ts';
import { tooManyTries } from '../../domain/guessing.ts';
import { FORM } from '../../domain/outcome.ts';
import type { EntityContext } from '../env.ts';
import { askingForm, openForm, readForm } from './form.ts';

/** The field for the password that confirms an action, for a form that asks for more than that. */
export const confirmationField = { label: 'Contraseña' };

/** Reads that field. */
export const confirmationSchema = z.string().min(1, 'Contraseña: escriba la contraseña con la que ingresó.');

const definition = askingForm({ password: confirmationField });
const schema = z.object({ password: confirmationSchema });

const wrongPassword = 'Contraseña: no es la contraseña con la que ingresó. Escríbala de nuevo.';

/** Gives the form of a page that asks for the password, as the page first shows it. */
export function openConfirmation(c: EntityContext): FormState {
  return openForm(c, definition);
}

/** Reads the password that confirms an action, and verifies it (T5). The form is refused unless it is the right one. */
export async function readConfirmation(c: EntityContext): Promise<FormState> {
  const reading = readForm(c, definition, schema);
  return reading.ok ? verifyConfirmation(c, reading.form, reading.value.password) : reading.form;
}

/** Verifies the password in a form that was read (T5). The form is refused unless it is the right one. */
export async function verifyConfirmation(c: EntityContext, form: FormState, password: string): Promise<FormState> {
  const verdict = await c.var.app.sessions.confirm(c, password);
  if (verdict.kind === 'limited') return withErrors(form, { [FORM]: tooManyTries(verdict.until) });
  return verdict.kind === 'wrong' ? withErrors(form, { password: wrongPassword }) : form;
}

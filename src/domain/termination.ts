import type * as z from 'zod';
import { linesField } from './fields.ts';
import { given } from './incident.ts';
import { type Decision, FORM, refused } from './outcome.ts';
import { deactivateUser, type User } from './user.ts';

/** The labels of the fields of "Terminar mi acceso" (product 9.4). */
export const terminationLabels = { password: 'Contraseña', reason: 'Motivo' } as const;

export const longestReason = 200;

/** Reads the reason, '' for none. */
export const reasonField: z.ZodType<string, string> = linesField(terminationLabels.reason, longestReason);

/** The sentence to an administrator, without whom the entity can't be. */
export const administratorStays =
  'Usted es el administrador de la entidad, que no puede quedarse sin uno. Para salir, primero proponga a otra persona: si acepta, usted queda como delegado y puede terminar su acceso.';

/** Decides on ending the access of one's own user: a deactivation with the reason, if one was given (product 9.4). */
export function endOwnAccess(user: User, reason: string): Decision<User> {
  if (user.administrator) return refused({ [FORM]: administratorStays });
  const decision = deactivateUser(user);
  if (decision.kind !== 'changed' || reason === '') return decision;
  const { event } = decision;
  return { ...decision, event: { ...event, changes: [...event.changes, given('termination.reason', reason)] } };
}

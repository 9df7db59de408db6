import { z } from 'zod';
import type { CivilDate } from './civil-date.ts';
import { dateField, emailField } from './fields.ts';
import { isRuc } from './ruc.ts';

/** The steps of a recovery (product 5); 'identify' while there is no draft of one. */
export type RecoveryStep = 'identify' | 'reason' | 'letter' | 'done';

/** A recovery on its way through its steps. */
export type RecoveryDraft = { step: Exclude<RecoveryStep, 'identify'>; expiresAt: Date };

/** How long a draft is good, and how long a recovery can be reported by its link, in milliseconds. */
export const recoveryLife = 30 * 60_000;
export const reportLife = 10 * 24 * 3_600_000;

/** How soon an entity reports a recovery that it didn't ask for (the letter's conditions), in milliseconds. */
export const reportingTime = 24 * 3_600_000;

/** The one step that is open now; every other leads to it, so that nothing is skipped or done twice. */
export function nextStep(draft: RecoveryDraft | null, now: Date): RecoveryStep {
  return draft && draft.expiresAt > now ? draft.step : 'identify';
}

/** The data that the first step asks for, all of the administrator's contact. */
export type Identity = { ruc: string; email: string; birthDate: CivilDate };

export const identityLabels = {
  ruc: 'RUC',
  email: 'Correo Electrónico',
  birthDate: 'Fecha de Nacimiento',
  answer: 'Chequeo de Seguridad',
} as const;

/** The typed values of the first step, whether or not they match anybody. */
export const identityForm = z.object({
  ruc: z
    .string()
    .transform((text) => text.replace(/\s/g, ''))
    .refine(isRuc, `${identityLabels.ruc}: escriba los 13 dígitos del RUC de su entidad.`),
  email: emailField(identityLabels.email).refine(
    (text) => text !== '',
    `${identityLabels.email}: escriba el correo registrado en su contacto.`,
  ),
  birthDate: dateField(identityLabels.birthDate),
});

/** True where the typed data are the account's; an address is the same in any case. */
export function isIdentity(typed: Omit<Identity, 'ruc'>, account: { email: string; birthDate: CivilDate }): boolean {
  const sameAddress = typed.email.toLowerCase() === account.email.toLowerCase();
  return sameAddress && typed.birthDate === account.birthDate;
}

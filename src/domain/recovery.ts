import { z } from 'zod';
import type { CivilDate } from './civil-date.ts';
import { dateField, emailField } from './fields.ts';
import { isRuc } from './ruc.ts';

/** The steps of a recovery (spec 5); 'identify' is where there is none on its way. */
export type RecoveryStep = 'identify' | 'reason' | 'letter' | 'done';

/** A recovery on its way, as its row says. */
export type Recovery = { step: Exclude<RecoveryStep, 'identify'>; expiresAt: Date };

/** How long a recovery may be on its way, and how long its report link is good, in milliseconds. */
export const recoveryLife = 30 * 60_000;
export const reportLife = 10 * 24 * 3_600_000;

/** How soon an entity reports what it did not ask for (the letter's conditions), in milliseconds. */
export const reportingTime = 24 * 3_600_000;

/** The one step that is open now; every other leads to it, so that nothing is skipped or done twice. */
export function nextStep(recovery: Recovery | null, now: Date): RecoveryStep {
  return recovery && recovery.expiresAt > now ? recovery.step : 'identify';
}

/** What the first step asks: all of it of the administrator's contact. */
export type Identity = { ruc: string; email: string; birthDate: CivilDate };

export const identityLabels = {
  ruc: 'RUC',
  email: 'Correo Electrónico',
  birthDate: 'Fecha de Nacimiento',
  answer: 'Chequeo de Seguridad',
} as const;

/** The typed values of the first step, whatever they match. */
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
export function isIdentity(typed: Identity, account: { email: string; birthDate: CivilDate }): boolean {
  const sameAddress = typed.email.toLowerCase() === account.email.toLowerCase();
  return sameAddress && typed.birthDate === account.birthDate;
}

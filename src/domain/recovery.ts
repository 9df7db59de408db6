import * as z from 'zod';
import type { CivilDate } from './civil-date.ts';
import { isSameAddress } from './email.ts';
import { dateField, emailField, rucField } from './fields.ts';
import { isRuc } from './ruc.ts';

/** The steps of a recovery (product 5); 'identify' has no draft yet. */
export type RecoveryStep = 'identify' | 'reason' | 'letter' | 'done';

/** A recovery on its way through its steps (product 5). */
export type RecoveryDraft = { step: Exclude<RecoveryStep, 'identify'>; expiresAt: Date };

/** The life of a draft, in milliseconds (product 5). */
export const recoveryLife = 30 * 60_000;

/** The life of a link that reports a recovery or a change of the identity, in milliseconds (product 2, 5). */
export const reportLife = 10 * 24 * 3_600_000;

/** The time within which an entity has to report a recovery that it didn't request, in milliseconds (product 5). */
export const reportingTime = 24 * 3_600_000;

/** The open step. Every other leads to it, so that no step is skipped or repeated (product 5). */
export function nextStep(draft: RecoveryDraft | null, now: Date): RecoveryStep {
  return draft && draft.expiresAt > now ? draft.step : 'identify';
}

/** The data of the administrator's contact that the first step asks for (product 5). */
export type Identity = { ruc: string; email: string; birthDate: CivilDate };

/** The labels of the first step's fields. */
export const identityLabels = {
  ruc: 'RUC',
  email: 'Correo Electrónico',
  birthDate: 'Fecha de Nacimiento',
  answer: 'Chequeo de Seguridad',
} as const;

/** Reads the form of the first step as an Identity, without comparing it with any account. */
export const identityForm = z.object({
  ruc: rucField.refine(isRuc, `${identityLabels.ruc}: escriba los 13 dígitos del RUC de su entidad.`),
  email: emailField(identityLabels.email).refine(
    (text) => text !== '',
    `${identityLabels.email}: escriba el correo registrado en su contacto.`,
  ),
  birthDate: dateField(identityLabels.birthDate),
});

/** True if the typed data match the account's; another spelling of the address doesn't matter. */
export function isIdentity(typed: Omit<Identity, 'ruc'>, account: { email: string; birthDate: CivilDate }): boolean {
  return isSameAddress(typed.email, account.email) && typed.birthDate === account.birthDate;
}

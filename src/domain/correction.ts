import * as z from 'zod';
import { linesField } from './fields.ts';
import { given } from './incident.ts';
import { type Decision, FORM, refused } from './outcome.ts';
import type { User } from './user.ts';

/** The label of the field in which a person says what is wrong in their data (product 9.5). */
export const correctionLabel = 'Qué debe corregirse';

export const longestCorrection = 500;

/** The most requests of one user within the span; more would bury the others. */
export const mostCorrections = 10;

/** The span, in milliseconds, in which requests are counted, and the same text is one request. */
export const correctionSpan = 24 * 3_600_000;

/** Reads the form with which a person asks for a correction. */
export const correctionForm = z.object({
  text: linesField(correctionLabel, longestCorrection).refine(
    (text) => text !== '',
    `${correctionLabel}: escriba qué dato está equivocado y cuál es el correcto.`,
  ),
});

/** The sentence to an administrator, who corrects the data of their own contact. */
export const administratorCorrects = 'Usted es el administrador: corrija sus datos en su contacto.';

/**
 * Decides on a request to the administrator for a correction; unchanged if it repeats one of the texts that the user sent
 * lately (product 9.5). The value is the text.
 */
export function requestCorrection(user: User, text: string, lately: string[]): Decision<string> {
  if (user.administrator) return refused({ [FORM]: administratorCorrects });
  if (lately.includes(text)) return { kind: 'unchanged', value: text };
  if (lately.length >= mostCorrections) {
    return refused({
      [FORM]: `No se envió la solicitud, porque en un día ya envió ${mostCorrections}. Espere a que el administrador las atienda.`,
    });
  }
  return {
    kind: 'changed',
    value: text,
    event: {
      event: 'correction.requested',
      subject: { kind: 'contact', id: user.contactId, name: user.contactName },
      changes: [given('correction.text', text)],
    },
  };
}

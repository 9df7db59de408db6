import type { z } from 'zod';
import type { FieldErrors } from '../../domain/outcome.ts';

/** What was typed, by field, and what is wrong with it; what a page needs to show a form. */
export type FormState = { values: Record<string, string>; errors: FieldErrors };

/** A form as it came. */
export type TypedForm = URLSearchParams;

/** What a field is called, and whether a browser leaves it out when nothing is chosen (radio buttons). */
export type FormField = { label: string; mayBeMissing?: boolean };
export type FormFields = Record<string, FormField>;

export type FormReading<T> = ({ ok: true; value: T } | { ok: false }) & FormState;

/** The body is no form, or larger than forms are; the message tells the person what to do. */
export class FormError extends Error {
  readonly status: 400 | 413 | 415;
  constructor(status: 400 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

const largestBody = 64 * 1024;

/** Reads the body of a POST (R1, R5). Throws FormError where it is no form or past 64 kB. */
export async function readBody(request: Request): Promise<TypedForm> {
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new FormError(415, 'El envío no tiene la forma de un formulario. Vuelva a la página y envíelo desde ella.');
  }
  if (Number(request.headers.get('Content-Length') ?? 0) > largestBody) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Read to its end even where it is too large: left halfway, it would take the connection down before the answer is out.
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody) throw tooLarge();
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

/**
 * Checks a form's own fields against a schema; fields that the form doesn't have are ignored (R3). What was typed comes
 * back with a sentence at each faulty field, also where a field is repeated, missing or holds characters that no
 * keyboard types.
 */
export function readForm<S extends z.ZodType>(
  form: TypedForm,
  fields: FormFields,
  schema: S,
): FormReading<z.output<S>> {
  const values: Record<string, string> = {};
  const errors: FieldErrors = {};
  for (const [name, { label, mayBeMissing }] of Object.entries(fields)) {
    const sent = form.getAll(name);
    values[name] = printable(sent[0] ?? '');
    if (sent.length > 1) errors[name] = `${label}: el campo llegó más de una vez. Escríbalo una sola vez.`;
    if (sent.length === 0 && !mayBeMissing) errors[name] = `${label}: el campo no llegó. Escríbalo y envíe de nuevo.`;
    if (sent.some((text) => text !== printable(text))) {
      errors[name] = `${label}: contiene caracteres que no se admiten. Bórrelo y escríbalo de nuevo.`;
    }
  }
  const checked = schema.safeParse(values);
  if (!checked.success) {
    for (const issue of checked.error.issues) errors[String(issue.path[0] ?? '')] ??= issue.message;
  }
  return checked.success && Object.keys(errors).length === 0
    ? { ok: true, value: checked.data, values, errors }
    : { ok: false, values, errors: inOrder(errors, fields) };
}

// The summary lists the faults as the page lists the fields.
function inOrder(errors: FieldErrors, fields: FormFields): FieldErrors {
  const names = ['', ...Object.keys(fields)].filter((name) => name in errors);
  return Object.fromEntries(names.map((name) => [name, errors[name] ?? '']));
}

/** A form as its page first shows it: filled as stored, or as it was typed before the session ran out (S4). */
export function firstForm(kept: TypedForm | null, stored: Record<string, string>): FormState {
  const values = kept ? Object.fromEntries([...kept].map(([name, text]) => [name, printable(text)])) : stored;
  return { values, errors: {} };
}

/** A text without control characters, code points that are none, and the mark for bytes that were no UTF-8. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Noncharacter_Code_Point}\ufffd]/gu, '');
}

function tooLarge(): FormError {
  return new FormError(413, 'El formulario es demasiado grande. Acorte los textos y envíelo de nuevo.');
}

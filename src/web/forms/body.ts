/** The fields of a form as sent. */
export type TypedForm = URLSearchParams;

/** The body is no form or too large; the message tells the person the remedy. */
export class FormError extends Error {
  readonly status: 400 | 413 | 415;
  constructor(status: 400 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

/** Only a part of the body came. Its sender has gone, so nobody reads the answer; the cause is for the log. */
export class FormCutOff extends FormError {
  constructor(cause: unknown) {
    super(400, 'El formulario no llegó completo. Vuelva a la página y envíelo de nuevo.');
    this.cause = cause;
  }
}

const largestBody = 64 * 1024;

/** Reads the body of a POST (R1, R5). Throws FormError if it is no form, larger than 64 kB, or cut off. */
export async function readBody(request: Request): Promise<TypedForm> {
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new FormError(415, 'El envío no tiene la forma de un formulario. Vuelva a la página y envíelo desde ella.');
  }
  const length = request.headers.get('Content-Length');
  if (Number(length ?? 0) > largestBody) throw tooLarge();
  // Node reads no more than the length; the stream costs three times as much.
  const text = length === null ? textOfStream(request) : request.text();
  return new URLSearchParams(
    await text.catch((error: unknown) => {
      throw error instanceof FormError ? error : new FormCutOff(error);
    }),
  );
}

/** The names of all password fields, which are never kept. */
export const passwordFields = ['password', 'passwordAgain', 'oldPassword', 'newPassword'];

async function textOfStream({ body }: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Read to its end in any case: an unread body would close the connection before the answer is sent.
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody) throw tooLarge();
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(): FormError {
  return new FormError(413, 'El formulario es demasiado grande. Acorte los textos y envíelo de nuevo.');
}

import { bytesOf, FormCutOff, FormError, noForm, type TypedForm } from './body.ts';

/** A file that a form brought: its name on the other machine, and its contents. */
export type UploadedFile = { name: string; bytes: Uint8Array };

/** A form with at most one file; null for none. */
type Upload = { form: TypedForm; file: UploadedFile | null };

/** The field with the file; what comes in another one is ignored, as is any field that a form doesn't have (R3). */
const fileField = 'file';

/** The largest file that is accepted, in bytes (R5). */
const largestFile = 2_000_000;

// The form token, the names of the fields, and the lines between them.
const roomForFields = 16_384;

/**
 * Reads the body of a POST with a file (R1, R5). One that is larger than the file may be is refused by its length, before
 * it comes; without a length no more of it is kept. Throws FormError for that, for what is no such form, and for several
 * files.
 */
export async function readUpload(request: Request): Promise<Upload> {
  const type = request.headers.get('Content-Type') ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) throw noForm();
  const body = await bytesOf(request, largestFile + roomForFields, tooLarge);
  const parts = await partsOf(body, type);
  const files = parts.filter((part): part is [string, File] => part[0] === fileField && part[1] instanceof File);
  // Browsers send a file without a name where none was chosen.
  const [file, ...others] = files.map(([, sent]) => sent).filter(({ name, size }) => name !== '' || size > 0);
  if (others.length > 0) throw new FormError(400, 'Llegó más de un archivo. Vuelva a la página y elija uno solo.');
  return {
    form: new URLSearchParams(parts.filter((part): part is [string, string] => typeof part[1] === 'string')),
    file: file ? { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } : null,
  };
}

async function partsOf(body: Uint8Array<ArrayBuffer>, type: string): Promise<[string, FormDataEntryValue][]> {
  try {
    return [...(await new Response(body, { headers: { 'Content-Type': type } }).formData())];
  } catch (error) {
    throw new FormCutOff(error);
  }
}

function tooLarge(): FormError {
  return new FormError(
    413,
    `El archivo es demasiado grande: se admiten hasta ${largestFile / 1_000_000} MB. Divídalo.`,
  );
}

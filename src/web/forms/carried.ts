import type { FormState } from '../../../views/kit/form-state.ts';
import { newToken } from '../../data/secrets/tokens.ts';
import type { TypedForm } from './body.ts';

/** The hidden field of a form that adds: sent several times, the form adds one record (D3). */
export const creationKeyField = 'creationKey';

/** The hidden field of a form that edits: the version at which the record was read (D3). */
export const versionField = 'version';

/** Reads a form's creation key, or makes a new one if the form has no valid key. */
export function readCreationKey(form: TypedForm | null): string {
  const [key, ...others] = form?.getAll(creationKeyField) ?? [];
  return key && others.length === 0 && /^[\w-]{43}$/.test(key) ? key : newToken();
}

/** Reads a form's version. A missing, repeated or malformed one becomes 0, which no record has. */
export function readVersion(form: TypedForm): number {
  const text = form.getAll(versionField).join(' ');
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
}

/** Replaces the version of a stale form, so that sending it once more overwrites the newer record knowingly. */
export function withVersion(form: FormState, version: number): FormState {
  return { ...form, carried: { ...form.carried, [versionField]: String(version) } };
}

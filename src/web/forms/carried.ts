import type { FormState } from '../../../views/kit/form-state.ts';
import { newToken } from '../../data/secrets/tokens.ts';
import type { TypedForm } from './body.ts';

/** The hidden field of a form that adds: it makes the form add one record however often it is sent (D3). */
export const creationKeyField = 'creationKey';

/** The hidden field of a form that edits: the version at which the record was read (D3). */
export const versionField = 'version';

/** Reads a form's creation key; a form that lost its key, or has none yet, gets a new one. */
export function readCreationKey(form: TypedForm | null): string {
  const [key, ...others] = form?.getAll(creationKeyField) ?? [];
  return key && others.length === 0 && /^[\w-]{43}$/.test(key) ? key : newToken();
}

/** Reads a form's version; gives 0, which no stored record has, where it is missing, repeated or no number. */
export function readVersion(form: TypedForm): number {
  const text = form.getAll(versionField).join(' ');
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
}

/** Gives the form with another version, so that sending it once more overwrites that one knowingly. */
export function withVersion(form: FormState, version: number): FormState {
  return { ...form, carried: { ...form.carried, [versionField]: String(version) } };
}

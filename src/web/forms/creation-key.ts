import { newToken } from '../../data/secrets/tokens.ts';
import type { TypedForm } from './form.ts';

/** The hidden field that makes a form create one record however often it is sent (D3). */
export const creationKeyField = 'creationKey';

/** A key for a form that is shown for the first time. */
export function newCreationKey(): string {
  return newToken();
}

/** The key that a form carries; one that lost it, or none yet, gets a new one, so that it works, once. */
export function creationKeyOf(form: TypedForm | null): string {
  const [key, ...others] = form?.getAll(creationKeyField) ?? [];
  return key && others.length === 0 && /^[\w-]{43}$/.test(key) ? key : newCreationKey();
}

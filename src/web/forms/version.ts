import type { TypedForm } from './form.ts';

/** The hidden field that tells at which version a record was read. */
export const versionField = 'version';

/** The version that a form carries (D3); 0, which no stored record has, where it is missing, repeated or no number. */
export function versionOf(form: TypedForm): number {
  const text = form.getAll(versionField).join(' ');
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
}

/** The version a form's page begins with: of one kept over a sign-in (S4) its own, so that a later change is noticed. */
export function firstVersion(kept: TypedForm | null, stored: number): number {
  return kept ? versionOf(kept) : stored;
}

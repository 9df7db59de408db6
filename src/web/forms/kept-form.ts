import { findKeptForm, keepForm } from '../../data/outside/kept-forms.ts';
import type { UserKey } from '../../data/records/caller.ts';
import { newToken } from '../../data/secrets/tokens.ts';
import { dropCookie, readCookie, writeCookie } from '../cookies.ts';
import type { PublicContext } from '../env.ts';
import { behindField } from '../list-behind.ts';
import { passwordFields, type TypedForm } from './body.ts';
import { creationKeyField, versionField } from './carried.ts';
import { tokenField } from './token.ts';

/** The hidden fields; a form without others isn't kept. */
const hiddenFields = [versionField, creationKeyField, behindField, 'account'];

/**
 * Keeps the request's form for the user of the expired session (S4), without passwords and token, until its page shows
 * it after the sign-in. Gives false, and keeps nothing, if the form has hidden fields only.
 */
export async function keepTypedForm(c: PublicContext, user: UserKey): Promise<boolean> {
  const kept = new URLSearchParams([...c.var.form].filter(([name]) => !isLeftOut(name)));
  if ([...kept.keys()].every((name) => hiddenFields.includes(name))) return false;
  const token = newToken();
  await keepForm(c.var.app.database, user, { token, path: c.req.path, body: kept.toString(), now: c.var.now });
  writeCookie(c, 'soce_borrador', token);
  return true;
}

/** Takes the form that was kept for this page and this user, once, or gives null. */
export async function takeKeptForm(c: PublicContext, user: UserKey): Promise<TypedForm | null> {
  const token = readCookie(c, 'soce_borrador');
  if (!token) return null;
  const found = await findKeptForm(c.var.app.database, user, token, c.var.now);
  if (found && found.path !== c.req.path) return null;
  dropCookie(c, 'soce_borrador');
  return found && new URLSearchParams(found.body);
}

function isLeftOut(name: string): boolean {
  return name === tokenField || passwordFields.includes(name);
}

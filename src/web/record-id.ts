import { NotFound } from '../data/database/errors.ts';
import type { EntityContext } from './env.ts';

/** The number of the record that the address names. Throws NotFound where it is no number that a record could have. */
export function recordId(c: EntityContext): number {
  const text = c.req.param('id') ?? '';
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new NotFound();
  return Number(text);
}

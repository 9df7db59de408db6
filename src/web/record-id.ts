import { NotFound } from '../data/database/errors.ts';
import type { EntityContext } from './env.ts';

/** The number of the record that the address names. Throws NotFound where it is no number that a record could have. */
export function recordId(c: EntityContext): number {
  const id = recordNumber(c.req.param('id'));
  if (id === null) throw new NotFound();
  return id;
}

/** A text as the number of a record; null where it is none that a record could have. */
export function recordNumber(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

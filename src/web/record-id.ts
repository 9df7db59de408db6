import { NotFound } from '../data/database/errors.ts';
import type { EntityContext } from './env.ts';

/** Reads the number of the record in the address. Throws NotFound if no record could have it. */
export function recordId(c: EntityContext): number {
  const id = recordNumber(c.req.param('id'));
  if (id === null) throw new NotFound();
  return id;
}

/** Reads a text as the number of a record; null if no record could have it. */
export function recordNumber(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

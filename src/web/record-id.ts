import { NotFound } from '../data/database/errors.ts';
import type { EntityContext } from './env.ts';

/** Gives the number of the record in the address. Throws NotFound for a text that is no record's number. */
export function recordId(c: EntityContext): number {
  const id = recordNumber(c.req.param('id'));
  if (id === null) throw new NotFound();
  return id;
}

/** A text as the number of a record; null where it is none that a record could have. */
export function recordNumber(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

import { NotFound } from '../data/entity/door.ts';
import type { EntityContext } from './env.ts';

/** Gives the number of the record in the address. Throws NotFound for a text that is no record's number. */
export function recordId(c: EntityContext): number {
  const text = c.req.param('id') ?? '';
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new NotFound();
  return Number(text);
}

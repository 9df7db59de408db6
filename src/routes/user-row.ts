import type { UserRowProps } from '../../views/user-row.ts';
import type { UserLine } from '../data/entity/user-list.ts';
import { entryHindrances } from '../domain/access.ts';
import { civilDate } from '../domain/civil-date.ts';

/**
 * Gives the props of a user's row at a moment, in the list and in a swap; the query leads back to that part of the
 * list.
 */
export function userRowProps(line: UserLine, place: RowPlace, now: Date): UserRowProps {
  return { ...line, ...place, created: civilDate(line.createdAt), hindrances: entryHindrances(line, now) };
}

type RowPlace = Pick<UserRowProps, 'number' | 'token' | 'query'>;

import type { UserRowProps } from '../../views/user-row.ts';
import type { UserLine } from '../data/entity/user-list.ts';
import { civilDate } from '../domain/civil-date.ts';

/** Gives the props of a user's row, in the list and in a swap; the query leads back to the same part of the list. */
export function userRowProps(line: UserLine, number: number, token: string | null, query: string): UserRowProps {
  return { ...line, number, created: civilDate(line.createdAt), token, query };
}

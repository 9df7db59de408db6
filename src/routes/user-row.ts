import type { UserRowProps } from '../../views/user-row.ts';
import type { UserLine } from '../data/entity/user-list.ts';
import { civilDate } from '../domain/civil-date.ts';

/** Gives a user's row for the list and for a swap; query leads back to the list as it was. */
export function userRowProps(line: UserLine, number: number, token: string | null, query: string): UserRowProps {
  return {
    id: line.id,
    number,
    name: line.name,
    contactName: line.contactName,
    contactActive: line.contactActive,
    administrator: line.administrator,
    active: line.active,
    created: civilDate(line.createdAt),
    openSessions: line.openSessions,
    undelivered: line.undelivered,
    token,
    query,
  };
}

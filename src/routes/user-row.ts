import { paths } from '../../views/kit/paths.ts';
import type { UserRowProps } from '../../views/user-row.ts';
import type { UserLine } from '../data/entity/user-list.ts';
import { civilDate } from '../domain/civil-date.ts';
import { defaultListing, userSorts } from '../domain/listing.ts';
import type { EntityContext } from '../web/env.ts';
import { listingQuery } from '../web/listing.ts';
import { done } from '../web/respond.ts';

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

/** Redirects after a change of a user to the list, on the page with the user's row. */
export async function backToRow(c: EntityContext, id: number): Promise<Response> {
  const usual = defaultListing(userSorts);
  const place = await c.var.entity.users.placeOf(id, usual);
  const query = listingQuery({ ...usual, page: Math.ceil(place / usual.size) }, userSorts);
  return done(c, `${paths.users(query)}#u${id}`, 'Datos Actualizados');
}

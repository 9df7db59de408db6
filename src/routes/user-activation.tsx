import { errorText } from '../../views/kit/form-state.ts';
import { NoticePage } from '../../views/kit/notices.tsx';
import { paths } from '../../views/kit/paths.ts';
import { SwappedUser } from '../../views/users.tsx';
import type { UserLine } from '../data/entity/user-list.ts';
import { userSorts } from '../domain/listing.ts';
import { setActive } from '../domain/user.ts';
import { type EntityContext, post, type Route } from '../web/env.ts';
import { pressedAction } from '../web/forms/form.ts';
import { formToken } from '../web/forms/token.ts';
import { frame } from '../web/frame.ts';
import { listingQuery, readListing } from '../web/listing.ts';
import { recordId } from '../web/record-id.ts';
import { done, show, wantsFragment } from '../web/respond.ts';
import { userRowProps } from './user-row.ts';

/** Route for activating and deactivating a user, with one press each (product 3). */
export const userActivationRoutes: Route[] = [
  post(paths.userActivation(':id'), 'administration', async (c) => {
    const id = recordId(c);
    const { users } = c.var.entity;
    const asked = pressedAction(c);
    if (asked !== 'activar' && asked !== 'desactivar') {
      return answer(c, await users.line(id), 'No se cambió nada: elija Activar Usuario o Desactivar Usuario.', 422);
    }
    const outcome = await users.change(id, (user) => setActive(user, asked === 'activar'));
    if (outcome.kind === 'refused') {
      return answer(c, await users.line(id), errorText(outcome.errors), 422);
    }
    return answer(c, outcome.value, sentenceOf(outcome.value));
  }),
];

// Gives htmx the row to swap; a browser without scripting goes back to the list as it was, with the message.
async function answer(c: EntityContext, line: UserLine, sentence: string, status: 200 | 422 = 200): Promise<Response> {
  const listing = readListing(c, userSorts);
  const query = listingQuery(listing, userSorts);
  if (wantsFragment(c)) {
    const number = await c.var.entity.users.placeOf(line.id, listing);
    const row = userRowProps(line, number, formToken(c), query);
    return show(c, <SwappedUser row={row} message={sentence} />, status);
  }
  const list = `${paths.users(query)}#u${line.id}`;
  if (status === 200) return done(c, list, sentence);
  const page = (
    <NoticePage
      frame={frame(c, 'Activar Usuario')}
      sentence={sentence}
      back={{ href: list, label: 'Regresar' }}
      failed
    />
  );
  return show(c, page, status);
}

function sentenceOf({ name, active, contactActive }: UserLine): string {
  if (!active) return `El usuario ${name} quedó desactivado: ya no tiene acceso.`;
  return contactActive
    ? `El usuario ${name} quedó activado.`
    : `El usuario ${name} quedó activado, pero no tendrá acceso mientras su contacto esté INACTIVO.`;
}

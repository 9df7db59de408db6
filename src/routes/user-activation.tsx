import { errorText } from '../../views/kit/form-state.ts';
import { Message, NoticePage } from '../../views/kit/notices.tsx';
import { paths } from '../../views/kit/paths.ts';
import { SwappedUser } from '../../views/users.tsx';
import type { NumberedUser, UserLine } from '../data/entity/user-list.ts';
import { entryHindrances } from '../domain/access.ts';
import { hindrancesText } from '../domain/access-words.ts';
import { type Listing, type UserSort, userSorts } from '../domain/listing.ts';
import { type HeldMail, resendingFrom, withHeldNotices } from '../domain/mail-limit.ts';
import { FORM, type Outcome, refused } from '../domain/outcome.ts';
import { type EntityContext, post, type Route } from '../web/env.ts';
import { pressedAction } from '../web/forms/form.ts';
import { formToken } from '../web/forms/token.ts';
import { frame } from '../web/frame.ts';
import { listingQuery, readListing } from '../web/listing.ts';
import { lists } from '../web/lists.ts';
import { leaveNotice } from '../web/notice.ts';
import { recordId, recordNumber } from '../web/record-id.ts';
import { done, show, wantsFragment } from '../web/respond.ts';
import { matterNames } from './home-attention.ts';
import { userRowProps } from './user-row.ts';

/** Routes for activating and deactivating a user, with one press each (product 3). */
export const userActivationRoutes: Route[] = [
  post(paths.userActivation(':id'), 'administration', async (c) => {
    const id = recordId(c);
    const listing = readListing(c, lists(c).users);
    const { users } = c.var.entity;
    switch (pressedAction(c)) {
      case 'activar':
        return answer(c, listing, await users.activate(id, listing));
      case 'desactivar':
        return answer(c, listing, await users.deactivate(id, listing));
      default:
        return answer(c, listing, { ...refused({ [FORM]: noAction }), record: await users.row(id, listing) });
    }
  }),
];

const noAction = 'No se cambió nada: elija Activar Usuario o Desactivar Usuario.';

// Gives htmx the row to swap, and a browser without scripting the same page of the list, with the message.
function answer(c: EntityContext, listing: Listing<UserSort>, outcome: Outcome<NumberedUser>): Response {
  const { line, number } = outcome.record;
  const [sentence, status] =
    outcome.kind === 'refused'
      ? [errorText(outcome.errors), 422 as const]
      : [confirmation(line, c.var.now, outcome.held), 200 as const];
  const query = listingQuery(listing, userSorts);
  const origin = pageOfPress(c);
  // That page has no row to swap.
  if (wantsFragment(c) && origin) return status === 200 ? reopened(c, origin, sentence) : told(c, sentence);
  if (wantsFragment(c)) {
    const row = userRowProps(line, { number, token: formToken(c), query }, c.var.now);
    return show(c, <SwappedUser row={row} message={sentence} />, status);
  }
  const back = origin ?? `${paths.users(query)}#u${line.id}`;
  if (status === 200) return done(c, back, sentence);
  const page = (
    <NoticePage
      frame={frame(c, 'Activar Usuario', 'usuarios')}
      sentence={sentence}
      back={{ href: back, label: 'Regresar' }}
      failed
    />
  );
  return show(c, page, status);
}

// Gives the page that the button stands on, if it isn't the list: a contact's by its number, or a list of the first page.
function pageOfPress(c: EntityContext): string | null {
  const name = c.var.form.get('volver') ?? '';
  const contactId = recordNumber(name);
  if (contactId !== null) return paths.contact(contactId);
  return matterNames.some((one) => one === name)
    ? paths.home(`?todas=${name}`)
    : name === 'inicio'
      ? paths.home()
      : null;
}

function reopened(c: EntityContext, page: string, sentence: string): Response {
  leaveNotice(c, sentence);
  c.header('HX-Redirect', page);
  return c.body(null, 204);
}

function told(c: EntityContext, sentence: string): Response {
  c.header('HX-Reswap', 'none');
  return show(c, <Message>{sentence}</Message>, 422);
}

function confirmation(line: UserLine, now: Date, held: HeldMail[] = []): string {
  return [withHeldNotices(sentenceOf(line, now), held), ...held.map(resendingFrom)].join(' ');
}

function sentenceOf(line: UserLine, now: Date): string {
  const { name, active } = line;
  if (!active) return `El usuario ${name} quedó desactivado: ya no tiene acceso.`;
  const hindrances = entryHindrances(line, now);
  return `El usuario ${name} quedó activado${hindrances.length === 0 ? '.' : `, pero ${hindrancesText(hindrances)}`}`;
}

import { type FormState, isRefused } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import { EndSessionPage, OtherSessionsPage, SessionsPage, UserSessionsPage } from '../../views/sessions.tsx';
import { dateTimeText } from '../domain/civil-date.ts';
import { type OpenSession, sessionName } from '../domain/session.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { openConfirmation, readConfirmation } from '../web/forms/confirmation.ts';
import { frame } from '../web/frame.ts';
import { recordId } from '../web/record-id.ts';
import { done, show, showForm, turnedAway } from '../web/respond.ts';

/** Routes of open sessions, the person's own and those of the entity's users (product 4). */
export const sessionRoutes: Route[] = [
  get(paths.sessions(), 'own-data', async (c) => {
    const { open } = await c.var.entity.sessions.find(c.var.actor.userId);
    return show(c, <SessionsPage frame={frame(c, 'Sesiones', 'sesiones')} sessions={open.map(sessionRow)} />);
  }),

  get(paths.otherSessions(), 'own-data', (c) => otherSessionsPage(c, openConfirmation(c))),

  post(paths.otherSessions(), 'own-data', async (c) => {
    const form = await readConfirmation(c);
    if (isRefused(form)) return otherSessionsPage(c, form);
    const { record } = await c.var.entity.sessions.endOthers();
    return done(c, paths.sessions(), endedSentence(record.ended.length, noOthers));
  }),

  get(paths.session(':id'), 'own-data', (c) => sessionPage(c, openConfirmation(c))),

  post(paths.session(':id'), 'own-data', async (c) => {
    const number = recordId(c);
    const form = await readConfirmation(c);
    if (isRefused(form)) return sessionPage(c, form);
    const { record } = await c.var.entity.sessions.endOwn(number);
    const [ended] = record.ended;
    return ended
      ? done(c, paths.sessions(), `Se cerró la sesión de ${sessionName(ended)}.`)
      : turnedAway(c, paths.sessions(), notOpen);
  }),

  get(paths.userSessions(':id'), 'administration', (c) => userSessionsPage(c, openConfirmation(c))),

  post(paths.userSessions(':id'), 'administration', async (c) => {
    const id = recordId(c);
    // A person ends their own sessions on the page for them. Another entity's user isn't found, whatever the password.
    if (id === c.var.actor.userId) return c.redirect(paths.sessions(), 303);
    const { sessions } = c.var.entity;
    await sessions.find(id);
    const form = await readConfirmation(c);
    if (isRefused(form)) return userSessionsPage(c, form);
    const { record } = await sessions.endAll(id);
    return done(c, paths.userSessions(id), endedSentence(record.ended.length, 'No tiene sesiones abiertas.'));
  }),
];

const noOthers = 'No tiene otras sesiones abiertas.';
const notOpen = 'Esa sesión ya no está abierta, o es la que está usando.';

function endedSentence(count: number, none: string): string {
  if (count === 0) return none;
  return count === 1 ? 'Se cerró 1 sesión.' : `Se cerraron ${count} sesiones.`;
}

/** Gives a session as a row of a table of sessions shows it. */
export function sessionRow(session: OpenSession) {
  const { number, browser, address, own } = session;
  const [since, lastSeen] = [dateTimeText(session.since), dateTimeText(session.lastSeen)];
  return { number, browser, address, own, since, lastSeen, name: sessionName(session) };
}

async function otherSessionsPage(c: EntityContext, form: FormState): Promise<Response> {
  const { open } = await c.var.entity.sessions.find(c.var.actor.userId);
  const others = open.filter(({ own }) => !own).map(sessionRow);
  if (others.length === 0) return turnedAway(c, paths.sessions(), noOthers);
  const page = (
    <OtherSessionsPage frame={frame(c, 'Cerrar todas las demás sesiones', 'sesiones')} form={form} others={others} />
  );
  return showForm(c, page, form);
}

async function sessionPage(c: EntityContext, form: FormState): Promise<Response> {
  const number = recordId(c);
  const { open } = await c.var.entity.sessions.find(c.var.actor.userId);
  const session = open.find((one) => one.number === number && !one.own);
  if (!session) return turnedAway(c, paths.sessions(), notOpen);
  const page = (
    <EndSessionPage frame={frame(c, 'Cerrar una sesión', 'sesiones')} form={form} session={sessionRow(session)} />
  );
  return showForm(c, page, form);
}

async function userSessionsPage(c: EntityContext, form: FormState): Promise<Response> {
  const id = recordId(c);
  if (id === c.var.actor.userId) return c.redirect(paths.sessions(), 303);
  const { user, open } = await c.var.entity.sessions.find(id);
  const page = (
    <UserSessionsPage
      frame={frame(c, `Sesiones de ${user.name}`, 'sesiones')}
      form={form}
      user={user}
      sessions={open.map(sessionRow)}
    />
  );
  return showForm(c, page, form);
}

import * as z from 'zod';
import { type FormState, withErrors } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import { OtherSessionsPage, SessionsPage, UserSessionsPage } from '../../views/sessions.tsx';
import { dateTimeText } from '../domain/civil-date.ts';
import { tooManyTries } from '../domain/guessing.ts';
import { FORM } from '../domain/outcome.ts';
import { type OpenSession, sessionName } from '../domain/session.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { askingForm, openForm, readForm } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { recordId } from '../web/record-id.ts';
import { done, show, showForm } from '../web/respond.ts';

/** Routes of open sessions, the person's own and those of the entity's users (product 4). */
export const sessionRoutes: Route[] = [
  get(paths.sessions(), 'own-data', async (c) => {
    const { open } = await c.var.entity.sessions.find(c.var.actor.userId);
    return show(c, <SessionsPage frame={frame(c, 'Sesiones', 'sesiones')} sessions={open.map(sessionRow)} />);
  }),

  post(paths.sessions(), 'own-data', async (c) => {
    const number = c.var.form.getAll('session').join(' ');
    const { record } = await c.var.entity.sessions.endOwn(number);
    const [ended] = record.ended;
    const sentence = ended ? `Se cerró la sesión de ${sessionName(ended)}.` : 'Esa sesión ya no está abierta.';
    return done(c, paths.sessions(), sentence);
  }),

  get(paths.otherSessions(), 'own-data', (c) => otherSessionsPage(c, openForm(c, confirmation))),

  post(paths.otherSessions(), 'own-data', async (c) => {
    const reading = readForm(c, confirmation, confirmed);
    if (!reading.ok) return otherSessionsPage(c, reading.form);
    const verdict = await c.var.app.sessions.confirm(c, reading.value.password);
    if (verdict.kind === 'limited') {
      return otherSessionsPage(c, withErrors(reading.form, { [FORM]: tooManyTries(verdict.until) }));
    }
    if (verdict.kind === 'wrong') return otherSessionsPage(c, withErrors(reading.form, { password: wrongPassword }));
    const { record } = await c.var.entity.sessions.endOthers();
    return done(c, paths.sessions(), endedSentence(record.ended.length, noOthers));
  }),

  get(paths.userSessions(':id'), 'administration', async (c) => {
    const id = recordId(c);
    if (id === c.var.actor.userId) return c.redirect(paths.sessions(), 303);
    const { user, open } = await c.var.entity.sessions.find(id);
    const pageFrame = frame(c, `Sesiones de ${user.name}`, 'sesiones');
    return show(c, <UserSessionsPage frame={pageFrame} user={user} sessions={open.map(sessionRow)} />);
  }),

  post(paths.userSessions(':id'), 'administration', async (c) => {
    const id = recordId(c);
    // A person ends their own sessions on the page that asks for the password.
    if (id === c.var.actor.userId) return c.redirect(paths.sessions(), 303);
    const { record } = await c.var.entity.sessions.endAll(id);
    return done(c, paths.userSessions(id), endedSentence(record.ended.length, 'No tenía sesiones abiertas.'));
  }),
];

const noOthers = 'No tiene otras sesiones abiertas.';

const confirmation = askingForm({ password: { label: 'Contraseña' } });
const confirmed = z.object({ password: z.string().min(1, 'Contraseña: escriba la contraseña con la que ingresó.') });

const wrongPassword = 'Contraseña: no es la contraseña con la que ingresó. Escríbala de nuevo.';

function endedSentence(count: number, none: string): string {
  if (count === 0) return none;
  return count === 1 ? 'Se cerró 1 sesión.' : `Se cerraron ${count} sesiones.`;
}

function sessionRow(session: OpenSession) {
  const { number, browser, address, own } = session;
  const [since, lastSeen] = [dateTimeText(session.since), dateTimeText(session.lastSeen)];
  return { number, browser, address, own, since, lastSeen, name: sessionName(session) };
}

async function otherSessionsPage(c: EntityContext, form: FormState): Promise<Response> {
  const { open } = await c.var.entity.sessions.find(c.var.actor.userId);
  const others = open.filter(({ own }) => !own).map(sessionRow);
  if (others.length === 0) return done(c, paths.sessions(), noOthers);
  const page = (
    <OtherSessionsPage frame={frame(c, 'Cerrar todas las demás sesiones', 'sesiones')} form={form} others={others} />
  );
  return showForm(c, page, form);
}

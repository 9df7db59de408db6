import * as z from 'zod';
import { type FormState, isRefused, withErrors } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import { AdministratorStaysPage, TerminationPage } from '../../views/termination.tsx';
import { administratorNoticeHeld } from '../domain/mail-limit.ts';
import { reasonField, terminationLabels } from '../domain/termination.ts';
import { type EntityContext, get, partingPost, type Route } from '../web/env.ts';
import { confirmationField, confirmationSchema, verifyConfirmation } from '../web/forms/confirmation.ts';
import { askingForm, openForm, readForm } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { done, show, showForm, turnedAway } from '../web/respond.ts';

const alreadyEnded = 'Su acceso ya había terminado, y no se cambió nada más.';

/** Routes of "Terminar mi acceso" (product 9.4). */
export const terminationRoutes: Route[] = [
  get(paths.termination(), 'own-data', (c) => terminationPage(c, openForm(c, definition))),

  partingPost(paths.termination(), 'own-data', { event: 'user.deactivated', sentence: alreadyEnded }, async (c) => {
    const reading = readForm(c, definition, schema);
    if (!reading.ok || c.var.actor.administrator) return terminationPage(c, reading.form, true);
    const form = await verifyConfirmation(c, reading.form, reading.value.password);
    if (isRefused(form)) return (await c.var.app.sessions.find(c)) ? terminationPage(c, form) : ended(c);
    const outcome = await c.var.entity.terminations.endOwn(reading.value.reason);
    if (outcome.kind === 'refused') return terminationPage(c, withErrors(form, outcome.errors), true);
    if (outcome.kind === 'unchanged') return ended(c);
    await c.var.app.sessions.close(c);
    const held = (outcome.held ?? []).map(administratorNoticeHeld);
    return done(c, paths.signIn(), ['Su acceso terminó y sus sesiones se cerraron.', ...held].join(' '));
  }),
];

const definition = askingForm({
  password: confirmationField,
  reason: { label: terminationLabels.reason, lines: true },
});
const schema = z.object({ password: confirmationSchema, reason: reasonField });

// The administrator, or another tab, was quicker.
function ended(c: EntityContext): Response {
  return turnedAway(c, paths.signIn(), alreadyEnded);
}

async function terminationPage(c: EntityContext, form: FormState, failed = false): Promise<Response> {
  const { user, others } = await c.var.entity.terminations.find();
  const shown = frame(c, 'Terminar mi acceso', 'terminar');
  if (user.administrator) return show(c, <AdministratorStaysPage frame={shown} failed={failed} />, failed ? 422 : 200);
  const { name, openSessions } = user;
  const page = <TerminationPage frame={shown} form={form} userName={name} sessions={openSessions} others={others} />;
  return showForm(c, page, form);
}

import * as z from 'zod';
import { errorText, type FormState, withErrors } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import { PasswordResetPage, PasswordResetSentPage } from '../../views/password-reset.tsx';
import { letterDateTime } from '../domain/civil-date.ts';
import { maskEmail } from '../domain/email.ts';
import { temporaryUntil } from '../domain/password.ts';
import { resetPassword, unusableText } from '../domain/password-reset.ts';
import type { User } from '../domain/user.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { addingForm, openForm, readForm } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { withListBehind } from '../web/list-behind.ts';
import { recordId } from '../web/record-id.ts';
import { show, showForm } from '../web/respond.ts';

/** Routes of "Resetear Contraseña", which asks first and mails a new temporary password (product 3.2). */
export const passwordResetRoutes: Route[] = [
  get(paths.passwordReset(':id'), 'administration', async (c) =>
    resetPage(c, await c.var.entity.passwordResets.find(recordId(c)), openForm(c, definition)),
  ),

  post(paths.passwordReset(':id'), 'administration', async (c) => {
    const id = recordId(c);
    const { creationKey } = readForm(c, definition, z.object({}));
    const outcome = await c.var.entity.passwordResets.reset(id, creationKey);
    // With a new key, since the one that was sent may be of another user's reset.
    if (outcome.kind === 'refused') {
      return resetPage(c, outcome.record, withErrors(openForm(c, definition), outcome.errors));
    }
    // That page says by itself what was done.
    return c.redirect(withListBehind(c, paths.passwordResetSent(id)), 303);
  }),

  get(paths.passwordResetSent(':id'), 'administration', async (c) => {
    const userId = recordId(c);
    const { user, recipient, status, goodUntil } = await c.var.entity.passwordResets.last(userId);
    const sent = {
      userName: user.name,
      status,
      address: maskEmail(recipient),
      goodUntil: user.password === 'expired' ? null : letterDateTime(goodUntil),
      unusable: unusableText(user, goodUntil, c.var.now),
    };
    const page = (
      <PasswordResetSentPage frame={frame(c, 'Reseteo de Contraseñas', 'reseteo')} userId={userId} sent={sent} />
    );
    return show(c, page);
  }),
];

const definition = addingForm({});

function resetPage(c: EntityContext, user: User, form: FormState): Response {
  const decision = resetPassword(user);
  const page = (
    <PasswordResetPage
      frame={frame(c, 'Resetear Contraseña', 'reseteo')}
      form={form}
      user={user}
      address={maskEmail(user.email)}
      sessions={user.openSessions}
      unusable={unusableText({ ...user, password: 'good' }, temporaryUntil(c.var.now, 'mailed'), c.var.now)}
      fault={decision.kind === 'refused' ? errorText(decision.errors) : null}
      contactId={!user.administrator && user.email === '' ? user.contactId : null}
    />
  );
  return showForm(c, page, form);
}

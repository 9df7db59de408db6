import { emptyForm, type FormState, withErrors } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import { UserMailPage } from '../../views/user-mail.tsx';
import { dateTimeText } from '../domain/civil-date.ts';
import { maskEmail } from '../domain/email.ts';
import { isWorthSending, mailNames, type UndeliveredMails } from '../domain/mail.ts';
import { withHeldNotices } from '../domain/mail-limit.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { rowBehind } from '../web/list-behind.ts';
import { recordId } from '../web/record-id.ts';
import { done, showForm } from '../web/respond.ts';

/** Routes of a user's undelivered mails, and for sending them again (product 3.2, D5). */
export const userMailRoutes: Route[] = [
  get(paths.userMail(':id'), 'administration', async (c) =>
    mailPage(c, await c.var.entity.mails.undelivered(recordId(c)), emptyForm),
  ),

  post(paths.userMail(':id'), 'administration', async (c) => {
    const id = recordId(c);
    const outcome = await c.var.entity.mails.resend(id);
    if (outcome.kind === 'refused') return mailPage(c, outcome.record, withErrors(emptyForm, outcome.errors));
    const { user } = outcome.record;
    const sentence =
      outcome.kind === 'changed'
        ? withHeldNotices(`El correo de ${user.name} se envía de nuevo a ${maskEmail(user.email)}.`, outcome.held)
        : `No queda ningún correo de ${user.name} por reenviar.`;
    return done(c, rowBehind(c, paths.users, 'u', id), sentence);
  }),
];

function mailPage(c: EntityContext, { user, mails }: UndeliveredMails, form: FormState): Response {
  const page = (
    <UserMailPage
      frame={frame(c, 'Reenviar Correo', 'reseteo')}
      form={form}
      user={user}
      address={user.email && maskEmail(user.email)}
      mails={mails.map((mail) => ({
        name: mailNames[mail.kind],
        held: mail.held,
        at: dateTimeText(mail.queuedAt),
        worthSending: isWorthSending(mail, c.var.now),
      }))}
    />
  );
  return showForm(c, page, form);
}

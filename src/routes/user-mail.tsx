import { paths } from '../../views/kit/paths.ts';
import { UserMailPage } from '../../views/user-mail.tsx';
import { dateTimeText } from '../domain/civil-date.ts';
import { maskEmail } from '../domain/email.ts';
import { isWorthSending, mailNames, resendMails, type UndeliveredMails } from '../domain/mail.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { recordId } from '../web/record-id.ts';
import { done, show } from '../web/respond.ts';

/** The mails to a user that could not be delivered, and sending them again (D5). */
export const userMailRoutes: Route[] = [
  get(paths.userMail(':id'), 'administration', async (c) =>
    mailPage(c, await c.var.entity.mails.undelivered(recordId(c)), null),
  ),

  post(paths.userMail(':id'), 'administration', async (c) => {
    const id = recordId(c);
    const outcome = await c.var.entity.mails.resend(id, (found) => resendMails(found, c.var.now));
    if (outcome.kind === 'refused') {
      return mailPage(c, await c.var.entity.mails.undelivered(id), Object.values(outcome.errors).join(' '));
    }
    const { user, email } = outcome.value;
    const sentence =
      outcome.kind === 'changed'
        ? `El correo de ${user.name} se envía de nuevo a ${maskEmail(email)}.`
        : `No queda ningún correo de ${user.name} por reenviar.`;
    return done(c, `${paths.users()}#u${id}`, sentence);
  }),
];

function mailPage(c: EntityContext, { user, email, mails }: UndeliveredMails, fault: string | null): Response {
  const page = (
    <UserMailPage
      frame={frame(c, 'Reenviar Correo', 'reseteo')}
      user={user}
      address={email && maskEmail(email)}
      mails={mails.map((mail) => ({
        name: mailNames[mail.kind],
        at: dateTimeText(mail.queuedAt),
        worthSending: isWorthSending(mail, c.var.now),
      }))}
      fault={fault}
    />
  );
  return show(c, page, fault === null ? 200 : 422);
}

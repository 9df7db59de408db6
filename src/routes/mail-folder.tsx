import { paths } from '../../views/kit/paths.ts';
import { MailFolderPage } from '../../views/mail-folder.tsx';
import { NotFound } from '../data/database/errors.ts';
import { isLoopback } from '../domain/address.ts';
import { dateTimeText } from '../domain/civil-date.ts';
import { type PublicContext, publicGet, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { show } from '../web/respond.ts';

/** Route of the mails in the mail folder, which answers only under the conditions of (product 7). */
export const mailFolderRoutes: Route[] = [
  publicGet(paths.mailFolder(), async (c) => {
    const { readMails } = c.var.app;
    if (!readMails || !isFromHere(c)) throw new NotFound();
    const mails = await readMails();
    const shown = mails.map(({ sentAt, ...mail }) => ({ ...mail, at: sentAt ? dateTimeText(sentAt) : '' }));
    return show(c, <MailFolderPage frame={frame(c, 'Correo', null)} mails={shown} />);
  }),
];

// A name of another machine may lead to this one's loopback, and a proxy on this machine may stand for others.
function isFromHere(c: PublicContext): boolean {
  const host = c.req.header('Host') ?? '';
  const forwarded = ['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP'];
  const named = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
  return isLoopback(named) && forwarded.every((name) => c.req.header(name) === undefined);
}

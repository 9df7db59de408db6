import { paths } from '../../views/kit/paths.ts';
import { MailFolderPage } from '../../views/mail-folder.tsx';
import { NotFound } from '../data/database/errors.ts';
import { dateTimeText } from '../domain/civil-date.ts';
import { publicGet, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { isFromOwnMachine } from '../web/own-machine.ts';
import { show } from '../web/respond.ts';

/** Route of the mails in the mail folder, which answers only under the conditions of (product 7). */
export const mailFolderRoutes: Route[] = [
  publicGet(paths.mailFolder(), async (c) => {
    const { readMails } = c.var.app;
    if (!readMails || !isFromOwnMachine(c)) throw new NotFound();
    const mails = await readMails();
    const shown = mails.map(({ sentAt, ...mail }) => ({ ...mail, at: sentAt ? dateTimeText(sentAt) : '' }));
    return show(c, <MailFolderPage frame={frame(c, 'Correo', null)} mails={shown} />);
  }),
];

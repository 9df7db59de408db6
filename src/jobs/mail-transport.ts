import type { SendMailOptions } from 'nodemailer';
import { writeMail } from '../data/outside/mail-folder.ts';
import { isLoopback } from '../domain/address.ts';
import { smtpAddress } from '../domain/email.ts';

/** A written mail. Its id becomes the Message-ID, so that a repeated mail can be recognised (D5). */
export type OutgoingMail = { id: string; to: string; subject: string; text: string; html: string };

/** The sender of all mails. */
export type Sender = { name: string; address: string };

/** Sends mails, over SMTP or into a folder. */
export type MailTransport = {
  /** Throws if the mail wasn't accepted. */
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
};

/**
 * True for the error of a send whose recipient the server refuses for good (D5). A 5xx to another command may be about
 * the sender or the text, which the operator can mend within the hour of the tries.
 */
export function isRecipientRefused(error: unknown): boolean {
  const { command, responseCode = 0 } = error as { command?: string; responseCode?: number };
  return command === 'RCPT TO' && responseCode >= 500;
}

const longestWait = 10_000;
// A server that delays every answer a little could otherwise hold a delivery for ever.
const longestDelivery = 60_000;
const connections = 4;

/** Sends over SMTP (smtp://… or smtps://…) by up to four connections, with 10 s for each step (R5). */
export function smtpTransport(mailUrl: URL, from: Sender): MailTransport {
  const loopback = isLoopback(mailUrl.hostname);
  const secure = mailUrl.protocol === 'smtps:';
  const transport = onFirstUse(async () =>
    (await import('nodemailer')).createTransport({
      pool: true,
      host: mailUrl.hostname.replace(/^\[|\]$/g, ''),
      port: Number(mailUrl.port) || (secure ? 465 : 587),
      secure,
      // Mails carry temporary passwords, so they leave the machine only under TLS. A server on this machine usually has
      // no certificate, and nobody can listen on the way.
      requireTLS: !secure && !loopback,
      tls: { rejectUnauthorized: !loopback },
      ...(mailUrl.username && {
        auth: { user: decodeURIComponent(mailUrl.username), pass: decodeURIComponent(mailUrl.password) },
      }),
      maxConnections: connections,
      // A pooled connection may turn out to be lost. A mail of which nothing was sent then takes another connection; only
      // the queue repeats other failures, so that a mail with its text sent doesn't go out twice.
      maxRequeues: connections,
      dnsTimeout: longestWait,
      connectionTimeout: longestWait,
      greetingTimeout: longestWait,
      socketTimeout: longestWait,
    }),
  );
  return {
    send: async (mail) => {
      const opened = await transport.open();
      await opened.sendMail({ ...messageOf(mail, from), signal: AbortSignal.timeout(longestDelivery) });
    },
    close: transport.close,
  };
}

/** Writes each mail as an .eml file into a folder, in place of sending (product 7). */
export function folderTransport(folder: string, from: Sender): MailTransport {
  const transport = onFirstUse(async () =>
    (await import('nodemailer')).createTransport({ streamTransport: true, buffer: true, newline: 'unix' }),
  );
  return {
    send: async (mail) => {
      const opened = await transport.open();
      const { message } = await opened.sendMail(messageOf(mail, from));
      await writeMail(folder, mail.id, message as Buffer);
    },
    close: transport.close,
  };
}

// Most processes start without a mail to send, and loading the library takes a tenth of the start.
function onFirstUse<Transport extends { close(): void }>(create: () => Promise<Transport>) {
  let opened: Promise<Transport> | undefined;
  return {
    open: () => {
      opened ??= create();
      return opened;
    },
    close: () => void opened?.then((transport) => transport.close()),
  };
}

// The address is an object, so that nothing in it is read as a second recipient. The mail gets no envelope: it would
// keep the refusals of a lost connection, and the next connection would give the mail up.
function messageOf({ id, to, ...content }: OutgoingMail, from: Sender): SendMailOptions {
  const sender = smtpAddress(from.address);
  return {
    ...content,
    from: { ...from, address: sender },
    to: { name: '', address: smtpAddress(to) },
    messageId: `<${id}@${sender.split('@')[1]}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

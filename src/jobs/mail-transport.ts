import { createTransport, type SendMailOptions } from 'nodemailer';
import { writeMail } from '../data/outside/mail-folder.ts';

/** A mail ready to send; its id makes the Message-ID, by which a repeated one can be recognised. */
export type OutgoingMail = { id: string; to: string; subject: string; text: string; html: string };

/** The sender of all mails. */
export type Sender = { name: string; address: string };

/** The way mails leave: over SMTP, or into a folder. */
export type MailTransport = {
  /** Throws where the mail has not been taken over. */
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
};

const longestWait = 10_000;
// A server that delays each of its answers stays within that wait for ever.
const longestDelivery = 60_000;
const connections = 4;

/** Sends over SMTP (smtp://… or smtps://…), over a few connections at a time, with 10 s for each step (R5). */
export function smtpTransport(mailUrl: URL, from: Sender): MailTransport {
  const loopback = isLoopback(mailUrl.hostname);
  const secure = mailUrl.protocol === 'smtps:';
  const transport = createTransport({
    pool: true,
    host: mailUrl.hostname.replace(/^\[|\]$/g, ''),
    port: Number(mailUrl.port) || (secure ? 465 : 587),
    secure,
    // Mails carry temporary passwords: they leave the machine under TLS or not at all. To a server on the same machine
    // nobody can listen, and such a server has no certificate.
    requireTLS: !secure && !loopback,
    tls: { rejectUnauthorized: !loopback },
    ...(mailUrl.username && {
      auth: { user: decodeURIComponent(mailUrl.username), pass: decodeURIComponent(mailUrl.password) },
    }),
    maxConnections: connections,
    // A pooled connection may turn out to be lost: a mail of which nothing was sent then takes another one. Everything
    // else is repeated by the queue; a mail whose text was sent must not go out twice.
    maxRequeues: connections,
    dnsTimeout: longestWait,
    connectionTimeout: longestWait,
    greetingTimeout: longestWait,
    socketTimeout: longestWait,
  });
  return {
    send: async (mail) => {
      await transport.sendMail({ ...messageOf(mail, from), signal: AbortSignal.timeout(longestDelivery) });
    },
    close: () => transport.close(),
  };
}

/** Writes into a folder, one .eml file a mail, where MAIL_URL is not set (product 7). */
export function folderTransport(folder: string, from: Sender): MailTransport {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    send: async (mail) => {
      const { message } = await transport.sendMail(messageOf(mail, from));
      await writeMail(folder, mail.id, message as Buffer);
    },
    close: () => transport.close(),
  };
}

/** True for a host name of this machine. */
export function isLoopback(hostname: string): boolean {
  return ['localhost', '::1', '[::1]'].includes(hostname) || /^127(\.\d+){3}$/.test(hostname);
}

// The address is an object, so that nothing in it is taken for a second recipient. With an envelope of its own a mail
// would keep the refusal of a lost connection, and the next connection would give it up.
function messageOf({ id, to, ...content }: OutgoingMail, from: Sender): SendMailOptions {
  return {
    ...content,
    from,
    to: { name: '', address: to },
    messageId: `<${id}@${from.address.split('@')[1]}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

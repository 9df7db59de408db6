import { createTransport, type SendMailOptions } from 'nodemailer';
import { writeMail } from '../data/outside/mail-folder.ts';

/** A mail as it goes out; id makes its Message-ID, so that a repeated one can be told. */
export type OutgoingMail = { id: string; to: string; subject: string; text: string; html: string };

/** Whom mails come from. */
export type Sender = { name: string; address: string };

/** The way out of the house. */
export type Post = {
  /** Throws where the mail has not been taken over. */
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
};

const longestWait = 10_000;
// A server that drags each of its answers out keeps within that wait for ever.
const longestDelivery = 60_000;
const connections = 4;

/** Posts over SMTP (smtp://… or smtps://…), a few connections at a time, 10 s for each step (R5). */
export function smtpPost(mailUrl: URL, from: Sender): Post {
  const loopback = isLoopback(mailUrl.hostname);
  const secure = mailUrl.protocol === 'smtps:';
  const transport = createTransport({
    pool: true,
    host: mailUrl.hostname.replace(/^\[|\]$/g, ''),
    port: Number(mailUrl.port) || (secure ? 465 : 587),
    secure,
    // Mails carry temporary passwords: they leave the machine under TLS or not at all. On it there is nobody between,
    // and no certificate to be had.
    requireTLS: !secure && !loopback,
    tls: { rejectUnauthorized: !loopback },
    ...(mailUrl.username && {
      auth: { user: decodeURIComponent(mailUrl.username), pass: decodeURIComponent(mailUrl.password) },
    }),
    maxConnections: connections,
    // A kept connection may turn out to be lost: a mail of which nothing was sent then takes another one. All else is
    // the queue's to repeat; what was lost after the text was sent must not go out twice.
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

/** Posts into a folder, one .eml file a mail: where there is no MAIL_URL (spec 7). */
export function folderPost(folder: string, from: Sender): Post {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    send: async (mail) => {
      const { message } = await transport.sendMail(messageOf(mail, from));
      await writeMail(folder, mail.id, message as Buffer);
    },
    close: () => transport.close(),
  };
}

/** True for a host that is this machine. */
export function isLoopback(hostname: string): boolean {
  return ['localhost', '::1', '[::1]'].includes(hostname) || /^127(\.\d+){3}$/.test(hostname);
}

// The address goes as an object, so that nothing in it is taken for a second recipient. An envelope besides would keep
// the refusal of a connection that was lost, and the next one would be given up for it.
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

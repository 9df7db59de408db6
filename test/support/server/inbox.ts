import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail received over SMTP. */
export type ReceivedMail = {
  /** The addresses of the envelope, which decide where the mail goes. */
  recipients: string[];
  to: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  /** The raw message. */
  source: string;
};

/** A server's answer to a mail that it does not accept. */
export type Refusal = { responseCode: number; message: string };

/** An SMTP server that keeps the mails it accepts. */
export type Inbox = {
  url: URL;
  mails: ReceivedMail[];
  /** The answer to every mail; null accepts them. */
  refusal: Refusal | null;
  /** Runs when a mail has been stored and before it is answered. A refusal that it returns is sent as the answer. */
  beforeAnswer: (mail: ReceivedMail) => Promise<Refusal | undefined>;
  /** The number of mails sent to it, refused ones included. */
  attempts: number;
  /** Waits for a mail that matches and that no earlier call has given. Throws after 30 s. */
  next(matches?: (mail: ReceivedMail) => boolean): Promise<ReceivedMail>;
  close(): Promise<void>;
};

const patience = 30_000;

/**
 * The server's address, by default a free port of this machine, settings of the SMTP library, and what is done again and
 * again while a mail is waited for.
 */
export type InboxOptions = { host?: string; port?: number; smtp?: SMTPServerOptions; meanwhile?: () => void };

/** Starts the server. It offers STARTTLS with a self-signed certificate. */
export async function openInbox(options: InboxOptions = {}): Promise<Inbox> {
  const { host = '127.0.0.1', port = 0, smtp = {}, meanwhile = () => {} } = options;
  const seen = new Set<ReceivedMail>();
  const server = new SMTPServer({
    authOptional: true,
    // It would warn of its own certificate.
    logger: false,
    closeTimeout: 100,
    ...smtp,
    onData(stream, session, answer) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        inbox.attempts += 1;
        if (inbox.refusal) return answer(faultOf(inbox.refusal));
        const mail = await read(
          Buffer.concat(chunks),
          session.envelope.rcptTo.map(({ address }) => address),
        );
        inbox.mails.push(mail);
        const refusal = await inbox.beforeAnswer(mail);
        answer(refusal ? faultOf(refusal) : null);
      });
    },
  });
  // A sender that is killed breaks its connection off.
  server.on('error', () => {});
  server.listen(port, host);
  await once(server.server, 'listening');
  const inbox: Inbox = {
    url: new URL(`smtp://${host}:${(server.server.address() as AddressInfo).port}`),
    mails: [],
    refusal: null,
    beforeAnswer: async () => {},
    attempts: 0,
    async next(matches = () => true) {
      const end = Date.now() + patience;
      while (Date.now() < end) {
        const found = inbox.mails.find((mail) => !seen.has(mail) && matches(mail));
        if (found) {
          seen.add(found);
          return found;
        }
        meanwhile();
        await wait(20);
      }
      throw new Error(
        `No such mail came; there were: ${inbox.mails.map(({ subject }) => subject).join('; ') || 'none'}`,
      );
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return inbox;
}

/** Gives a predicate for mails to this address alone. */
export function goesTo(address: string): (mail: ReceivedMail) => boolean {
  return ({ recipients }) => recipients.join() === address;
}

/** Lists the mails to an address, oldest first. */
export function mailsTo({ mails }: Inbox, address: string): ReceivedMail[] {
  return mails.filter(goesTo(address));
}

/** Lists the subjects of the mails to an address, oldest first. */
export function subjectsTo(inbox: Inbox, address: string): string[] {
  return mailsTo(inbox, address).map(({ subject }) => subject);
}

/** Reads the temporary password in a mail. Throws where there is none. */
export function temporaryPasswordIn(mail: ReceivedMail): string {
  const [, password] = /^Contraseña temporal: (\S+)$/m.exec(mail.text) ?? [];
  if (!password) throw new Error(`No temporary password in: ${mail.text}`);
  return password;
}

function faultOf(refusal: Refusal): Error {
  return Object.assign(new Error(refusal.message), refusal);
}

async function read(source: Buffer, recipients: string[]): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(source);
  return {
    recipients,
    to: mail.to?.map(({ address }) => address).join(', ') ?? '',
    from: mail.from?.address ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    messageId: mail.messageId ?? '',
    source: source.toString('utf8'),
  };
}

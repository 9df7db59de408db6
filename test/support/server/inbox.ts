import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as it came in over SMTP. */
export type ReceivedMail = {
  /** Of the envelope: whom it really went to. */
  recipients: string[];
  to: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  /** As it came over the line. */
  source: string;
};

/** What a server says that does not take a mail over. */
export type Refusal = { responseCode: number; message: string };

/** The far end of SMTP: a server of our own that keeps what it takes over. */
export type Inbox = {
  url: URL;
  mails: ReceivedMail[];
  /** What it answers a mail's text with; null takes the mail over. */
  refusal: Refusal | null;
  /** What happens after a mail has been taken in and before the sender hears of it: that it was, or what is returned. */
  beforeAnswer: (mail: ReceivedMail) => Promise<Refusal | undefined>;
  /** How often somebody wanted to leave a mail, refused ones included. */
  attempts: number;
  /** The next mail that matches and has not been asked for, as soon as it is there. Throws after 15 s. */
  next(matches?: (mail: ReceivedMail) => boolean): Promise<ReceivedMail>;
  close(): Promise<void>;
};

const patience = 15_000;

/** Where the server listens, if not on a port of its own on this machine, and what it does otherwise than usual. */
export type InboxOptions = { host?: string; port?: number; smtp?: SMTPServerOptions };

/** Starts the server. It offers STARTTLS with a certificate that nobody vouches for. */
export async function openInbox({ host = '127.0.0.1', port = 0, smtp = {} }: InboxOptions = {}): Promise<Inbox> {
  const seen = new Set<ReceivedMail>();
  const server = new SMTPServer({
    authOptional: true,
    // Or it warns of the certificate that it brings along.
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
  // A sender that is killed leaves its connection in the middle of a word.
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

/** Matches the mails that go to this address and to no other. */
export function goesTo(address: string): (mail: ReceivedMail) => boolean {
  return ({ recipients }) => recipients.join() === address;
}

/** The mails that have come to an address, oldest first. */
export function mailsTo({ mails }: Inbox, address: string): ReceivedMail[] {
  return mails.filter(goesTo(address));
}

/** The subjects of the mails that have come to an address, oldest first. */
export function subjectsTo(inbox: Inbox, address: string): string[] {
  return mailsTo(inbox, address).map(({ subject }) => subject);
}

/** The temporary password that a mail tells. */
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

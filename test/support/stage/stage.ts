import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe } from 'vitest';
import { createApp } from '../../../src/app.tsx';
import type { Database } from '../../../src/data/database/database.ts';
import { type Outbox, openOutbox } from '../../../src/data/records/mail.ts';
import { deriveSecrets, type Secrets } from '../../../src/data/secrets/derived.ts';
import { importJob } from '../../../src/jobs/import.ts';
import { mailJob } from '../../../src/jobs/mail.ts';
import { type MailTransport, type OutgoingMail, smtpTransport } from '../../../src/jobs/mail-transport.ts';
import { recoveryJob } from '../../../src/jobs/recovery.ts';
import { type Site, startSite } from '../browser/client.ts';
import type { Visitor } from '../browser/visitor.ts';
import { type Inbox, openInbox } from '../server/inbox.ts';
import { type CastUser, opening, withKnownPassword } from './cast.ts';
import { catalogs } from './catalogs.ts';
import { forgetCounters } from './counters.ts';
import type { OpeningCast } from './opening-cast.ts';
import { openPromptQueue, type PromptQueue } from './prompt-queue.ts';
import { signIn } from './sign-in.ts';
import { stageDatabase } from './stage-database.ts';

/** The product over HTTP, on a database with people of two entities, and with a clock that the test advances. */
export type Stage = OpeningCast & {
  database: Database;
  /** The queue of mails and recoveries. It runs once an inbox is opened. */
  queue: PromptQueue;
  outbox: Outbox;
  secrets: Secrets;
  site: Site;
  clock: { now: Date; advance(ms: number): void };
  visitor(): Visitor;
  /** Signs a person in, in a new browser. */
  signedIn(person: CastUser): Promise<Visitor>;
  /** Gives the browser in which this person signed in earlier; a new one where its session has ended. */
  browserOf(person: CastUser): Promise<Visitor>;
  /** Starts the queue, which sends the mails over SMTP to this inbox. */
  openInbox(): Promise<Inbox>;
  /** Deletes all counters of failed sign-ins: most requests of the tests come from one address. */
  forgetGuesses(): Promise<void>;
  close(): Promise<void>;
};

/** A stage with an inbox. */
export type MailStage = Stage & { inbox: Inbox };

/** Describes tests that share a stage. */
export function onStage(title: string, tests: (stage: Stage) => void, options: { timeout?: number } = {}): void {
  describe(title, options, () => {
    const stage = {} as Stage;
    beforeAll(async () => {
      Object.assign(stage, await openStage());
    });
    afterAll(() => stage.close?.());
    tests(stage);
  });
}

// Longer than a delivery that hangs and is tried again.
const longestMailTest = 100_000;

/** Describes tests that share a stage with an inbox. */
export function onMailStage(title: string, tests: (stage: MailStage) => void): void {
  const withInbox = (stage: Stage) => {
    beforeAll(async () => {
      Object.assign(stage, { inbox: await stage.openInbox() });
    });
    tests(stage as MailStage);
  };
  onStage(title, withInbox, { timeout: longestMailTest });
}

/** Opens a stage, with a certain number of connections to its database. */
export async function openStage(poolSize?: number): Promise<Stage> {
  const { database, cast } = await stageDatabase(poolSize);
  const clock = {
    now: new Date(opening),
    advance(ms: number) {
      this.now = new Date(this.now.getTime() + ms);
    },
  };
  const queue = await openPromptQueue(database);
  const outbox = openOutbox(queue.post);
  const secrets = deriveSecrets(randomBytes(32));
  const site = await openSite({ database, clock, queue, outbox, secrets });
  let inbox: Inbox | undefined;
  let transport: MailTransport | undefined;
  const lateTransport = { send: async (mail: OutgoingMail) => transport?.send(mail), close: () => {} };
  const desk = { database, outbox, secrets, clock: () => clock.now };
  await queue.on('mail', mailJob({ ...desk, transport: lateTransport, baseUrl: site.baseUrl }));
  await queue.on('recovery', recoveryJob(desk));
  await queue.on('import', importJob({ ...desk, postJob: queue.post, catalogs }));
  const browsers = new Map<CastUser, Visitor>();
  const stage: Stage = {
    database,
    queue,
    outbox,
    secrets,
    site,
    clock,
    ...cast,
    visitor: () => site.visitor(),
    signedIn: async (user) => {
      // Sessions begin at different moments, so that one of them is the oldest.
      clock.advance(1);
      const visitor = site.visitor();
      const page = await withKnownPassword(() => signIn(visitor, user));
      if (page.url.pathname !== '/inicio') throw new Error(`${user.userName} could not sign in: ${page.text}`);
      return visitor;
    },
    browserOf: async (user) => {
      const known = browsers.get(user);
      if (known && (await known.get('/inicio')).status === 200) return known;
      browsers.set(user, await stage.signedIn(user));
      return stage.browserOf(user);
    },
    openInbox: async () => {
      inbox = await openInbox({ meanwhile: queue.look });
      transport = smtpTransport(inbox.url, { name: 'SOCE Usuarios', address: 'soce@prueba.example' });
      await queue.start();
      return inbox;
    },
    forgetGuesses: () => forgetCounters(database),
    close: async () => {
      await site.close();
      await queue.close();
      transport?.close();
      await inbox?.close();
      await database.close();
    },
  };
  return stage;
}

const silent = pino({ level: 'silent' });

/** Serves the product on the parts of a stage, over HTTP or as behind a proxy with another address. */
export function openSite(
  { database, clock, queue, outbox, secrets }: Pick<Stage, 'database' | 'clock' | 'queue' | 'outbox' | 'secrets'>,
  address?: URL,
): Promise<Site> {
  const jobs = { postJob: queue.post, outbox, isQueueReachable: queue.isReachable };
  const parts = { database, clock: () => clock.now, ...jobs, secrets, catalogs, onOwnMachine: true, readMails: null };
  const rest = { key: randomBytes(32), trustedProxies: [], support: 'Mesa de ayuda: 1800-000-000', log: silent };
  return startSite((own) => createApp({ ...parts, ...rest, baseUrl: address ?? own }), { clock: parts.clock });
}

import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { openOutbox } from '../../src/data/records/mail.ts';
import { addDays, type CivilDate, civilDate, startOfDay } from '../../src/domain/civil-date.ts';
import { delegationNoticesJob } from '../../src/jobs/delegation-notices.ts';
import { openQueue } from '../../src/jobs/queue.ts';
import { openInbox, type ReceivedMail } from '../support/server/inbox.ts';
import { lockRow } from '../support/server/while-locked.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { postedAtSeven } from '../support/stage/mornings.ts';
import { mailOffices } from './mail-office.ts';
import { hurry, standStill, until } from './mailing.ts';

const openOffice = mailOffices();
const closing: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

const names = Array.from({ length: 16 }, (_, index) => `eva${10 + index}`);
const longest = 180_000;

// The processes go by the machine's clock, and the test is about one day: a midnight that is near passes first.
beforeAll(async () => {
  const now = new Date();
  const midnight = startOfDay(addDays(civilDate(now), 1));
  const left = midnight.getTime() - now.getTime();
  if (left < longest) await wait(left + 1_000);
}, 2 * longest);

test('Two processes that are told twice send each notice once; of one that is killed amid its notices none is lost', {
  timeout: longest,
}, async () => {
  const today = civilDate(new Date());
  const office = await openOffice(names);
  await office.look(stopCalendar);
  const people = Object.values(office.people);
  const [inAWeek, tomorrow] = [people.slice(0, 8), people.slice(8)];
  const [ofOne, ofOther] = [office.inbox, await openInbox()];
  closing.push(ofOther.close);

  // Jobs are posted ahead of a start, because a process looks for them at once then.
  await office.look((database) => endOn(database, inAWeek, addDays(today, 7)));
  await office.look((database) => post(database, today, 2));
  const [first, other] = await Promise.all([office.start(), office.start({ MAIL_URL: ofOther.url.href })]);
  await until(() => office.look(isDone), Boolean, 40);
  const sent = [...ofOne.mails, ...ofOther.mails];
  expect(recipients(sent)).toEqual(['amparo@prueba.example', ...emailsOf(inAWeek)]);

  first.kill('SIGTERM');
  await first.ended;

  // A process is killed amid posting and sending, while the other is stopped.
  await office.look((database) => endOn(database, tomorrow, addDays(today, 1)));
  const [, , , fourth] = tomorrow;
  if (!fourth) return expect.unreachable();
  const row = await office.look((database) => lockRow(database, 'contacts', fourth.contactId));
  const [sentBefore, atOther] = [ofOne.mails.length, ofOther.mails.length];
  other.kill('SIGSTOP');
  await office.look((database) => post(database, today, 1));
  const one = await office.start();
  const reached = row.waitedFor();
  ofOne.beforeAnswer = async () => {
    await reached;
    one.kill('SIGKILL');
  };
  expect(await one.ended).toEqual({ code: null, signal: 'SIGKILL' });
  expect(ofOne.mails.length).toBeGreaterThan(sentBefore);
  await row.release();
  expect(await office.look(countNotices)).toBe(9 + 3);
  await office.look((database) => standStill(database, 20));
  other.kill('SIGCONT');

  await until(() => office.look((database) => hurry(database).then(() => isDone(database))), Boolean, 60);
  expect(await office.look(countNotices)).toBe(9 + 8);
  expect(recipients(ofOther.mails.slice(atOther))).toEqual(emailsOf(tomorrow));
  // What the killed process had handed over without an answer came again, as the same mail.
  for (const mail of ofOne.mails.slice(sentBefore)) {
    expect(ofOther.mails.filter(({ messageId }) => messageId === mail.messageId)).toHaveLength(1);
  }
});

// Keeps the calendar of every process from posting anything, as it would at seven: it leaves that to another one that
// has just done so.
async function stopCalendar({ owner }: Database): Promise<void> {
  await sql`update pgboss.version set cron_on = now() + interval '1 hour'`.execute(owner);
}

// Makes the delegations of these people end on a day.
async function endOn({ owner }: Database, people: CastUser[], day: CivilDate): Promise<void> {
  const ids = people.map(({ contactId }) => contactId);
  await owner.updateTable('contacts').set({ delegated_until: day }).where('id', 'in', ids).execute();
}

// Posts so many jobs at once, as the calendar does each morning.
async function post(database: Database, day: CivilDate, times: number): Promise<void> {
  const queue = await openQueue(database, pino({ level: 'silent' }));
  await queue.on(
    'delegation-notices',
    delegationNoticesJob({ database, outbox: openOutbox(queue.post), clock: () => new Date() }),
  );
  await database.owner.transaction().execute(async (transaction) => {
    for (let time = 0; time < times; time += 1) await queue.post(transaction, 'delegation-notices', null);
    await postedAtSeven(transaction, day);
  });
  await queue.close();
}

// True once no job of the notices or the mails waits or runs and every mail has been sent.
async function isDone({ owner }: Database): Promise<boolean> {
  const { rows } = await sql<{ open: number }>`
    select (select count(*) from pgboss.job_common where name in ('delegation-notices', 'mail')
              and state in ('created', 'active', 'retry'))
      + (select count(*) from mails where status <> 'sent') as open`.execute(owner);
  return rows[0]?.open === 0;
}

async function countNotices({ owner }: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from mails`.execute(owner);
  return rows[0]?.count ?? 0;
}

function recipients(mails: ReceivedMail[]): string[] {
  return mails.map(({ to }) => to).sort();
}

function emailsOf(people: CastUser[]): string[] {
  return people.map(({ email }) => email);
}

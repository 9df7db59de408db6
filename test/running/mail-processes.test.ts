import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { openInbox, type ReceivedMail } from '../support/server/inbox.ts';
import { mailOffices } from './mail-office.ts';
import { hurry, postActivation, postReset, standStill, until } from './mailing.ts';
import { administratorAt } from './municipality.ts';
import { carriedTo } from './stream.ts';

const openOffice = mailOffices();
const closing: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

const names = Array.from({ length: 15 }, (_, index) => `eva${index}`);

test('Two processes on one database send each mail once, and the mails in hand of one that is killed are sent by the other', {
  timeout: 120_000,
}, async () => {
  const office = await openOffice(names, { state: 'new' });
  const [ofOne, ofOther] = [office.inbox, await openInbox()];
  closing.push(ofOther.close);
  const [one, other] = await Promise.all([office.start(), office.start({ MAIL_URL: ofOther.url.href })]);
  const atOne = await administratorAt(one);
  const atOther = await carriedTo(other, atOne);
  const { token } = atOne;
  const all = () => [...ofOne.mails, ...ofOther.mails];

  // Thirty changes, in turn at each process, while both are sending.
  const people = Object.values(office.people);
  const changes = people.flatMap((person) => [
    (visitor: Visitor) => postActivation(visitor, token, person),
    (visitor: Visitor) => postReset(visitor, token, person),
  ]);
  for (const [index, change] of changes.entries()) await change(index % 2 === 0 ? atOne : atOther);
  await until(
    () => office.look(waiting),
    (ids) => ids.length === 0,
  );
  expect(idsOf(all())).toHaveLength(30);
  expect(new Set(idsOf(all())).size).toBe(30);

  // One process takes the next mails while the other is stopped, and is killed at the sixth of them.
  const sentBefore = ofOne.mails.length;
  const posted = Promise.withResolvers<void>();
  let taken = 0;
  ofOne.beforeAnswer = async () => {
    await posted.promise;
    taken += 1;
    if (taken === 6) one.kill('SIGKILL');
  };
  other.kill('SIGSTOP');
  for (const person of people) await postReset(atOne, token, person);
  posted.resolve();
  expect(await one.ended).toEqual({ code: null, signal: 'SIGKILL' });
  await wait(300);
  const unmarked = await office.look(waiting);
  await office.look((database) => standStill(database, 20));
  other.kill('SIGCONT');

  await until(
    () => office.look((database) => hurry(database).then(() => waiting(database))),
    (ids) => ids.length === 0,
    30,
  );
  expect(new Set(idsOf(all())).size).toBe(45);
  const takenOver = ofOne.mails.slice(sentBefore).filter((mail) => unmarked.includes(idOf(mail)));
  expect(takenOver.length).toBeGreaterThan(0);
  expect(takenOver.length).toBeLessThanOrEqual(4);
  expect(repeated(idsOf(all()))).toEqual(idsOf(takenOver));
  expect([...repeated(idsOf(ofOne.mails)), ...repeated(idsOf(ofOther.mails))]).toEqual([]);
});

// Lists the numbers of the mails that are not marked as sent.
async function waiting({ owner }: Database): Promise<number[]> {
  const mails = await owner.selectFrom('mails').select('id').where('status', '<>', 'sent').execute();
  return mails.map(({ id }) => id);
}

function idOf({ messageId }: ReceivedMail): number {
  return Number(/^<(\d+)-/.exec(messageId)?.[1]);
}

function idsOf(mails: ReceivedMail[]): number[] {
  return mails.map(idOf).sort((a, b) => a - b);
}

function repeated(ids: number[]): number[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

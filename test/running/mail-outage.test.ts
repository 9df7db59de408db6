import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { migrate } from '../../src/data/database/database.ts';
import { openServer } from '../../src/data/database/server.ts';
import { mailsTo, openInbox, temporaryPasswordIn } from '../support/server/inbox.ts';
import { startPostgres } from '../support/server/postgres.ts';
import { logOf, startProduct } from '../support/server/product.ts';
import { hurry, mailOf, postReset, registerDelegates, standStill, until } from './mailing.ts';
import { administratorAt, key } from './municipality.ts';

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const outage = 8_000;
const mostLinesAMinute = 30;

test('Mails that wait while the database is away are sent when it is back, and the log stays short', {
  timeout: 120_000,
}, async () => {
  const server = await startPostgres();
  closing.push(server.end);
  await server.asAdmin(`create database soce owner ${server.owner}`);
  const url = server.ownerUrl('soce');
  const database = openServer(url, { statementTimeout: 0 });
  closing.push(database.close);
  await migrate(database);
  const { eva, ana } = await registerDelegates(database, ['eva', 'ana']);
  const inbox = await openInbox();
  closing.push(inbox.close);
  const product = await startProduct({ DATABASE_URL: url, SOCE_KEY: key, MAIL_URL: inbox.url.href });
  closing.push(() => product.kill('SIGKILL'));
  const administrator = await administratorAt(product);
  const { token } = administrator;
  const ready = async () => (await product.visitor().get('/salud/listo')).status;

  // One mail waits for its next try and one is being sent when the database stops.
  inbox.refusal = { responseCode: 451, message: 'Try again later' };
  await postReset(administrator, token, eva);
  await until(
    () => mailOf(database, eva),
    ({ state }) => state === 'retry',
  );
  inbox.refusal = null;
  const goes = Promise.withResolvers<void>();
  inbox.beforeAnswer = async () => void (await goes.promise);
  await postReset(administrator, token, ana);
  await until(
    () => inbox.mails.length,
    (count) => count === 1,
  );
  const begun = performance.now();
  const linesBefore = logOf(product).length;
  await server.halt('power cut');
  inbox.beforeAnswer = async () => {};
  goes.resolve();

  expect(await ready()).toBe(503);
  await wait(outage);
  expect(await ready()).toBe(503);
  const lines = logOf(product).slice(linesBefore);
  const minutes = (performance.now() - begun) / 60_000;
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length / minutes).toBeLessThan(mostLinesAMinute);

  await server.resume();
  await until(ready, (status) => status === 200);
  await standStill(database, 20);
  await until(
    async () => {
      await hurry(database);
      return Promise.all([eva, ana].map(async (person) => (await mailOf(database, person)).status));
    },
    (statuses) => statuses.join() === 'sent,sent',
    30,
  );
  expect(product.process.exitCode).toBeNull();
  expect(mailsTo(inbox, eva.email)).toHaveLength(1);
  const ofAna = mailsTo(inbox, ana.email);
  expect(ofAna.length).toBeLessThanOrEqual(2);
  expect(new Set(ofAna.map(({ messageId }) => messageId)).size).toBe(1);

  const secrets = [...inbox.mails.map(temporaryPasswordIn), new URL(url).password, key];
  expect(secrets.filter((secret) => product.output().includes(secret))).toEqual([]);
  product.kill('SIGTERM');
  expect(await product.ended).toEqual({ code: 0, signal: null });
});

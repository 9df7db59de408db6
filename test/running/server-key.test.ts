import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { commandLine } from '../support/server/command-line.ts';
import { type ReceivedMail, temporaryPasswordIn } from '../support/server/inbox.ts';
import { launchProduct, refusedStart } from '../support/server/product.ts';
import { administratorIdentity, recover } from '../support/stage/recovery.ts';
import { changePage, signIn } from '../support/stage/sign-in.ts';
import { mailOffices } from './mail-office.ts';
import { hurry, reset, until } from './mailing.ts';
import { administratorAt, key, municipality } from './municipality.ts';

const openOffice = mailOffices();
const { soce, onServer } = commandLine();

const other = 'c4'.repeat(32);
const sentence =
  'La clave de este proceso (SOCE_KEY o el archivo soce.key) no es la de la base de datos. ' +
  'Devuelva la anterior o, si la cambió a propósito, ejecute «npm run soce -- key rotate».';

test('Of two processes that start first with different keys one goes on and the other is refused', {
  timeout: 60_000,
}, async () => {
  const { settings } = await onServer();
  const both = [key, other].map((SOCE_KEY) => launchProduct({ ...settings, SOCE_KEY }));
  const first = await Promise.race(both.map(async (one) => one.ended.then(() => one)));
  const winner = both.find((one) => one !== first);
  expect(await first.ended).toEqual({ code: 1, signal: null });
  expect(first.output()).toBe(`${sentence}\n`);
  await expect.poll(() => winner?.output(), { timeout: 20_000 }).toContain('SOCE Usuarios atiende en');
  winner?.process.kill('SIGTERM');
  expect(await winner?.ended).toEqual({ code: 0, signal: null });
});

test('A changed key ends the passwords that were mailed and renews those on their way, and nothing goes out from the old one', {
  timeout: 120_000,
}, async () => {
  const office = await openOffice(['eva', 'ana']);
  const { inbox, people, environment, look } = office;
  const old = await office.start();
  const administrator = await administratorAt(old);
  await reset(administrator, people.eva);
  const dead = temporaryPasswordIn(await inbox.next());
  expect((await signIn(old.visitor(), { ...people.eva, password: dead })).url.pathname).toBe(changePage);
  expect(await look(temporarySessions)).toBe(1);
  inbox.refusal = { responseCode: 451, message: 'Later' };
  await reset(administrator, people.ana);
  await recover(old.visitor(), administratorIdentity);
  await until(
    () => look(queued),
    (count) => count === 2,
  );

  const refused = await soce({ ...environment, SOCE_KEY: other }, 'menu', 'list', '--json');
  expect(refused).toMatchObject({ code: 1, out: `${JSON.stringify({ error: sentence })}\n` });
  const rotated = await soce({ ...environment, SOCE_KEY: other }, 'key', 'rotate', '--json');
  expect(rotated).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(rotated.out)).toEqual({ rotated: true, passwordsEnded: 1, mailsRenewed: 2 });
  const again = await soce({ ...environment, SOCE_KEY: other }, 'key', 'rotate', '--json');
  expect(JSON.parse(again.out)).toEqual({ rotated: false, passwordsEnded: 0, mailsRenewed: 0 });

  // The process with the old key still runs: it sends nothing, and ends by itself.
  inbox.refusal = null;
  const sent = inbox.mails.length;
  await look(hurry);
  expect(await look(temporarySessions)).toBe(0);
  expect(await old.ended).toEqual({ code: 1, signal: null });
  expect(old.output()).toContain(sentence);
  expect(inbox.mails.length).toBe(sent);
  expect(await refusedStart(environment)).toEqual({ code: 1, signal: null, output: `${sentence}\n` });

  const fresh = await office.start({ SOCE_KEY: other });
  const mails: ReceivedMail[] = [];
  while (mails.length < 2) {
    await look(hurry);
    if (inbox.mails.length > sent + mails.length) mails.push(await inbox.next());
    else await wait(200);
  }
  const mailTo = (name: string) => mails.find(({ text }) => text.includes(`Usuario: ${name}`)) as ReceivedMail;
  const password = temporaryPasswordIn(mailTo(people.ana.userName));
  expect((await signIn(fresh.visitor(), { ...people.ana, password })).url.pathname).toBe(changePage);
  expect((await signIn(fresh.visitor(), { ...people.eva, password: dead })).status).toBe(422);
  const recovered = mailTo(municipality.userName);
  const [, link = ''] = /Yo no solicité este cambio: http:\/\/[^/]+(\S+)/.exec(recovered.text) ?? [];
  const reported = fresh.visitor();
  await reported.open(link);
  expect((await reported.press('Confirmar el reporte')).status).toBeLessThan(400);
  expect(await look(endings)).toEqual([{ subject: people.eva.userName, actor: 'operación del sistema' }]);
});

describe.concurrent('The first start on a database of an earlier version', () => {
  test('ties it to its key', { timeout: 60_000 }, async ({ expect }) => {
    const { settings, database } = await onServer();
    await expect(soce(settings, 'menu', 'list')).resolves.toMatchObject({ code: 0 });
    expect(await database.owner.selectFrom('server_key').selectAll().execute()).toEqual([]);
    const { process, ended, output } = launchProduct(settings);
    await expect.poll(output, { timeout: 20_000 }).toContain('SOCE Usuarios atiende en');
    process.kill('SIGTERM');
    await ended;
    const [recorded] = await database.owner.selectFrom('server_key').selectAll().execute();
    expect(recorded?.fingerprint).toMatch(/^[\w-]{43}$/);
    expect(recorded?.fingerprint).not.toContain(settings.SOCE_KEY);
    expect((await soce({ ...settings, SOCE_KEY: other }, 'menu', 'list')).err).toBe(`${sentence}\n`);
  });
});

async function queued({ owner }: Database): Promise<number> {
  const rows = await owner.selectFrom('mails').select('id').where('status', '=', 'queued').execute();
  return rows.length;
}

async function temporarySessions({ owner }: Database): Promise<number> {
  return (await owner.selectFrom('sessions').select('id').where('temporary', '=', true).execute()).length;
}

function endings({ owner }: Database): Promise<{ subject: string; actor: string }[]> {
  return owner
    .selectFrom('incidents')
    .select(['subject_name as subject', 'actor_name as actor'])
    .where('event', '=', 'password.ended')
    .execute();
}

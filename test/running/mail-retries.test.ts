import { describe, test } from 'vitest';
import { freePort } from '../support/server/free-port.ts';
import { goesTo, openInbox, temporaryPasswordIn } from '../support/server/inbox.ts';
import { logOf } from '../support/server/product.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { type MailOffice, mailOffices } from './mail-office.ts';
import { hurry, mailOf, openMute, reset, until } from './mailing.ts';
import { administratorAt } from './municipality.ts';

const openOffice = mailOffices();
const unavailable = { responseCode: 451, message: 'Try again later' };
const refused = { responseCode: 554, message: 'Not from you' };

describe.concurrent('While the SMTP server', { timeout: 90_000 }, () => {
  test('does not listen, then defers, then refuses, no mail is lost, and each comes once when it accepts them', async ({
    expect,
  }) => {
    const office = await openOffice(['eva', 'ana', 'sol']);
    const port = await freePort();
    const product = await office.start({ MAIL_URL: `smtp://127.0.0.1:${port}` });
    const administrator = await administratorAt(product);
    const { eva, ana, sol } = office.people;

    await reset(administrator, eva);
    await failures(office, eva, 1);
    const inbox = await openInbox({ port });
    inbox.refusal = unavailable;
    await reset(administrator, ana);
    await failures(office, ana, 1);
    inbox.refusal = refused;
    await reset(administrator, sol);
    await failures(office, sol, 1);
    expect([inbox.attempts, inbox.mails.length]).toEqual([2, 0]);
    const codes = logOf(product).filter(({ msg }) => msg === 'a job has failed');
    expect(codes.map(({ code, responseCode }) => responseCode ?? code)).toEqual(['ESOCKET', 451, 554]);

    inbox.refusal = null;
    await office.look(hurry);
    for (const person of [eva, ana, sol]) {
      await inbox.next(goesTo(person.email));
      await until(
        () => standing(office, person),
        ({ state }) => state === 'completed',
      );
    }
    await reset(administrator, eva);
    await inbox.next(goesTo(eva.email));
    expect(inbox.mails).toHaveLength(4);
    await inbox.close();
  });

  test('refuses a mail, it is tried again 8 times after longer and longer waits, and then shown in the list', async ({
    expect,
  }) => {
    const office = await openOffice(['eva']);
    const { eva } = office.people;
    const { inbox } = office;
    inbox.refusal = unavailable;
    const product = await office.start();
    const administrator = await administratorAt(product);
    let begun = Date.now();
    await reset(administrator, eva);
    for (let failure = 1; failure <= 8; failure += 1) {
      const { next } = await failures(office, eva, failure);
      const [shortest, longest] = [10_000 * 2 ** (failure - 1), Math.min(10_000 * 2 ** failure, 3_600_000)];
      expect(next.getTime() - begun).toBeGreaterThanOrEqual(shortest);
      expect(next.getTime() - Date.now()).toBeLessThanOrEqual(longest);
      begun = Date.now();
      await office.look(hurry);
    }
    const { state } = await until(
      () => standing(office, eva),
      ({ status }) => status === 'undelivered',
    );
    expect([state, inbox.attempts]).toEqual(['failed', 9]);

    const row = () =>
      administrator.page
        .table()
        .map((one) => Object.values(one))
        .find((one) => one.includes(eva.userName))
        ?.join(' ');
    await administrator.open('/administracion/usuarios');
    expect(row()).toContain('correo no entregado');
    inbox.refusal = null;
    await administrator.follow(`Reenviar ${eva.userName}`);
    await administrator.press('Reenviar');
    expect(row()).toMatch(/^(?!.*no entregado).*eva/);
    const mail = await inbox.next();
    expect([mail.recipients, temporaryPasswordIn(mail)]).toEqual([
      [eva.email],
      expect.stringMatching(/^[A-Za-z2-9]{12}$/),
    ]);
    await until(
      () => standing(office, eva),
      ({ status }) => status === 'sent',
    );
    expect(inbox.mails).toHaveLength(1);
  });

  test.for([
    [450, 'retry', 'queued'],
    [452, 'retry', 'queued'],
    [551, 'completed', 'undelivered'],
    [550, 'completed', 'undelivered'],
  ] as const)(
    'answers %i to the recipient, the job is %s and the mail %s',
    async ([responseCode, state, status], { expect }) => {
      const refusal = Object.assign(new Error('No such mailbox'), { responseCode });
      const office = await openOffice(['eva'], {
        inbox: { smtp: { onRcptTo: (_address, _session, answer) => answer(refusal) } },
      });
      const { eva } = office.people;
      const administrator = await administratorAt(await office.start());
      await reset(administrator, eva);
      const standingAt = await until(
        () => standing(office, eva),
        ({ state }) => state === 'retry' || state === 'completed',
      );
      expect([standingAt.state, standingAt.status]).toEqual([state, status]);
      await administrator.open('/administracion/usuarios');
      expect(administrator.page.text.includes('correo no entregado')).toBe(status === 'undelivered');
    },
  );

  test('accepts connections and does not answer, each try ends after 10 s and delays nothing else', async ({
    expect,
  }) => {
    const office = await openOffice(['eva', 'ana']);
    const { eva, ana } = office.people;
    const mute = await openMute();
    const product = await office.start({ MAIL_URL: mute.url.href });
    const administrator = await administratorAt(product);

    await reset(administrator, eva);
    await until(mute.connections, (count) => count === 1);
    const begun = performance.now();
    const slowest = { ms: 0 };
    await reset(administrator, ana);
    const pages = until(
      async () => {
        const asked = performance.now();
        expect((await administrator.get('/administracion/usuarios')).status).toBe(200);
        expect((await administrator.get('/salud/listo')).status).toBe(200);
        slowest.ms = Math.max(slowest.ms, performance.now() - asked);
        return standing(office, eva);
      },
      ({ state }) => state === 'retry',
    );
    await pages;
    expect(performance.now() - begun).toBeGreaterThan(9_500);
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect(slowest.ms).toBeLessThan(5_000);

    await mute.close();
    const inbox = await openInbox({ port: Number(mute.url.port) });
    await until(
      () => standing(office, ana),
      ({ state, status }) => state === 'retry' || status === 'sent',
    );
    await office.look(hurry);
    for (const person of [eva, ana]) {
      await inbox.next(goesTo(person.email));
      await until(
        () => standing(office, person),
        ({ status }) => status === 'sent',
      );
    }
    expect(inbox.mails).toHaveLength(2);
    await inbox.close();
  });
});

function standing({ look }: Pick<MailOffice, 'look'>, person: CastUser) {
  return look((database) => mailOf(database, person));
}

/** Waits until so many tries of the last mail to a person have failed and the next one is scheduled. */
function failures(office: Pick<MailOffice, 'look'>, person: CastUser, tries: number) {
  return until(
    () => standing(office, person),
    ({ state, retries }) => state === 'retry' && retries === tries - 1,
  );
}

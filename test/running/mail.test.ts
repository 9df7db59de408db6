import { setTimeout as wait } from 'node:timers/promises';
import { describe, test } from 'vitest';
import { goesTo, temporaryPasswordIn } from '../support/server/inbox.ts';
import { lockRow } from '../support/server/while-locked.ts';
import { password } from '../support/stage/cast.ts';
import { changePage, changePassword, signIn } from '../support/stage/sign-in.ts';
import { mailOffices } from './mail-office.ts';
import { mailOf, openMute, reset, until } from './mailing.ts';
import { administratorAt } from './municipality.ts';

const chosen = 'Colibrí-Verde-88';
const openOffice = mailOffices();

describe.concurrent('The product with SMTP', { timeout: 60_000 }, () => {
  test('mails a temporary password within 5 s of a reset, which opens only the page that changes it', async ({
    expect,
  }) => {
    const { people, inbox, start } = await openOffice(['eva']);
    const { eva } = people;
    const product = await start();
    const administrator = await administratorAt(product);
    const open = product.visitor();
    await signIn(open, eva);

    await reset(administrator, eva);
    const answered = performance.now();
    const mail = await inbox.next();
    expect(performance.now() - answered).toBeLessThan(5_000);
    expect(mail.recipients).toEqual([eva.email]);
    expect((await open.open('/inicio')).url.pathname).toBe('/ingreso');
    expect((await signIn(product.visitor(), eva)).status).toBe(422);

    const temporary = temporaryPasswordIn(mail);
    const visitor = product.visitor();
    expect((await signIn(visitor, { ...eva, password: temporary })).url.pathname).toBe(changePage);
    for (const path of ['/', '/inicio', '/consultar', '/datos-generales/info-usuario']) {
      expect((await visitor.open(path)).url.pathname).toBe(changePage);
    }
    const changed = await changePassword(visitor, temporary, chosen);
    expect(changed.announced).toEqual([expect.stringContaining('Datos Actualizados')]);

    for (const dead of [password, temporary]) {
      expect((await signIn(product.visitor(), { ...eva, password: dead })).status).toBe(422);
    }
    expect((await signIn(product.visitor(), { ...eva, password: chosen })).url.pathname).toBe('/inicio');
    expect((await inbox.next()).subject).toBe('Cambió la contraseña de eva');
    expect(inbox.mails).toHaveLength(2);
  });

  test('finishes after SIGTERM the mails being sent, each once, and ends with 0', async ({ expect }) => {
    const { people, inbox, start, look } = await openOffice(['eva', 'ana']);
    const product = await start();
    const administrator = await administratorAt(product);
    const taken = Promise.withResolvers<void>();
    inbox.beforeAnswer = async () => {
      taken.resolve();
      await wait(2_000);
    };
    for (const person of Object.values(people)) await reset(administrator, person);
    await taken.promise;
    const asked = performance.now();
    product.kill('SIGTERM');
    expect(await product.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - asked).toBeLessThan(10_000);

    inbox.beforeAnswer = async () => {};
    const next = await start();
    for (const person of Object.values(people)) {
      await inbox.next(goesTo(person.email));
      await until(
        () => look((database) => mailOf(database, person)),
        ({ state }) => state === 'completed',
      );
    }
    expect(inbox.mails).toHaveLength(2);
    next.kill('SIGTERM');
    await next.ended;
  });

  test('waits after SIGTERM up to 10 s for a server that does not answer, and keeps the mail', async ({ expect }) => {
    const { people, start, look } = await openOffice(['eva']);
    const { eva } = people;
    const mute = await openMute();
    const product = await start({ MAIL_URL: mute.url.href });
    await reset(await administratorAt(product), eva);
    await until(mute.connections, (count) => count === 1);
    const asked = performance.now();
    product.kill('SIGTERM');
    expect(await product.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - asked).toBeLessThan(10_000);
    const standing = await look((database) => mailOf(database, eva));
    expect([standing.status, standing.state]).toEqual(['queued', 'retry']);
    await mute.close();
  });

  test('keeps the mail of a change under way at SIGTERM, and sends it after the next start', async ({ expect }) => {
    const { people, inbox, start, look } = await openOffice(['eva']);
    const { eva } = people;
    const product = await start();
    const administrator = await administratorAt(product);
    const lock = await look((database) => lockRow(database, 'users', eva.id));
    const resetting = reset(administrator, eva);
    await Promise.race([lock.waitedFor(), resetting]);
    product.kill('SIGTERM');
    await until(product.output, (output) => output.includes('"closing"'));
    // An idle queue would have ended by then.
    await wait(1_000);
    await lock.release();
    // The answer redirects to a page that the process does not serve any more.
    await expect(resetting).rejects.toThrow(/ECONNREFUSED|socket hang up|ECONNRESET/);
    expect(await product.ended).toEqual({ code: 0, signal: null });
    expect(product.output()).toMatch(/"path":"[^"]+\/resetear","status":303/);

    await start();
    expect((await inbox.next()).recipients).toEqual([eva.email]);
  });
});

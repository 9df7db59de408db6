import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { temporaryPasswordIn } from '../support/server/inbox.ts';
import { password } from '../support/stage/cast.ts';
import { mailOffices } from './mail-office.ts';
import { type Delegate, goesTo, mailOf, openMute, reset, signIn, until } from './mailing.ts';
import { administratorAt } from './municipality.ts';

const changePage = '/datos-generales/contrasena';
const chosen = 'Colibrí-Verde-88';
const openOffice = mailOffices();

describe.concurrent('over SMTP:', { timeout: 60_000 }, () => {
  test('a reset brings a mail within 5 s, and its password nothing but the change', async () => {
    const { people, inbox, start } = await openOffice(['eva']);
    const [eva] = people as [Delegate];
    const product = await start();
    const administrator = await administratorAt(product);
    const open = product.visitor();
    await signIn(open, eva, password);

    await reset(administrator, eva);
    const answered = performance.now();
    const mail = await inbox.next();
    expect(performance.now() - answered).toBeLessThan(5_000);
    expect(mail.recipients).toEqual([eva.email]);
    expect((await open.open('/inicio')).url.pathname).toBe('/ingreso');
    expect((await signIn(product.visitor(), eva, password)).status).toBe(422);

    const temporary = temporaryPasswordIn(mail);
    const visitor = product.visitor();
    expect((await signIn(visitor, eva, temporary)).url.pathname).toBe(changePage);
    for (const path of ['/', '/inicio', '/consultar', '/datos-generales/info-usuario']) {
      expect((await visitor.open(path)).url.pathname).toBe(changePage);
    }
    visitor.fill({ 'Contraseña Anterior': temporary, 'Nueva Contraseña': chosen, 'Confirmar Contraseña': chosen });
    expect((await visitor.press('Guardar')).announced).toEqual([expect.stringContaining('Datos Actualizados')]);

    for (const dead of [password, temporary]) expect((await signIn(product.visitor(), eva, dead)).status).toBe(422);
    expect((await signIn(product.visitor(), eva, chosen)).url.pathname).toBe('/inicio');
    expect((await inbox.next()).subject).toBe('Cambió la contraseña de eva');
    expect(inbox.mails).toHaveLength(2);
  });

  test('after SIGTERM what is being sent is finished, once, and the process ends with 0', async () => {
    const { people, inbox, start, look } = await openOffice(['eva', 'ana']);
    const product = await start();
    const administrator = await administratorAt(product);
    const taken = Promise.withResolvers<void>();
    inbox.beforeAnswer = async () => {
      taken.resolve();
      await wait(2_000);
    };
    for (const person of people) await reset(administrator, person);
    await taken.promise;
    const asked = performance.now();
    product.kill('SIGTERM');
    expect(await product.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - asked).toBeLessThan(10_000);

    inbox.beforeAnswer = async () => {};
    const next = await start();
    for (const person of people) {
      await inbox.next(goesTo(person));
      await until(
        () => look((database) => mailOf(database, person)),
        ({ state }) => state === 'completed',
      );
    }
    expect(inbox.mails).toHaveLength(2);
    next.kill('SIGTERM');
    await next.ended;
  });

  test('after SIGTERM a server that says nothing is waited for until 10 s are over, and the mail is kept', async () => {
    const { people, start, look } = await openOffice(['eva']);
    const [eva] = people as [Delegate];
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

  test('a change that SIGTERM finds under way keeps its mail, which goes out after the next start', async () => {
    const { people, inbox, start, look } = await openOffice(['eva']);
    const [eva] = people as [Delegate];
    const product = await start();
    const administrator = await administratorAt(product);
    const lock = await look((database) => lockUser(database, eva));
    const resetting = reset(administrator, eva);
    await Promise.race([lock.waitedFor(), resetting]);
    product.kill('SIGTERM');
    await until(product.output, (output) => output.includes('"closing"'));
    // Long enough for an idle queue to have ended.
    await wait(1_000);
    await lock.release();
    // The answer leads to a page that the process no longer serves.
    await expect(resetting).rejects.toThrow(/ECONNREFUSED|socket hang up|ECONNRESET/);
    expect(await product.ended).toEqual({ code: 0, signal: null });
    expect(product.output()).toMatch(/"path":"[^"]+\/resetear","status":303/);

    await start();
    expect((await inbox.next()).recipients).toEqual([eva.email]);
  });
});

// Somebody else's transaction on a user, which makes a change of that user wait.
async function lockUser({ owner }: Database, { id }: Delegate) {
  const transaction = await owner.startTransaction().execute();
  await transaction.selectFrom('users').select('id').where('id', '=', id).forUpdate().execute();
  return {
    waitedFor: () =>
      until(
        async () =>
          (
            await sql`select 1 from pg_stat_activity
            where wait_event_type = 'Lock' and datname = current_database()`.execute(owner)
          ).rows.length,
        (waiting) => waiting > 0,
      ),
    release: () => transaction.rollback().execute(),
  };
}

import { expect, test } from 'vitest';
import { mailedPassword, ownPassword, type Passwords } from '../../src/data/records/password.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { type CastUser, someone, password as typed, type UserState } from '../support/stage/cast.ts';
import { landing } from '../support/stage/password-steps.ts';
import { changePage, changePassword, signIn } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

const hour = 3_600_000;
const minute = 60_000;
const chosen = 'Colibrí-Verde-88';

onStage('A temporary password that was mailed, beside one that was typed,', (stage) => {
  test('is valid like the other one, each until its own end', async () => {
    const { user, mailed } = await twoPasswords();
    for (const password of [typed, mailed]) expect(await landing(stage, user, password)).toBe(changePage);
    stage.clock.advance(24 * hour - 1_000);
    expect(await landing(stage, user, mailed)).toBe(changePage);
    stage.clock.advance(1_000);
    expect(await landing(stage, user, mailed)).toBe('/ingreso');
    expect(await landing(stage, user, typed)).toBe(changePage);
    stage.clock.advance(48 * hour);
    expect(await landing(stage, user, typed)).toBe('/ingreso');
  });

  test('opens a session that lasts until both have ended', async () => {
    const { user, mailed } = await twoPasswords();
    // Ecuador is five hours behind.
    const end = new Date(stage.clock.now.getTime() + (72 - 5) * hour).toISOString().slice(0, 16).replace('T', ' ');
    stage.clock.advance(24 * hour - minute);
    const visitor = await signedIn(user, mailed);
    stage.clock.advance(2 * minute);
    expect((await visitor.open('/inicio')).url.pathname).toBe(changePage);
    expect(visitor.page.text).toContain(`contraseña temporal, válida hasta el ${end}`);
    stage.clock.advance(48 * hour - 2 * minute);
    const late = await signedIn(user, typed);
    stage.clock.advance(2 * minute);
    expect((await late.open(changePage)).url.pathname).toBe('/ingreso');
  });

  test.for([['the mailed one'], ['the typed one']] as const)(
    'is changed with %s as the old one, and both end',
    async ([which]) => {
      const { user, mailed } = await twoPasswords();
      const old = which === 'the mailed one' ? mailed : typed;
      const visitor = await signedIn(user, mailed);
      await changePassword(visitor, old, chosen);
      expect(visitor.page.announced).toEqual([expect.stringContaining('Datos Actualizados')]);
      for (const dead of [mailed, typed]) expect(await landing(stage, user, dead)).toBe('/ingreso');
      expect(await landing(stage, user, chosen)).toBe('/inicio');
      expect(await passwordsOf(user)).toMatchObject({
        password_hash: expect.stringContaining('$argon2id$'),
        temporary_hash: null,
        temporary_until: null,
        mailed_seed: null,
        mailed_until: null,
      });
    },
  );

  test('is not changed with the person’s own as the old one', async () => {
    const { user, mailed } = await twoPasswords('settled');
    const visitor = await signedIn(user, mailed);
    const before = await passwordsOf(user);
    await changePassword(visitor, typed, chosen);
    expect(visitor.page.errors[0]).toContain('no es la contraseña con la que ingresó');
    expect(await passwordsOf(user)).toEqual(before);
    await changePassword(visitor, mailed, chosen);
    expect(await landing(stage, user, chosen)).toBe('/inicio');
  });

  test('is not accepted as the old one in a session that the person’s own has opened', async () => {
    const { user, mailed } = await twoPasswords('settled');
    const visitor = await signedIn(user, typed, '/inicio');
    await visitor.open(changePage);
    await changePassword(visitor, mailed, chosen);
    expect(visitor.page.errors[0]).toContain('no es la contraseña con la que ingresó');
    expect(await landing(stage, user, typed)).toBe('/inicio');
  });

  test('is not changed where another one has replaced it meanwhile', async () => {
    const { user, mailed } = await twoPasswords();
    const visitor = await signedIn(user, mailed);
    await put(user, mailedPassword('another', new Date(stage.clock.now.getTime() + 24 * hour)));
    await changePassword(visitor, mailed, chosen);
    expect(visitor.page.errors[0]).toContain('no es la contraseña con la que ingresó');
    expect(await landing(stage, user, chosen)).toBe('/ingreso');
  });

  test('is accepted with what comes along when it is pasted, at the sign-in and on the change page', async () => {
    const { user, mailed } = await twoPasswords();
    for (const password of [typed, mailed]) {
      for (const pasted of [` ${password}`, `${password}\r\n`, `\u00a0${password}\u202f`, `\ufeff${password}\u200b`]) {
        expect(await landing(stage, user, pasted)).toBe(changePage);
      }
    }
    const visitor = await signedIn(user, mailed);
    await changePassword(visitor, `\t${mailed}\u00a0\n`, chosen);
    expect(visitor.page.announced).toEqual([expect.stringContaining('Datos Actualizados')]);
    for (const pasted of [` ${chosen}`, `${chosen}\u200b`]) expect(await landing(stage, user, pasted)).toBe('/ingreso');
    expect(await landing(stage, user, chosen)).toBe('/inicio');
  });

  test('is still accepted in the groups in which mails had it', async () => {
    const { user, mailed } = await twoPasswords();
    expect(await landing(stage, user, mailed.replace(/^(.{4})(.{4})/, '$1-$2-'))).toBe(changePage);
  });

  test('can’t be chosen as the new password, with blanks or hyphens either', async () => {
    const { user } = await twoPasswords();
    const visitor = await signedIn(user, typed);
    for (const again of [`${typed} `, `Quinde--Azul-77`]) {
      await changePassword(visitor, typed, again);
      expect(visitor.page.errors[0]).toContain('no repita la contraseña anterior');
    }
  });

  test('is accepted in no other spelling', async () => {
    const { user, mailed } = await twoPasswords();
    for (const other of [
      mailed.toLowerCase(),
      `${mailed}x`,
      `${typed.slice(0, 8)} ${typed.slice(8)}`,
      mailed.slice(1),
      '',
    ]) {
      expect(await landing(stage, user, other)).toBe('/ingreso');
      await stage.forgetGuesses();
    }
    expect(await landing(stage, user, mailed)).toBe(changePage);
  });

  /** Registers a person with a mailed temporary password beside a typed or an own one. */
  async function twoPasswords(state: UserState = 'temporary'): Promise<{ user: CastUser; mailed: string }> {
    await stage.forgetGuesses();
    const user = await someone(stage, { state });
    const seed = `semilla ${user.id}`;
    await put(user, mailedPassword(seed, new Date(stage.clock.now.getTime() + 24 * hour)));
    return { user, mailed: stage.secrets.temporaryPassword(user.ruc, seed) };
  }

  async function signedIn(user: CastUser, password: string, lands = changePage): Promise<Visitor> {
    const visitor = stage.visitor();
    expect((await signIn(visitor, { ...user, password })).url.pathname).toBe(lands);
    return visitor;
  }

  function put({ ruc, id }: CastUser, values: Partial<Passwords>) {
    return stage.database.owner.updateTable('users').set(values).where('ruc', '=', ruc).where('id', '=', id).execute();
  }

  function passwordsOf({ ruc, id }: CastUser): Promise<Passwords> {
    return stage.database.owner
      .selectFrom('users')
      .select(Object.keys(ownPassword('')) as (keyof Passwords)[])
      .where('ruc', '=', ruc)
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  }
});

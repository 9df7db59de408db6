import { beforeEach, expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { comparable } from '../support/stage/alike.ts';
import { type CastUser, someone } from '../support/stage/cast.ts';
import {
  attempt,
  fail,
  failuresAt,
  freshAddress,
  pretendFailures,
  watchVerifications,
  wrong,
} from '../support/stage/guesses.ts';
import { knownBrowser, knownCookie, withCookie } from '../support/stage/known-browsers.ts';
import { reset } from '../support/stage/password-steps.ts';
import { changePage, signIn } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

const second = 1_000;
const minute = 60 * second;

// T5: a browser in which the person has signed in before has a count of its own.
onStage('While strangers keep an account waiting', (stage) => {
  let user: CastUser;

  beforeEach(async () => {
    await stage.forgetGuesses();
    user = await someone(stage);
  });

  test('its owner signs in, in a browser known to the account, and nowhere else', async () => {
    const visitor = await knownBrowser(stage, user);
    for (let siege = 0; siege < 3; siege += 1) {
      await fail(stage, user, 5);
      for (let quarter = 0; quarter < 4; quarter += 1) {
        stage.clock.advance(15 * minute);
        await fail(stage, user, 1);
      }
      expect((await failuresAt(stage, user))?.failures).toBe(9);
      expect(await landed(stage.site.visitor({ weigh: false }), user)).toBe('/ingreso');
      expect(await landed(visitor, user)).toBe('/inicio');
      expect(visitor.page.announced.join(' ')).toContain('hubo 9 intentos fallidos con su usuario.');
      await visitor.press('Cerrar Sesión');
    }
  });

  test('from the address of the owner, who shares it, the owner signs in all the same', async () => {
    const shared = freshAddress();
    const visitor = await knownBrowser(stage, user, shared);
    for (let number = 0; number < 20; number += 1) {
      await attempt(
        stage,
        { ...user, userName: number < 5 ? user.userName : `nadie${number}`, password: wrong },
        shared,
      );
    }
    stage.clock.advance(31 * second);
    expect((await attempt(stage, user, shared)).url.pathname).toBe('/ingreso');
    expect(await landed(visitor, user)).toBe('/inicio');
  });

  test('a stolen cookie gives five verifications and not a sixth, from however many browsers', async () => {
    const stolen = knownCookie(await knownBrowser(stage, user));
    await fail(stage, user, 5);
    const verifications = await watchVerifications(stage, user);
    const pages = await Promise.all(
      Array.from({ length: 10 }, () => signIn(withCookie(stage, stolen, freshAddress()), { ...user, password: wrong })),
    );
    expect(pages.map(({ status }) => status)).toEqual(Array(10).fill(422));
    expect(verifications.own()).toBe(5);
    expect(await landed(withCookie(stage, stolen, freshAddress()), user)).toBe('/ingreso');
    expect(verifications.own()).toBe(5);
  });

  test('a stolen cookie gives five verifications in all, also over five months', async () => {
    const stolen = knownCookie(await knownBrowser(stage, user));
    const verifications = await watchVerifications(stage, user);
    for (let time = 1; time <= 5; time += 1) {
      stage.clock.advance(30 * 24 * 60 * minute);
      await fail(stage, user, 5);
      await signIn(withCookie(stage, stolen, freshAddress()), { ...user, password: wrong });
    }
    expect(verifications.own()).toBe(30);
    await fail(stage, user, 5);
    expect(await landed(withCookie(stage, stolen, freshAddress()), user)).toBe('/ingreso');
  });

  test('four failures of the owner leave a fifth try, and the right one begins the count anew', async () => {
    const visitor = await knownBrowser(stage, user);
    for (const _ of [1, 2]) {
      await fail(stage, user, 5);
      for (let time = 0; time < 4; time += 1) await landed(visitor, { ...user, password: wrong });
      expect(await landed(visitor, user)).toBe('/inicio');
      await visitor.press('Cerrar Sesión');
    }
  });

  test('five failures of the owner make the browser wait like any other, until a right sign-in', async () => {
    const visitor = await knownBrowser(stage, user);
    for (let time = 0; time < 5; time += 1) await landed(visitor, { ...user, password: wrong });
    expect((await failuresAt(stage, user))?.failures).toBe(5);
    expect(await landed(visitor, user)).toBe('/ingreso');
    stage.clock.advance(minute);
    expect(await landed(visitor, user)).toBe('/inicio');
    await visitor.press('Cerrar Sesión');
    await fail(stage, user, 5);
    expect(await landed(visitor, user)).toBe('/inicio');
  });

  test('failures in the known browser count at the account, up to the hundredth, which voids the password', async () => {
    const visitor = await knownBrowser(stage, user);
    await pretendFailures(stage, user, 98);
    await fail(stage, user, 1);
    expect(await landed(visitor, { ...user, password: wrong })).toBe('/ingreso');
    expect((await failuresAt(stage, user))?.failures).toBe(100);
    expect(await landed(visitor, user)).toBe('/ingreso');
  });

  test('ten right sign-ins at once in the known browser, after four failures of its own, all pass', async () => {
    const visitor = await knownBrowser(stage, user);
    await fail(stage, user, 5);
    for (let time = 0; time < 4; time += 1) await landed(visitor, { ...user, password: wrong });
    const cookie = knownCookie(visitor);
    const copies = Array.from({ length: 10 }, () => withCookie(stage, cookie, freshAddress()));
    const pages = await Promise.all(copies.map((copy) => signIn(copy, user)));
    expect(pages.map(({ hops }) => hops[0]?.location)).toEqual(Array(10).fill('/inicio'));
  });

  test('a failure in the known browser is answered like one elsewhere, and its cookie stays as it was', async () => {
    const visitor = await knownBrowser(stage, user);
    const before = knownCookie(visitor);
    await fail(stage, user, 5);
    await visitor.open('/ingreso');
    const elsewhere = stage.site.visitor({ weigh: false });
    const [known, unknown] = [
      await signIn(visitor, { ...user, password: wrong }),
      await signIn(elsewhere, { ...user, password: wrong }),
    ];
    expect(comparable(known)).toEqual(comparable(unknown));
    expect(knownCookie(visitor)).toEqual(before);
  });

  test('the browser stays known after the password is reset', async () => {
    const visitor = await knownBrowser(stage, user);
    await reset(stage, user);
    const temporary = { ...user, password: await temporaryPassword(user) };
    await fail(stage, user, 5);
    expect(await landed(stage.site.visitor({ weigh: false }), temporary)).toBe('/ingreso');
    expect(await landed(visitor, temporary)).toBe(changePage);
  });

  test.for([
    ['before the own password is changed', changePage, 'oldPassword'],
    ['before other sessions are ended', '/datos-generales/sesiones/cerrar-las-demas', 'password'],
  ] as const)('the owner’s password is verified %s, in the known browser alone', async ([, path, field]) => {
    const visitor = await stage.signedIn(user);
    await stage.signedIn(user);
    await visitor.open(path);
    const body = { _token: visitor.token, newPassword: 'Otra-Clave-2026', passwordAgain: 'Otra-Clave-2026' };
    await fail(stage, user, 5);
    const thief = stage.site.visitor({ weigh: false });
    for (const name of ['soce', 'soce_form']) thief.cookies.set(name, visitor.cookies.get(name) ?? '');
    const refused = await thief.post(path, { ...body, [field]: user.password });
    expect(refused.errors).toEqual([expect.stringMatching(/^Hubo demasiados intentos\./)]);
    expect((await visitor.post(path, { ...body, [field]: user.password })).status).toBe(303);
  });

  // The mail isn't sent on this stage, so the password is derived as the mail would.
  async function temporaryPassword({ ruc, id }: CastUser): Promise<string> {
    const { mailed_seed } = await stage.database.owner
      .selectFrom('users')
      .select('mailed_seed')
      .where('ruc', '=', ruc)
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return stage.secrets.temporaryPassword(ruc, mailed_seed ?? '');
  }
});

async function landed(visitor: Visitor, user: CastUser): Promise<string> {
  return (await signIn(visitor, user)).url.pathname;
}

import { beforeEach, expect, test } from 'vitest';
import { type CastUser, someone } from '../support/stage/cast.ts';
import { fail, freshAddress, wrong } from '../support/stage/guesses.ts';
import {
  type KnownCookie,
  knownBrowser,
  knownCookie,
  knownCookies,
  withCookie,
} from '../support/stage/known-browsers.ts';
import { signIn } from '../support/stage/sign-in.ts';
import { onStage, openSite, type Stage } from '../support/stage/stage.ts';

const day = 24 * 3_600_000;
const year = 365 * day;

// T5, S2.
onStage('The cookie by which a browser is known', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('is HttpOnly, stays a year, and tells neither RUC nor user name', async () => {
    const visitor = stage.visitor();
    await visitor.open('/ingreso');
    const { ruc, userName, password } = stage.diana;
    const page = await visitor.post('/ingreso', { _token: visitor.token, ruc, userName, password });
    const line = page.headers['set-cookie']?.split('\n').find((one) => one.startsWith('soce_conocido_'));
    expect(line).toMatch(
      /^soce_conocido_[\w-]{11}=[\w-]{22}\.\d+\.[\w-]{22}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const other = knownCookie(await knownBrowser(stage, stage.carla));
    expect(line).not.toContain(other.name);
    for (const told of [ruc, userName, Buffer.from(userName).toString('base64url')]) expect(line).not.toContain(told);
  });

  test('has the prefix __Host- and is Secure over https', async () => {
    const site = await openSite(stage, new URL('https://soce.example'));
    const visitor = site.visitor();
    const page = await visitor.open('/ingreso');
    const Cookie = page.headers['set-cookie']?.split(';')[0] ?? '';
    const { ruc, userName, password } = stage.diana;
    const body = { _token: visitor.token, ruc, userName, password };
    const answer = await visitor.post('/ingreso', body, { Cookie });
    await site.close();
    expect(answer.headers['set-cookie']?.split('\n').find((one) => one.includes('soce_conocido_'))).toMatch(
      /^__Host-soce_conocido_[\w-]{11}=[\w.-]+; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  test('is another one after each right sign-in, under the same name', async () => {
    const visitor = await knownBrowser(stage, stage.diana);
    const first = knownCookie(visitor);
    await signIn(visitor, { ...stage.diana, userName: ' DELEGADA01' });
    const next = knownCookie(visitor);
    expect([next.name, next.value === first.value]).toEqual([first.name, false]);
  });

  test('stays with five accounts in one browser; the sixth takes the place of the one used least lately', async () => {
    const visitor = stage.site.visitor({ weigh: false });
    const people = await Promise.all(Array.from({ length: 6 }, () => someone(stage)));
    const names: string[] = [];
    for (const user of people.slice(0, 5)) {
      await signInAgain(user);
      names.push(...knownCookies(visitor).flatMap(({ name }) => (names.includes(name) ? [] : name)));
    }
    expect(names).toHaveLength(5);
    // The first account is used once more, so that the second is the one used least lately.
    await signInAgain(people[0] as CastUser);
    await signInAgain(people[5] as CastUser);
    const kept = knownCookies(visitor).map(({ name }) => name);
    expect(kept).toHaveLength(5);
    expect(names.filter((name) => !kept.includes(name))).toEqual([names[1]]);

    async function signInAgain(user: CastUser): Promise<void> {
      stage.clock.advance(1);
      await signIn(visitor, user);
      await visitor.press('Cerrar Sesión');
    }
  });

  test.for<[what: string, cookies: (own: KnownCookie, stage: Stage) => KnownCookie | Promise<KnownCookie>]>([
    ['forged', ({ name, value }) => ({ name, value: value.replace(/[\w-]{22}$/, 'A'.repeat(22)) })],
    ['with another number', ({ name, value }) => ({ name, value: `${'A'.repeat(22)}${value.slice(22)}` })],
    [
      'of a later date',
      ({ name, value }) => ({ name, value: value.replace(/\.(\d+)\./, (_, at) => `.${Number(at) + 1}.`) }),
    ],
    ['of another account', async ({ name }) => ({ name, value: (await ofAnother()).value })],
    ['of another account under its name', () => ofAnother()],
    ['with half an escape', ({ name }) => ({ name, value: '%' })],
    ['with a broken escape', ({ name, value }) => ({ name, value: `${value}%zz` })],
    ['without a value', ({ name }) => ({ name, value: '' })],
    ['with points alone', ({ name }) => ({ name, value: '...' })],
    ['that is too long', ({ name, value }) => ({ name, value: value.repeat(20) })],
    ['sent twice', ({ name, value }) => ({ name, value: `${value}; ${name}=${value}` })],
    ['sent beside another of its name', ({ name, value }) => ({ name, value: `x; ${name}=${value}` })],
    [
      'that is a year old',
      (own) => {
        stage.clock.advance(year);
        return own;
      },
    ],
  ])('%s is as none', async ([, change]) => {
    const user = await someone(stage);
    const changed = await change(knownCookie(await knownBrowser(stage, user)), stage);
    await fail(stage, user, 5);
    const page = await signIn(withCookie(stage, changed, freshAddress()), user);
    expect([page.status, page.url.pathname]).toEqual([422, '/ingreso']);
    await stage.forgetGuesses();
    const accepted = await signIn(withCookie(stage, changed, freshAddress()), user);
    expect([accepted.status, accepted.url.pathname]).toEqual([200, '/inicio']);
  });

  test('holds until a moment before it is a year old', async () => {
    const user = await someone(stage);
    const own = knownCookie(await knownBrowser(stage, user));
    stage.clock.advance(year - 1);
    await fail(stage, user, 5);
    expect((await signIn(withCookie(stage, own, freshAddress()), user)).url.pathname).toBe('/inicio');
  });

  test('is neither set nor dropped by a sign-in that fails', async () => {
    const visitor = await knownBrowser(stage, stage.diana);
    const before = knownCookies(visitor);
    for (const typed of [{ password: wrong }, { userName: 'nadie0001' }, { password: '' }]) {
      const page = await signIn(visitor, { ...stage.diana, ...typed });
      expect(page.headers['set-cookie'] ?? '').not.toContain('soce_conocido_');
    }
    expect(knownCookies(visitor)).toEqual(before);
  });

  async function ofAnother(): Promise<KnownCookie> {
    return knownCookie(await knownBrowser(stage, await someone(stage)));
  }
});

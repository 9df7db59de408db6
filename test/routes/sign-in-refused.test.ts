import { Argon2id } from 'oslo/password';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { mailedPassword, type Passwords } from '../../src/data/records/password.ts';
import { type CastUser, password } from '../support/stage/cast.ts';
import { attempt, fail, freshAddress, wrong } from '../support/stage/guesses.ts';
import { eventsOf } from '../support/stage/incidents.ts';
import { onStage } from '../support/stage/stage.ts';

const history = '/administracion/contactos/incidencias';

onStage('A sign-in', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('that is refused is in “Ver Incidencias” with its address and no typed values', async () => {
    const from = freshAddress();
    await attempt(stage, { ...stage.diana, userName: 'DelegadA01', password: wrong }, from);
    const administrator = await stage.browserOf(stage.quito.administrator);
    const page = await administrator.open(history);
    expect(page.table()[0]).toEqual({
      'Fecha y hora': '2022-04-06 15:53',
      Quién: 'Sin sesión',
      Qué: 'Ingreso rechazado',
      'Sobre quién': 'delegada01',
      Resultado: 'Rechazado',
      Cambios: `1 intento fallido de ingresar, desde ${from}.`,
    });
    const rows = await stage.database.owner.selectFrom('incidents').selectAll().orderBy('id', 'desc').execute();
    expect(rows[0]).toMatchObject({ outcome: 'refused', address: from, actor_user_id: null });
    expect(JSON.stringify(rows)).not.toMatch(/No-es-esta|DelegadA01|\$argon2/);
  });

  test('of a user without access leaves the same incident, even with the right password', async () => {
    await attempt(stage, stage.nadia);
    expect((await eventsOf(stage, stage.quito.ruc)).at(-1)).toBe('sign-in.refused');
  });

  test.for([
    ['an unknown user', { userName: 'nadie0001' }],
    ['a user of another entity', { userName: 'admincuenca' }],
    ['an unknown RUC', { ruc: '1760001230001' }],
  ])('of %s leaves no incident in any entity', async ([, change]) => {
    const count = () => stage.database.owner.selectFrom('incidents').select('id').execute();
    const before = await count();
    await attempt(stage, { ...stage.diana, password: wrong, ...(change as object) });
    expect(await count()).toEqual(before);
  });

  test('renews a hash of lower cost without changing the password', async () => {
    await storeHash(stage.diana, await weak().hash(password));
    expect((await attempt(stage, { ...stage.diana, password: wrong })).status).toBe(422);
    expect(await hashOf(stage.diana)).toContain('$m=8192,');
    expect((await attempt(stage, stage.diana)).url.pathname).toBe('/inicio');
    const renewed = await hashOf(stage.diana);
    expect(renewed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await attempt(stage, stage.diana)).url.pathname).toBe('/inicio');
    expect(await hashOf(stage.diana)).toBe(renewed);
  });

  test('that renews the hash is accepted ten times at once', async () => {
    await storeHash(stage.diana, await weak().hash(password));
    const pages = await Promise.all(Array.from({ length: 10 }, () => attempt(stage, stage.diana)));
    expect(pages.map(({ hops }) => hops[0]?.location)).toEqual(Array(10).fill('/inicio'));
  });

  test('does not restore a password that was reset meanwhile', async () => {
    await storeHash(stage.bruno, await weak().hash(password));
    whileRunning('hash', () => storeHash(stage.bruno, null));
    expect((await attempt(stage, stage.bruno)).status).toBe(422);
    expect(await hashOf(stage.bruno)).toBeNull();
  });

  test('is refused with a password that was changed during its verification', async () => {
    const other = await new Argon2id().hash('Loro-Verde-88');
    await storeHash(
      stage.bruno,
      await new Argon2id({ memorySize: 19_456, iterations: 2, parallelism: 1 }).hash(password),
    );
    whileRunning('verify', () => storeHash(stage.bruno, other));
    expect((await attempt(stage, stage.bruno)).status).toBe(422);
    expect(await hashOf(stage.bruno)).toBe(other);
  });

  test('is refused with a mailed temporary password that was replaced during its verification', async () => {
    const { ruc } = stage.bruno;
    const until = new Date(stage.clock.now.getTime() + 1_000);
    await store(stage.bruno, mailedPassword('first', until));
    const user = { ...stage.bruno, password: stage.secrets.temporaryPassword(ruc, 'first') };
    whileRunning('verify', () => store(stage.bruno, mailedPassword('second', until)));
    expect((await attempt(stage, user)).status).toBe(422);
    const second = { ...user, password: stage.secrets.temporaryPassword(ruc, 'second') };
    expect((await attempt(stage, second)).url.pathname).toBe('/datos-generales/contrasena');
  });

  test('is refused with a RUC and a user name of any length', async () => {
    for (const length of [200, 201, 10_000, 31_000]) {
      const long = 'ñ1'.repeat(length / 2 / (length > 10_000 ? 4 : 1));
      await fail(stage, { ruc: long, userName: long, password: wrong }, 1);
      const [page] = await fail(stage, { ruc: stage.quito.ruc, userName: long, password: long }, 1);
      expect(page?.status).toBe(422);
    }
  });

  test.for([
    ['/ingreso'],
    ['/recuperar'],
    ['/recuperar/motivo'],
    ['/recuperar/solicitud'],
    ['/recuperar/listo'],
    ['/recuperar/no-solicite'],
  ])('is not disturbed by malformed cookies: %s', async ([path = '']) => {
    const names = ['soce', 'soce_form', 'soce_aviso', 'soce_alerta', 'soce_recuperar', 'soce_reporte'];
    const all = (value: string) => names.map((name) => `${name}=${value}`).join('; ');
    const many = Array.from({ length: 50 }, (_, index) => `soce_recuperar=${index}`).join('; ');
    const odd = [all('%'), all('%zz'), all('%00'), all('"'), all(''), '=', '==;;=;', '%=%', many, '__proto__=x'];
    const long = ['soce_recuperar', 'soce_reporte', 'soce'].map((name) => `${name}=${'x'.repeat(8_000)}`);
    const answers: number[] = [];
    for (const cookie of [...odd, ...long]) {
      answers.push((await stage.visitor().get(path, { Cookie: cookie })).status);
    }
    const usual = (await stage.visitor().get(path)).status;
    expect(new Set(answers)).toEqual(new Set([usual]));
  });

  function weak(): Argon2id {
    return new Argon2id({ memorySize: 8_192, iterations: 1, parallelism: 1 });
  }

  // Does something once while a password is hashed or verified.
  function whileRunning(what: 'hash' | 'verify', happens: () => Promise<void>): void {
    const original = Argon2id.prototype[what] as (...values: string[]) => Promise<unknown>;
    let happened = false;
    const spy = vi.spyOn(Argon2id.prototype, what).mockImplementation(async function (
      this: Argon2id,
      ...values: string[]
    ) {
      const result = await original.apply(this, values);
      if (!happened) {
        happened = true;
        await happens();
      }
      return result as never;
    });
    onTestFinished(() => spy.mockRestore());
  }

  function storeHash(user: CastUser, password_hash: string | null): Promise<void> {
    return store(user, { password_hash });
  }

  async function store({ ruc, id }: CastUser, passwords: Partial<Passwords>): Promise<void> {
    await stage.database.owner
      .updateTable('users')
      .set(passwords)
      .where('ruc', '=', ruc)
      .where('id', '=', id)
      .execute();
  }

  async function hashOf({ ruc, id }: CastUser): Promise<string | null> {
    const query = stage.database.owner.selectFrom('users').select('password_hash').where('ruc', '=', ruc);
    return (await query.where('id', '=', id).executeTakeFirstOrThrow()).password_hash;
  }
});

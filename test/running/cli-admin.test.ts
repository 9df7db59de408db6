import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { registerEntity, suspendEntity } from '../../src/data/outside/entities.ts';
import { signIn } from '../../src/data/outside/sign-in.ts';
import { deriveSecrets } from '../../src/data/secrets/derived.ts';
import { commandLine } from '../support/server/command-line.ts';
import { aParish, type Parish } from '../support/stage/administrator.ts';
import { password, person } from '../support/stage/cast.ts';
import { aSession } from '../support/stage/sign-in.ts';

// Any secrets will do, as no mailed password is checked here.
const secrets = deriveSecrets(randomBytes(32));

const { soce, untouched, migrated, onServer } = commandLine();
const ruc = '1760001230001';

describe.concurrent('soce admin reset', { timeout: 60_000 }, () => {
  test('prints a new temporary password as text or as one object; each one replaces the one before', async ({
    expect,
  }) => {
    const { database, settings } = await onServer();
    const contact = person('Mora', 'Ana', '1710034065');
    const entity = { ruc, name: 'Municipio', userName: 'Admin2026', contact, passwordHash: 'x', temporaryUntil: null };
    await registerEntity(database, entity, new Date());

    const printed = await soce(settings, 'admin', 'reset', '--ruc', ruc);
    expect(printed).toMatchObject({ code: 0, err: '' });
    const [, first = ''] = /^Contraseña temporal: (\S+)$/m.exec(printed.out) ?? [];
    const begun = Date.now();
    const program = await soce(settings, 'admin', 'reset', '--ruc', ruc, '--json');
    expect(program).toMatchObject({ code: 0, err: '' });
    const told = JSON.parse(program.out);
    expect(told).toEqual({
      ruc,
      user: 'Admin2026',
      temporaryPassword: expect.stringMatching(/^[A-Za-z2-9]{12}$/),
      temporaryUntil: expect.stringMatching(/Z$/),
      recoveryUnlocked: false,
    });
    const hours = (Date.parse(told.temporaryUntil) - begun) / 3_600_000;
    expect(hours).toBeGreaterThan(71.9);
    expect(hours).toBeLessThan(72.1);

    const origin = { now: new Date(), address: '127.0.0.1', requestId: 'test' };
    for (const dead of [first, password]) {
      expect(
        await signIn({ database, secrets }, { ruc, userName: 'admin2026', password: dead }, origin, aSession()),
      ).toBeNull();
    }
    const credentials = { ruc, userName: 'admin2026', password: told.temporaryPassword };
    expect(await signIn({ database, secrets }, credentials, origin, aSession())).toMatchObject({
      ruc,
      temporary: true,
    });
  });

  test('refuses a RUC that is not registered', async ({ expect }) => {
    const { settings } = await onServer();
    const { code, out, err } = await soce(settings, 'admin', 'reset', '--ruc', ruc, '--json');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toBe(`{"error":"--ruc: no hay ninguna entidad con el RUC ${ruc}. Revise el número."}\n`);
  });

  test.for([
    ['a RUC left out', [], 'Falta el valor de --ruc: escriba, por ejemplo, --ruc 1769999930001.'],
    ['an option that it lacks', ['--ruc', ruc, '--user', 'x'], 'La orden «admin reset» no lleva --user: quítela.'],
  ] as const)('refuses %s before anything is opened', async ([, options, sentence], { expect }) => {
    const folder = untouched();
    const { code, out, err } = await soce(folder, 'admin', 'reset', ...options);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(sentence);
    expect(existsSync(folder)).toBe(false);
  });
});

describe.concurrent('soce admin set', { timeout: 120_000 }, () => {
  test('makes another user the administrator, as text or as one object, and queues its mails', async ({ expect }) => {
    const { database, settings, parish } = await withParish();
    const printed = await set(settings, parish, 'BertaJunta');
    expect(printed).toMatchObject({ code: 0, err: '' });
    expect(printed.out).toContain(
      `El usuario bertajunta es ahora el administrador de ${parish.entity.ruc}; adminjunta sigue como delegado.`,
    );
    const queued = sql<{ count: number }>`
      select count(*)::int as count from pgboss.job_common where name = 'mail' and state = 'created'`;
    expect((await queued.execute(database.owner)).rows).toEqual([{ count: 3 }]);

    const program = await set(settings, parish, 'cirojunta1', '--json');
    expect({ ...program, out: JSON.parse(program.out) }).toEqual({
      code: 0,
      err: '',
      out: {
        ruc: parish.entity.ruc,
        user: 'cirojunta1',
        former: 'bertajunta',
        handover: expect.any(Number),
        canSignIn: true,
        changed: true,
      },
    });
    const again = await set(settings, parish, 'cirojunta1', '--json');
    expect(JSON.parse(again.out)).toEqual({ ruc: parish.entity.ruc, user: 'cirojunta1', changed: false });
    expect(await administratorsIn(database, parish)).toEqual(['cirojunta1']);
  });

  test('works while the entity is suspended, and for a user without a password that works, which it says', async ({
    expect,
  }) => {
    const { database, settings, parish } = await withParish();
    await suspendEntity(database, parish.entity.ruc, new Date());
    await database.owner.updateTable('users').set({ password_hash: null }).where('id', '=', parish.berta.id).execute();
    const printed = await set(settings, parish, 'bertajunta');
    expect(printed.code).toBe(0);
    expect(printed.out).toContain('bertajunta no tiene una contraseña que sirva: désela con «admin reset».');
    expect(await administratorsIn(database, parish)).toEqual(['bertajunta']);
  });

  test('refuses whoever can’t be it, with the reason, and changes nothing', async ({ expect }) => {
    const { database, settings, parish } = await withParish();
    const { berta } = parish;
    const user = (values: object) => () =>
      database.owner.updateTable('users').set(values).where('id', '=', berta.id).execute();
    const contact = (values: object) => () =>
      database.owner.updateTable('contacts').set(values).where('id', '=', berta.contactId).execute();
    const both = (one: () => Promise<unknown>, other: () => Promise<unknown>) => () => Promise.all([one(), other()]);
    const cases: [who: string, prepare: () => Promise<unknown>, sentence: string][] = [
      ['nadie2026', async () => {}, '--user: la entidad .* no tiene el usuario nadie2026. Revise el nombre.'],
      ['bertajunta', user({ active: false }), '--user: el usuario bertajunta está INACTIVO. Elija otro'],
      [
        'bertajunta',
        both(user({ active: true }), contact({ active: false })),
        '--user: el contacto del usuario bertajunta está INACTIVO.',
      ],
      [
        'bertajunta',
        contact({ active: true, email: '' }),
        '--user: el contacto del usuario bertajunta no tiene correo',
      ],
    ];
    for (const [who, prepare, sentence] of cases) {
      await prepare();
      const { code, out, err } = await set(settings, parish, who);
      expect([code, out, err]).toEqual([1, '', expect.stringMatching(new RegExp(`^${sentence}`))]);
    }
    expect(await administratorsIn(database, parish)).toEqual(['adminjunta']);
    const unknown = await soce(settings, 'admin', 'set', '--ruc', ruc, '--user', 'bertajunta', '--json');
    expect([unknown.code, JSON.parse(unknown.out)]).toEqual([
      1,
      { error: `--ruc: no hay ninguna entidad con el RUC ${ruc}. Revise el número.` },
    ]);
  });

  test('refuses a user left out before anything is opened', async ({ expect }) => {
    const folder = untouched();
    const { code, out, err } = await soce(folder, 'admin', 'set', '--ruc', ruc);
    expect([code, out, existsSync(folder)]).toEqual([1, '', false]);
    expect(err).toContain('Falta el valor de --user: escriba, por ejemplo, --user admin2026.');
  });

  test('works on the embedded database, on which no server has run yet', async ({ expect }) => {
    const folder = await migrated();
    expect((await soce(folder, 'demo')).code).toBe(0);
    const set = await soce(folder, 'admin', 'set', '--ruc', '1769999930001', '--user', 'delegado01');
    expect(set).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('delegado01 es ahora el administrador'),
    });
  });

  async function withParish() {
    const { database, settings } = await onServer();
    return { database, settings, parish: await aParish({ database, clock: { now: new Date() } }) };
  }

  function set(settings: Record<string, string>, { entity }: Parish, user: string, ...more: string[]) {
    return soce(settings, 'admin', 'set', '--ruc', entity.ruc, '--user', user, ...more);
  }

  async function administratorsIn({ owner }: Database, { entity }: Parish): Promise<string[]> {
    const rows = owner.selectFrom('users').select('name').where('ruc', '=', entity.ruc);
    return (await rows.where('administrator', '=', true).execute()).map(({ name }) => name);
  }
});

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { registerEntity } from '../../src/data/outside/entities.ts';
import { signIn } from '../../src/data/outside/sign-in.ts';
import { deriveSecrets } from '../../src/data/secrets/derived.ts';
import { commandLine } from '../support/server/command-line.ts';
import { password, person } from '../support/stage/cast.ts';
import { aSession } from '../support/stage/sign-in.ts';

// Any secrets will do, as no mailed password is checked here.
const secrets = deriveSecrets(randomBytes(32));

const { soce, untouched, onServer } = commandLine();
const ruc = '1760001230001';

describe.concurrent('soce admin reset', { timeout: 60_000 }, () => {
  test('prints a new temporary password as text or as one object; each one replaces the one before', async () => {
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

  test('refuses a RUC that is not registered', async () => {
    const { settings } = await onServer();
    const { code, out, err } = await soce(settings, 'admin', 'reset', '--ruc', ruc, '--json');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toBe(`{"error":"--ruc: no hay ninguna entidad con el RUC ${ruc}. Revise el número."}\n`);
  });

  test.for([
    ['a RUC left out', [], 'Falta el valor de --ruc: escriba, por ejemplo, --ruc 1769999930001.'],
    ['an option that it lacks', ['--ruc', ruc, '--user', 'x'], 'La orden «admin reset» no lleva --user: quítela.'],
  ] as const)('refuses %s before anything is opened', async ([, options, sentence]) => {
    const folder = untouched();
    const { code, out, err } = await soce(folder, 'admin', 'reset', ...options);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(sentence);
    expect(existsSync(folder)).toBe(false);
  });
});

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { describe, test } from 'vitest';
import { openEmbedded } from '../../src/data/database/embedded.ts';
import { readCatalogs } from '../../src/data/outside/catalogs.ts';
import { signIn } from '../../src/data/outside/sign-in.ts';
import { deriveSecrets } from '../../src/data/secrets/derived.ts';
import { addDays, civilDate } from '../../src/domain/civil-date.ts';
import { commandLine } from '../support/server/command-line.ts';
import { inFolder } from '../support/server/database.ts';
import { aSession } from '../support/stage/sign-in.ts';

// Any secrets will do, as no mailed password is checked here.
const secrets = deriveSecrets(randomBytes(32));

const { soce, soceTo, untouched, migrated, onServer } = commandLine();
// No server listens on port 1.
const silentServer = { DATABASE_URL: 'postgres://127.0.0.1:1/soce', SOCE_KEY: '0'.repeat(64) };

const municipality = {
  ruc: '1760001230001',
  name: 'Municipio  de Ñuñoa',
  user: 'Admin2026',
  email: 'ana@muni.example',
  document: '025999911-8',
  surname: 'O’Brien  Núñez',
  'first-name': 'Ana',
  'birth-date': '31/01/1980',
};
type Option = keyof typeof municipality;

describe.concurrent('soce', { timeout: 60_000 }, () => {
  test.for(['', 'entity add -h'])('%s prints the usage in Spanish', async (line, { expect }) => {
    const { code, out, err } = await soce(untouched(), ...line.split(' ').filter(Boolean));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Uso: npm run soce -- <orden>/);
    for (const order of [
      'migrate',
      'entity add --ruc',
      'entity suspend --ruc',
      'entity resume --ruc',
      'admin reset --ruc',
      'key rotate',
      'menu list',
      'menu address --code',
      'menu address remove --code',
      'demo',
    ]) {
      expect(out).toContain(`\n  ${order}`);
    }
  });

  test('in a folder that the system doesn’t take is refused in a sentence', async ({ expect }) => {
    const { code, out, err } = await soce('/proc/soce', 'migrate');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(
      'No se puede escribir en la carpeta de datos /proc/soce. Indique otra carpeta con SOCE_DATA_DIR.\n',
    );
  });

  test.for([
    ['entity add --name Municipio de Ejemplo', 'No existe la orden «entity add de Ejemplo». Ponga entre comillas'],
    ['migrate --json=1', 'No existe la opción --json=1.'],
    ['migrate --ruc 1', 'La orden «migrate» no lleva --ruc: quítela.'],
    ['entity add --ruc --name x', 'Falta el valor de --ruc: escriba, por ejemplo, --ruc 1769999930001.'],
    ['entity suspend --ruc 1 --ruc 2', '--ruc está dos veces: escríbala una sola vez.'],
  ] as const)('%s is refused before a database is opened', async ([line, sentence], { expect }) => {
    const folder = untouched();
    const { code, out, err } = await soce(folder, ...line.split(' '));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(sentence);
    expect(existsSync(folder)).toBe(false);
  });

  test('prints a wrong setting as one object with --json', async ({ expect }) => {
    const { code, out, err } = await soce({ PORT: 'x' }, 'migrate', '--json');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toBe('{"error":"PORT debe ser un número de puerto entre 0 y 65535."}\n');
  });

  test('says in one sentence that the server does not answer, and shows the stack only at the level debug', async ({
    expect,
  }) => {
    const sentence =
      'La base de datos de DATABASE_URL rechaza la conexión. Revise la dirección y el puerto, y que esté en marcha.';
    expect(await soce(silentServer, 'migrate')).toEqual({ code: 1, out: '', err: `${sentence}\n` });
    const debugged = await soce({ ...silentServer, LOG_LEVEL: 'debug' }, 'migrate');
    expect(debugged.err.startsWith(`${sentence}\n`)).toBe(true);
    expect(debugged.err).toMatch(/\n\s+at .+\n(.*\n)*.*ECONNREFUSED/);
  });

  test('says in one sentence that its answer can’t be written', async ({ expect }) => {
    const { settings } = await onServer();
    const { code, err } = await soceTo('/dev/full', settings, 'menu', 'list');
    expect(code).toBe(1);
    expect(err).toBe('La orden se cumplió, pero su respuesta no se pudo escribir.\n');
  });

  test('refuses a data folder in use, and names it and the process that holds it', async ({ expect }) => {
    const folder = await migrated();
    const holder = await openEmbedded(folder);
    const second = await soce(folder, 'migrate').finally(() => holder.close());
    expect(second.code).toBe(1);
    expect(second.err).toContain(`${folder} ya está en uso por el proceso ${process.pid}.`);
  });
});

describe.concurrent('soce migrate', { timeout: 60_000 }, () => {
  test('applies the missing migrations, and none the second time', async ({ expect }) => {
    const folder = untouched();
    const first = await soce(folder, 'migrate', '--json');
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out).migrated).toContain('0001-entities');
    expect(await soce(folder, 'migrate')).toEqual({ code: 0, out: 'La base de datos ya estaba al día.\n', err: '' });
  });
});

describe.concurrent('soce entity', { timeout: 60_000 }, () => {
  const { ruc } = municipality;

  test('add, suspend and resume change an entity, and do nothing the second time', async ({ expect }) => {
    const { database, settings } = await onServer();
    const before = Date.now();
    const added = await soce(settings, ...adding(municipality));
    expect(added).toMatchObject({ code: 0, err: '' });
    expect(added.out).toContain('Entidad registrada: 1760001230001, Municipio de Ñuñoa.');
    expect(added.out).toContain("O'Brien Núñez Ana, Cédula de Ciudadanía 0259999118.");
    const again = await soce(settings, ...adding(municipality), '--json');
    expect(again.code).toBe(1);
    expect(JSON.parse(again.out).error).toBe('--ruc: la entidad 1760001230001 ya está registrada. Revise el número.');

    const suspending = ['entity', 'suspend', '--ruc', ruc];
    // As it is pasted from a letterhead.
    const resuming = ['entity', 'resume', '--ruc', '\u200e17600-01230\u2011001\u200b', '--json'];
    expect((await soce(settings, ...suspending)).out).toBe(`La entidad ${ruc} está suspendida.\n`);
    expect(await soce(settings, ...suspending)).toMatchObject({
      code: 0,
      out: `La entidad ${ruc} ya estaba suspendida.\n`,
    });
    expect(JSON.parse((await soce(settings, ...resuming)).out)).toEqual({ ruc, suspended: false, changed: true });
    expect(JSON.parse((await soce(settings, ...resuming)).out)).toEqual({ ruc, suspended: false, changed: false });

    const password = /^Contraseña temporal: (\S+)$/m.exec(added.out)?.[1] ?? '';
    const { owner } = database;
    const events = await owner.selectFrom('incidents').select('event').orderBy('id').execute();
    expect(events.map(({ event }) => event)).toEqual(['entity.created', 'entity.suspended', 'entity.resumed']);
    const hours = (count: number) => new Date(before + count * 3_600_000);
    const credentials = { ruc, userName: 'admin2026', password };
    expect(await signIn({ database, secrets }, credentials, at(hours(71.9)), aSession())).toMatchObject({
      ruc,
      temporary: true,
    });
    expect(await signIn({ database, secrets }, credentials, at(hours(72.1)), aSession())).toBeNull();
    const contact = await owner.selectFrom('contacts').selectAll().executeTakeFirstOrThrow();
    expect(contact).toMatchObject({ active: true, delegated_until: null, birth_date: '1980-01-31' });
    expect(contact.created_at.getTime()).toBeGreaterThanOrEqual(before);
    expect(contact.delegated_from).toBe(civilDate(contact.created_at));
    const { positions, documentTypes } = await readCatalogs(database);
    expect(positions).toContain(contact.position);
    expect(documentTypes).toContain(contact.document_type);
  });

  test('add prints the password in one object with --json, also for an administrator with a passport', async ({
    expect,
  }) => {
    const { settings } = await onServer();
    const pasted = { name: 'Municipio\u00a0de \u200bÑu\u00adñoa', user: '\ufeffAdmin2026', document: 'ab12345\u200b' };
    const { code, out } = await soce(settings, ...adding({ ...municipality, ...pasted }), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      ruc,
      name: 'Municipio de Ñuñoa',
      user: 'Admin2026',
      temporaryPassword: expect.stringMatching(/^[A-Za-z2-9]{12}$/),
      temporaryUntil: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
  });

  test('suspend refuses a RUC that is not registered', async ({ expect }) => {
    const { settings } = await onServer();
    const { err } = await soce(settings, 'entity', 'suspend', '--ruc', ruc);
    expect(err).toBe(`--ruc: no hay ninguna entidad con el RUC ${ruc}. Revise el número.\n`);
  });
});

describe.concurrent('soce entity add', { timeout: 60_000 }, () => {
  const today = civilDate(new Date());
  const bad: Record<Option, { values: string[]; sentence: string }> = {
    ruc: {
      values: ['176000123000', '17600012300011', '1760001230000', '2560001230001'],
      sentence: 'RUC: revise el número',
    },
    name: { values: ['x'.repeat(201), 'Municipio\u0007'], sentence: 'Nombre de la entidad: use 200 caracteres' },
    user: {
      values: ['admin26', 'a'.repeat(21), 'admin 2026', 'adminñ2026'],
      sentence: 'Usuario: use de 8 a 20 letras',
    },
    email: {
      values: ['ana', 'ana@muni', 'ana@muni.example, b@c.example'],
      sentence: 'Correo Electrónico: escriba una',
    },
    document: { values: ['0259999119', '2559999116', 'AB12', 'AB-12345'], sentence: 'Número Identificación: ' },
    surname: { values: ['O_Brien', 'x'.repeat(61)], sentence: 'Apellido Paterno: use ' },
    'first-name': { values: ['Ana2', "'"], sentence: 'Primer Nombre: use solo letras' },
    'birth-date': {
      values: ['1980-02-30', 'ayer', addDays(today, 1), addDays(today, -17 * 365)],
      sentence: 'Fecha de Nacimiento: ',
    },
  };
  const options = Object.keys(municipality) as Option[];

  // Starting a process takes most of a second, so each one gets a bad value in every option.
  test.for([0, 1, 2, 3])('names every bad value by its option (%i)', async (round, { expect }) => {
    const chosen = options.filter((option) => round < bad[option].values.length);
    const values = Object.fromEntries(chosen.map((option) => [option, bad[option].values[round]]));
    const folder = untouched();
    const { code, out, err } = await soce(folder, ...adding({ ...municipality, ...values }));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    const starts = chosen.map((option) => `--${option}: ${bad[option].sentence}`).sort();
    expect(err.trimEnd().split('\n').sort()).toEqual(starts.map((start) => expect.stringContaining(start)));
    expect(existsSync(folder)).toBe(false);
  });

  test('names every missing option', async ({ expect }) => {
    const { err } = await soce(untouched(), 'entity', 'add');
    const asked = [...err.matchAll(/^Falta el valor de --([a-z-]+): escriba, por ejemplo, --\1 /gm)];
    expect(asked.map(([, option]) => option)).toEqual(options);
  });
});

describe.concurrent('soce demo', { timeout: 60_000 }, () => {
  test('fills an empty database with accounts that can sign in, and refuses the second time', async ({ expect }) => {
    const folder = await migrated();
    const filled = await soce(folder, 'demo', '--json');
    expect(filled.code).toBe(0);
    const accounts: { ruc: string; user: string; password: string }[] = JSON.parse(filled.out).accounts;
    expect(accounts.map(({ user }) => user)).toEqual(['admindemo', 'delegado01', 'adminejemplo']);
    expect((await soce(folder, 'demo')).err).toContain('La base de datos ya tiene entidades');
    const signedIn = await inFolder(folder, (database) =>
      Promise.all(
        accounts.map(({ user, ...account }) =>
          signIn({ database, secrets }, { ...account, userName: user }, at(new Date()), aSession()),
        ),
      ),
    );
    expect(signedIn.map((person) => person?.temporary)).toEqual([false, false, false]);
  });

  test('fills the empty database of a server too, and refuses one that holds an entity', async ({ expect }) => {
    const { database, settings } = await onServer();
    const filled = await soce(settings, 'demo', '--json');
    expect([filled.code, filled.err]).toEqual([0, '']);
    expect(Object.keys(JSON.parse(filled.out))).toEqual(['accounts']);
    const counted = () => database.owner.selectFrom('entities').select('ruc').execute();
    expect(await counted()).toHaveLength(2);
    const other = await onServer();
    await soce(other.settings, ...adding(municipality));
    const { code, err } = await soce(other.settings, 'demo');
    expect(code).toBe(1);
    expect(err).toContain(
      'La base de datos ya tiene entidades; los datos de demostración solo se cargan en una vacía.',
    );
    expect(await other.database.owner.selectFrom('entities').select('ruc').execute()).toEqual([
      { ruc: municipality.ruc },
    ]);
  });
});

function adding(values: Record<Option, string>): string[] {
  return ['entity', 'add', ...Object.entries(values).flatMap(([option, value]) => [`--${option}`, value])];
}

function at(now: Date) {
  return { now, address: '127.0.0.1', requestId: 'test' };
}

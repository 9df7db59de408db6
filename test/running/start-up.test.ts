import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import { builtProduct, refusedStart, startProduct } from '../support/server/product.ts';
import { key } from './municipality.ts';

const scratch = mkdtempSync(join(tmpdir(), 'soce-start-up-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const server = { DATABASE_URL: 'postgres://soce:secreto@127.0.0.1:1/soce', SOCE_KEY: key };

describe('The configuration', () => {
  test.for<[name: string, value: string]>([
    ['PORT', 'x'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '3000.5'],
    ['PORT', '3e3'],
    ['PORT', ' 3000'],
    ['BASE_URL', 'soce.example'],
    ['BASE_URL', 'ftp://soce.example'],
    ['BASE_URL', 'https://'],
    ['BASE_URL', 'https://soce.example/usuarios'],
    ['SOCE_TRUSTED_PROXIES', 'proxy.example'],
    ['SOCE_TRUSTED_PROXIES', '10.0.0.0/40'],
    ['DATABASE_URL', 'mysql://localhost/soce'],
    ['DATABASE_URL', 'localhost:5432'],
    ['DATABASE_URL', 'postgres://soce:secreto@servidor:99999/soce'],
    ['DATABASE_URL', 'postgres://soce:secreto@mi servidor/soce'],
    ['DATABASE_URL', 'postgres://127.0.0.1/soce?pgbouncer=yes'],
    ['DATABASE_URL', 'postgres://127.0.0.1/soce?pgbouncer='],
    ['SOCE_KEY', 'abc'],
    ['SOCE_KEY', '5e'.repeat(31)],
    ['SOCE_KEY', '5e'.repeat(33)],
    ['SOCE_KEY', 'xy'.repeat(32)],
    ['LOG_LEVEL', 'loud'],
    ['MAIL_URL', 'http://correo:secreto@smtp.example'],
    ['MAIL_URL', 'smtp.example'],
    ['MAIL_URL', 'smtp:'],
    ['MAIL_URL', 'smtp://'],
    ['MAIL_URL', 'smtp:///correo'],
    ['MAIL_URL', 'smtp://correo:secreto@'],
    ['MAIL_URL', 'smtp://correo:secreto@smtp.example:99999'],
    ['MAIL_URL', 'smtp://correo:secreto@smtp example'],
    ['MAIL_URL', 'smtp://correo:secreto%@smtp.example'],
    ['MAIL_URL', 'smtp://correo:secreto%ff@smtp.example'],
    ['MAIL_URL', 'smtp://correo%zz:secreto@smtp.example'],
    ['MAIL_URL', '%%%'],
    ['MAIL_FROM', 'soce'],
    ['MAIL_FROM', 'soce@'],
    ['MAIL_FROM', '@entidad.example'],
    ['MAIL_FROM', 'SOCE <soce>'],
    ['MAIL_FROM', 'SOCE <soce@entidad.example'],
    ['MAIL_FROM', 'soce@entidad.example>'],
    ['MAIL_FROM', 'soce@entidad.example, otro@entidad.example'],
    ['MAIL_FROM', 'soce@entidad.example otro@entidad.example'],
    ['MAIL_FROM', 'SOCE <soce@entidad.example>, Otro <otro@entidad.example>'],
    ['MAIL_FROM', 'soce@entidad.example\r\nBcc: otro@entidad.example'],
    ['MAIL_FROM', 'SOCE\nBcc: otro@entidad.example <soce@entidad.example>'],
    ['SOCE_SUPPORT', ' '],
    ['SOCE_SUPPORT', 'Mesa de ayuda\nTeléfono 02 123 4567'],
    ['SOCE_SUPPORT', 'x'.repeat(501)],
  ])('with a wrong %s (%s) is refused with a sentence that names it', ([name, value]) => {
    const fault = faultOf({ ...server, [name]: value });
    expect(fault).toMatch(new RegExp(`^${name} debe (?:[^.]|\\.\\S)+\\.$`));
    expect(fault).not.toMatch(/secreto|5e5e|mysql/);
  });

  test.for<[written: string, name: string, address: string]>([
    ['soce@entidad.example', '', 'soce@entidad.example'],
    ['SOCE <soce@entidad.example>', 'SOCE', 'soce@entidad.example'],
    ['<soce@entidad.example>', '', 'soce@entidad.example'],
    ['  Compras, Quito <soce+avisos@entidad.example> ', 'Compras, Quito', 'soce+avisos@entidad.example'],
  ])('reads the MAIL_FROM «%s»', ([written, name, address]) => {
    expect(readConfig({ MAIL_FROM: written }).mailFrom).toEqual({ name, address });
  });

  test('without MAIL_FROM has a sender at the host of BASE_URL', () => {
    expect(readConfig({ BASE_URL: 'https://soce.example' }).mailFrom.address).toBe('no-responder@soce.example');
  });

  test('reads encoded credentials in MAIL_URL', () => {
    const { mailUrl } = readConfig({ MAIL_URL: 'smtps://correo%40soce:100%25%2F%C3%B1@smtp.example:465' });
    expect([mailUrl?.protocol, mailUrl?.hostname, mailUrl?.port]).toEqual(['smtps:', 'smtp.example', '465']);
  });

  test('is refused with a sentence for each fault', () => {
    expect(faultOf({ PORT: 'x', SOCE_KEY: 'y' })).toMatch(/^PORT debe .+\. SOCE_KEY debe .+\.$/);
  });

  test('is refused for a server’s database without SOCE_KEY', () => {
    expect(faultOf({ DATABASE_URL: server.DATABASE_URL })).toMatch(/^Con DATABASE_URL hace falta SOCE_KEY: .+\.$/);
  });

  test('treats empty values as not given', () => {
    const names = [
      'PORT',
      'HOST',
      'BASE_URL',
      'DATABASE_URL',
      'SOCE_DATA_DIR',
      'SOCE_KEY',
      'SOCE_SUPPORT',
      'MAIL_URL',
      'MAIL_FROM',
      'SOCE_TRUSTED_PROXIES',
      'LOG_LEVEL',
    ];
    const empty = readConfig(Object.fromEntries(names.map((name) => [name, ''])));
    expect(empty).toEqual(readConfig({}));
    expect(empty).toMatchObject({
      port: 3000,
      dataFolder: './data',
      databaseUrl: undefined,
      key: undefined,
      mailUrl: undefined,
    });
    expect(empty.baseUrl.href).toBe('http://localhost:3000/');
    expect(empty.support).not.toBe('');
  });

  test('is read completely, and can’t be changed afterwards', () => {
    const config = readConfig({
      ...server,
      PORT: '0',
      HOST: '::1',
      BASE_URL: 'https://soce.example',
      SOCE_SUPPORT: ` ${'Llame'.repeat(100)} `,
    });
    expect(config).toMatchObject({ port: 0, host: '::1', databaseUrl: server.DATABASE_URL, key });
    expect(config.support).toBe('Llame'.repeat(100));
    expect(config.baseUrl.origin).toBe('https://soce.example');
    expect(Object.isFrozen(config)).toBe(true);
  });

  function faultOf(environment: Record<string, string>): string {
    try {
      readConfig(environment);
    } catch (error) {
      if (error instanceof ConfigError) return error.message;
      throw error;
    }
    return 'none';
  }
});

describe.concurrent('A start that is impossible', () => {
  const file = join(scratch, 'file');
  writeFileSync(file, '');

  test.for<[title: string, environment: Record<string, string>, sentence: RegExp]>([
    ['with a wrong address for mail', { MAIL_URL: 'smtp://correo:50%@smtp.example' }, /^MAIL_URL debe [^.]+\.$/],
    ['with a wrong setting', { PORT: 'x' }, /^PORT debe ser un número de puerto entre 0 y 65535\.$/],
    [
      'in a folder that is a file',
      { SOCE_DATA_DIR: file },
      /^No se puede escribir en la carpeta de datos .+SOCE_DATA_DIR\.$/,
    ],
    [
      'in a folder below a file',
      { SOCE_DATA_DIR: join(file, 'data') },
      /^No se puede escribir en la carpeta de datos .+SOCE_DATA_DIR\.$/,
    ],
    [
      'in a folder of the system, which takes none',
      { SOCE_DATA_DIR: '/proc/soce/data' },
      /^No se puede escribir en la carpeta de datos \/proc\/soce\/data\. .+SOCE_DATA_DIR\.$/,
    ],
    [
      'where its process file can’t be written',
      { SOCE_DATA_DIR: folderWith('soce.pid', (path) => mkdirSync(path)) },
      /^No se puede escribir en la carpeta de datos .+SOCE_DATA_DIR\.$/,
    ],
    [
      'where its key can’t be read',
      { SOCE_DATA_DIR: folderWith('soce.key', (path) => mkdirSync(path)) },
      /^No se puede escribir en la carpeta de datos .+SOCE_DATA_DIR\.$/,
    ],
    [
      'where its database is a file',
      { SOCE_DATA_DIR: folderWith('pg', (path) => writeFileSync(path, '')) },
      /^No se puede escribir en la carpeta de datos .+SOCE_DATA_DIR\.$/,
    ],
    [
      'on a full disk',
      { SOCE_DATA_DIR: folderWith('soce.pid', (path) => symlinkSync('/dev/full', path)) },
      /^A la carpeta de datos .+ le falta espacio en su disco\. .+SOCE_DATA_DIR\.$/,
    ],
    ['without its database', server, /^La base de datos de DATABASE_URL rechaza la conexión\. .+\.$/],
  ])('ends %s in one sentence', async ([title, environment, sentence], { expect }) => {
    const folder = join(scratch, title);
    const { code, output } = await refusedStart({ SOCE_DATA_DIR: folder, ...environment });
    expect(output.trimEnd()).toMatch(sentence);
    expect(code).toBe(1);
  });

  function folderWith(name: string, lay: (path: string) => void): string {
    const folder = mkdtempSync(join(scratch, 'with-'));
    lay(join(folder, name));
    return folder;
  }
});

// Small disks can be made only where the machine lets a process mount them for itself.
const canMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0;
describe.skipIf(!canMount)('A start on a disk', () => {
  // The database is laid in some 37 MB, its tables and the demonstration in 4 more.
  test.for(['4k', '37m', '40m'])('of %s says in one sentence that it is full', { timeout: 60_000 }, async (size) => {
    const disk = mkdtempSync(join(scratch, 'disk-'));
    const script = 'mount -t tmpfs -o "size=$1" tmpfs "$2" && exec "$3" --liftoff-only "$4/dist/src/server.js"';
    const { PATH = '' } = process.env;
    const started = spawn('unshare', ['-m', 'sh', '-c', script, 'sh', size, disk, process.execPath, builtProduct()], {
      env: { PATH, PORT: '0', SOCE_DATA_DIR: join(disk, 'data') },
    });
    const [output, faults, [code]] = await Promise.all([
      text(started.stdout),
      text(started.stderr),
      once(started, 'close'),
    ]);
    expect(faults).toMatch(/^A la carpeta de datos .+ le falta espacio en su disco\. .+SOCE_DATA_DIR\.\n$/);
    expect(output).not.toContain('atiende');
    expect(code).toBe(1);
  });
});

describe('A first start', () => {
  test('says what it does, a line for each long step, and the address last', { timeout: 120_000 }, async () => {
    const environment = { SOCE_DATA_DIR: join(scratch, 'first'), LOG_LEVEL: 'silent' };
    const first = await startProduct(environment);
    expect(first.output().split('\n')).toEqual([
      expect.stringMatching(/^Se pone al día el esquema de la base de datos \(migraciones: \d+\)\.$/),
      'Se cargan los datos de demostración, que tardan unos segundos.',
      expect.stringMatching(/^SOCE Usuarios atiende en http:/),
      '',
    ]);
    first.kill('SIGTERM');
    await first.ended;
    const second = await startProduct(environment);
    expect(second.output()).toMatch(/^SOCE Usuarios atiende en [^\n]+\n$/);
    second.kill('SIGTERM');
    await second.ended;
  });
});

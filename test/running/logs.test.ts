import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { type FreshDatabase, freshDatabase, inFolder, layMigrated } from '../support/server/database.ts';
import { logOf, type Product, startProduct } from '../support/server/product.ts';
import { changePage, changePassword, signIn } from '../support/stage/sign-in.ts';
import { administratorAt, birthDate, key, municipality, registerMunicipality } from './municipality.ts';

const folder = mkdtempSync(join(tmpdir(), 'soce-logs-'));
const wrongPassword = 'Equivocada-2026';
const temporaryPassword = 'Provisional-2026';
const document = 'SECRETO777';
const reportToken = 'J8nhhelLVT2SY7B_ARrrhlpHaGosqSE-UeDkc_zo3_o';

describe.each(['server', 'embedded'] as const)('The log of the product on the %s database', (kind) => {
  let database: FreshDatabase | undefined;
  let product: Product;
  let administrator: Visitor;
  const secrets: Record<string, string> = {
    'a password': municipality.password,
    'a wrong password': wrongPassword,
    'a temporary password': temporaryPassword,
    'a hash': '$argon2id$',
    'a birth date': birthDate,
    'a document': document,
    'a report link': reportToken,
    'the server key': key,
  };

  beforeAll(async () => {
    if (kind === 'server') {
      database = await freshDatabase();
      await prepare(database);
    } else {
      await layMigrated(folder);
      await inFolder(folder, prepare);
    }
    const where: Record<string, string> = database ? { DATABASE_URL: database.url } : { SOCE_DATA_DIR: folder };
    product = await startProduct({ ...where, SOCE_KEY: key, LOG_LEVEL: 'debug' });
    await live();
    product.kill('SIGTERM');
    await product.ended;
  }, 60_000);
  afterAll(async () => {
    product?.kill('SIGKILL');
    await database?.close();
    if (kind === 'embedded') rmSync(folder, { recursive: true, force: true });
  });

  test('has a line for every request, and failures with the number that the page shows', () => {
    const lines = logOf(product);
    const told = lines.map(({ method, path, status }) => `${method} ${path} ${status}`);
    expect(told).toContain('POST /ingreso 303');
    expect(told).toContain('POST /administracion/contactos/nuevo 500');
    expect(told).toContain('POST /administracion/usuarios/nuevo 500');
    const failures = lines.filter(({ level }) => level === 50);
    expect(failures.map(({ requestId }) => requestId)).toEqual(references);
    for (const { err } of failures) expect(err).toMatchObject({ code: '23514', stack: expect.stringContaining('at ') });
  });

  test('holds no secret', () => {
    const output = product.output();
    const told = Object.entries(secrets).filter(([, secret]) => output.includes(secret));
    expect(told.map(([what]) => what)).toEqual([]);
    expect(Object.values(secrets).every((secret) => secret.length >= 8)).toBe(true);
  });

  const references: string[] = [];

  // Sends secrets through every form, and makes the database fail with them.
  async function live(): Promise<void> {
    const stranger = product.visitor();
    await signIn(stranger, { ...municipality, password: wrongPassword });
    await stranger.open(`/recuperar/no-solicite/${reportToken}`);
    administrator = await administratorAt(product);
    secrets['a session'] = administrator.cookies.get('soce') ?? '';
    secrets['a visitor’s cookie'] = stranger.cookies.get('soce_form') ?? '';
    secrets['a form token'] = administrator.token;
    await administrator.get(`/administracion/contactos?buscar=${document}`);
    await administrator.post('/administracion/contactos/nuevo', { _token: 'x'.repeat(43), birthDate });

    for (const surname of ['Averiado', 'Sano']) {
      await administrator.open('/administracion/contactos/nuevo');
      administrator.fill({
        'Apellido Paterno': surname,
        'Primer Nombre': 'Eva',
        'Tipo de Documento': 'Pasaporte',
        'Número Identificación': document,
        Cargo: 'Analista',
        Desde: '2022-01-01',
        'Fecha de Nacimiento': birthDate,
      });
      note((await administrator.press('Guardar')).text);
    }
    await administrator.open('/administracion/usuarios/nuevo');
    administrator.fill({
      Usuario: 'averiado1',
      Nombre: 'Sano Eva',
      Contraseña: temporaryPassword,
      'Confirmar Contraseña': temporaryPassword,
    });
    note((await administrator.press('Guardar')).text);
    await administrator.open(changePage);
    await changePassword(administrator, wrongPassword, temporaryPassword);
  }

  function note(text: string): void {
    const [, reference] = /dé este número a la mesa de ayuda: (\w+)\./.exec(text) ?? [];
    if (reference) references.push(reference);
  }
});

// Adds rules whose errors contain the whole row in PostgreSQL, and also the values in PGlite.
async function prepare(database: Database): Promise<void> {
  await registerMunicipality(database);
  await sql`alter table contacts add constraint broken check (paternal_surname <> 'Averiado')`.execute(database.owner);
  await sql`alter table users add constraint broken check (name <> 'averiado1')`.execute(database.owner);
}

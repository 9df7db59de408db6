import { inject } from 'vitest';
import { migrate } from '../../src/data/database/database.ts';
import { openServer } from '../../src/data/database/server.ts';
import { registerEntity } from '../../src/data/outside/entities.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import type { PostgresServer } from '../support/server/postgres.ts';
import type { Product } from '../support/server/product.ts';
import { password, person } from '../support/stage/cast.ts';
import { signIn } from '../support/stage/sign-in.ts';

/** The credentials of the administrator in the tests of the running product. */
export const municipality = { ruc: '1769999930001', userName: 'adminquito', password };

/** The birth date of everybody in these tests, which never belongs in a log. */
export const birthDate = '1985-02-28';

/** The server key of every process in a test. */
export const key = '5e'.repeat(32);

/** Registers the municipality in a migrated database. */
export async function registerMunicipality(database: Parameters<typeof registerEntity>[0]): Promise<void> {
  const contact = { ...person('Salgado', 'Amparo', '1700000001'), documentType: 'Pasaporte', from: '2020-01-01' };
  const { ruc, userName } = municipality;
  const { passwordHash } = inject('run');
  const entity = { ruc, name: 'Municipio de Prueba', userName, contact, passwordHash, temporaryUntil: null };
  await registerEntity(database, entity, new Date('2022-01-01T12:00:00Z'));
}

/** Creates a database with the municipality on a server; gives its URL. */
export async function municipalityOn(server: PostgresServer): Promise<string> {
  await server.asAdmin(`create database soce owner ${server.owner}`);
  const url = server.ownerUrl('soce');
  const database = openServer(url, { statementTimeout: 0 });
  await migrate(database);
  await registerMunicipality(database).finally(() => database.close());
  return url;
}

/** Lists the secrets in the product's output, which should have none (R6). */
export function secretsIn(product: Product, visitor: Visitor): string[] {
  const output = product.output();
  const kept = { password, birthDate, hash: '$argon2', key, cookie: visitor.cookies.get('soce') ?? '' };
  if (!output.includes('"path":"/') || kept.cookie === '') throw new Error(`Nothing was done: ${output}`);
  return Object.entries(kept).flatMap(([name, secret]) => (output.includes(secret) ? name : []));
}

/** Signs the administrator in at a running product. */
export async function administratorAt(product: Pick<Product, 'visitor'>): Promise<Visitor> {
  const visitor = product.visitor();
  const page = await signIn(visitor, municipality);
  if (page.url.pathname !== '/inicio') throw new Error(`The administrator could not sign in: ${page.text}`);
  return visitor;
}

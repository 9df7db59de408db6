import { inject } from 'vitest';
import { migrate } from '../../src/data/database/database.ts';
import { openServer } from '../../src/data/database/server.ts';
import { registerEntity } from '../../src/data/outside/entities.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import type { PostgresServer } from '../support/server/postgres.ts';
import type { Product } from '../support/server/product.ts';
import { password, person } from '../support/stage/cast.ts';
import { signIn } from '../support/stage/sign-in.ts';

/** The entity whose administrator these tests send to a running product. */
export const municipality = { ruc: '1769999930001', userName: 'adminquito', password };

/** What never belongs in a log: the words that the tests type, and the birth date of everybody in them. */
export const birthDate = '1985-02-28';

/** The server key of every process in a test. */
export const key = '5e'.repeat(32);

/** Registers the entity in a database that is migrated. */
export async function registerMunicipality(database: Parameters<typeof registerEntity>[0]): Promise<void> {
  const contact = { ...person('Salgado', 'Amparo', '1700000001'), documentType: 'Pasaporte', from: '2020-01-01' };
  const { ruc, userName } = municipality;
  const { passwordHash } = inject('run');
  const entity = { ruc, name: 'Municipio de Prueba', userName, contact, passwordHash, temporaryUntil: null };
  await registerEntity(database, entity, new Date('2022-01-01T12:00:00Z'));
}

/** A database of that entity on a server of the test's own; gives its URL. */
export async function municipalityOn(server: PostgresServer): Promise<string> {
  await server.asAdmin(`create database soce owner ${server.owner}`);
  const url = server.ownerUrl('soce');
  const database = openServer(url, { statementTimeout: 0 });
  await migrate(database);
  await registerMunicipality(database).finally(() => database.close());
  return url;
}

/** What the product has written of what it should keep to itself; nothing for a good one (R6). */
export function secretsIn(product: Product, visitor: Visitor): string[] {
  const output = product.output();
  const kept = { password, birthDate, hash: '$argon2', key, cookie: visitor.cookies.get('soce') ?? '' };
  if (!output.includes('"path":"/') || kept.cookie === '') throw new Error(`Nothing was done: ${output}`);
  return Object.entries(kept).flatMap(([name, secret]) => (output.includes(secret) ? name : []));
}

/** A visitor of a running product who has signed in as the entity's administrator. */
export async function administratorAt(product: Product): Promise<Visitor> {
  const visitor = product.visitor();
  const page = await signIn(visitor, municipality);
  if (page.url.pathname !== '/inicio') throw new Error(`The administrator could not sign in: ${page.text}`);
  return visitor;
}

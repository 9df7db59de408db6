import type { Database } from '../../../src/data/database/database.ts';
import { registerEntity } from '../../../src/data/outside/entities.ts';
import {
  addContact,
  type CastEntity,
  type CastUser,
  delegate,
  grant,
  opening,
  password,
  person,
  scopeOf,
} from './cast.ts';

/** The people who are on every stage from the start. */
export type OpeningCast = {
  quito: CastEntity;
  cuenca: CastEntity;
  /** Delegates of Quito: Diana with menus of both kinds, Bruno with the compulsory one alone, Nadia never activated. */
  diana: CastUser;
  bruno: CastUser;
  nadia: CastUser;
  /** A delegate of Cuenca, with Diana's user name and document. */
  carla: CastUser;
  /** The number of a contact of Quito without a user, delegated from 2030 on. */
  futureContact: number;
};

/** Registers the opening cast in a migrated database without data. `hash` is the hash of the cast's password. */
export async function registerCast(database: Database, hash: string): Promise<OpeningCast> {
  const register = { database, now: opening, hash };
  const quito = await addEntity(register, '1769999930001', 'Municipio de Prueba', 'adminquito', 'Salgado');
  const cuenca = await addEntity(register, '0969999920001', 'Empresa de Ensayo', 'admincuenca', 'Torres');
  const diana = { userName: 'delegada01', data: person('Ñacato', 'Diana', '1710034065') };
  const bruno = { userName: 'delegado02', data: person('Brito', 'Bruno', '1713175071') };
  const nadia = { userName: 'delegada03', data: person('Ochoa', 'Nadia', '1722222229'), state: 'new' } as const;
  const carla = { userName: 'delegada01', data: person('Crespo', 'Carla', '1710034065') };
  const people = {
    diana: await delegate(register, quito, diana),
    bruno: await delegate(register, quito, bruno),
    nadia: await delegate(register, quito, nadia),
    carla: await delegate(register, cuenca, carla),
  };
  await grant({ database }, people.diana, ['CONSULTAS', 'SUBASTA_INVERSA']);
  const future = { ...person('Vera', 'Óscar', 'AB12345'), documentType: 'Pasaporte', from: '2030-01-01' };
  const futureContact = await addContact(scopeOf(database, quito, opening), future);
  return { quito, cuenca, ...people, futureContact };
}

const hour = 3_600_000;

/** Registers an entity with its administrator, an hour before the stage opens. */
export async function addEntity(
  { database, hash }: { database: Database; hash: string },
  ruc: string,
  name: string,
  userName: string,
  surname: string,
): Promise<CastEntity> {
  const contact = { ...person(surname, 'Amparo', '1700000001'), documentType: 'Pasaporte', from: '2020-01-01' };
  const start = new Date(opening.getTime() - hour);
  await registerEntity(database, { ruc, name, userName, contact, passwordHash: hash, temporaryUntil: null }, start);
  const row = await database.owner
    .selectFrom('users')
    .select(['id', 'contact_id'])
    .where('ruc', '=', ruc)
    .executeTakeFirstOrThrow();
  const user = { ruc, userName, password, id: row.id, contactId: row.contact_id, email: contact.email };
  return { ruc, name, administrator: user };
}

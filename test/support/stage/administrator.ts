import { inject } from 'vitest';
import type { Database } from '../../../src/data/database/database.ts';
import { registerEntity } from '../../../src/data/outside/entities.ts';
import type { ContactData } from '../../../src/domain/contact.ts';
import type { Page } from '../browser/page.ts';
import { addContact, type CastEntity, type CastUser, delegate, grant, newcomer, password, scopeOf } from './cast.ts';
import type { Stage } from './stage.ts';

/** The address of "Cambio de administrador". */
export const offerPage = '/administracion/administrador';

/** An entity of a test of its own, since a change of the administrator stays. */
export type Parish = {
  entity: CastEntity;
  /** The administrator at the beginning. */
  ana: CastUser;
  /** A delegate with two menus besides the compulsory one, and another one. */
  berta: CastUser;
  ciro: CastUser;
  /** The e-mail of a legal representative without a user. */
  representative: string;
};

let parishes = 0;

/** Registers an entity with an administrator, two delegates and a legal representative. */
export async function aParish(
  { database, clock }: { database: Database; clock: { now: Date } },
  { ana: ofAna = {}, berta: ofBerta = {} }: { ana?: Partial<ContactData>; berta?: Partial<ContactData> } = {},
): Promise<Parish> {
  parishes += 1;
  const ruc = `17${String(60_000_000 + parishes)}001`;
  const { passwordHash: hash } = inject('run');
  const mail = (name: string) => `${name}${parishes}@prueba.example`;
  const contact = newcomer('Andrade', 'Ana', { email: mail('ana'), from: '2020-01-01', ...ofAna });
  const registered = { ruc, name: `Junta ${parishes}`, userName: 'adminjunta', contact, passwordHash: hash };
  await registerEntity(database, { ...registered, temporaryUntil: null }, clock.now);
  const row = await database.owner
    .selectFrom('users')
    .select(['id', 'contact_id'])
    .where('ruc', '=', ruc)
    .executeTakeFirstOrThrow();
  const ana = { ruc, userName: 'adminjunta', password, id: row.id, contactId: row.contact_id, email: contact.email };
  const entity = { ruc, name: registered.name, administrator: ana };
  const register = { database, now: clock.now, hash };
  const berta = await delegate(register, entity, {
    userName: 'bertajunta',
    data: newcomer('Bravo', 'Berta', { email: mail('berta'), ...ofBerta }),
  });
  const ciro = await delegate(register, entity, {
    userName: 'cirojunta1',
    data: newcomer('Coro', 'Ciro', { email: mail('ciro') }),
  });
  await grant({ database }, berta, ['CONSULTAS', 'PAC']);
  const representative = mail('legal');
  const data = newcomer('Lema', 'Luz', { email: representative, position: 'Representante Legal' });
  await addContact(scopeOf(database, entity, clock.now), data);
  return { entity, ana, berta, ciro, representative };
}

/** Offers the administration to a user, with their own e-mail or another one; gives the answer. */
export async function offerTo(
  stage: Stage,
  { ana }: Pick<Parish, 'ana'>,
  { id }: CastUser,
  typed: Record<string, string> = {},
): Promise<Page> {
  const visitor = await stage.browserOf(ana);
  await visitor.open(`${offerPage}?usuario=${id}`);
  return visitor.fill({ Contraseña: password, ...typed }).press('Proponer');
}

/** Answers the offer on the first page of this user; gives the answer. */
export async function answer(
  stage: Stage,
  user: CastUser,
  button: 'Aceptar la administración' | 'No aceptar',
): Promise<Page> {
  const visitor = await stage.browserOf(user);
  await visitor.open('/inicio');
  return visitor.press(button);
}

/** Reads the administrators of an entity, who should be one at any moment. */
export async function administratorsOf({ database }: Pick<Stage, 'database'>, { ruc }: CastEntity): Promise<string[]> {
  const rows = database.owner.selectFrom('users').select('name').where('ruc', '=', ruc);
  return (await rows.where('administrator', '=', true).execute()).map(({ name }) => name);
}

/** Reads the acts of an entity, oldest first. */
export async function actsOf({ database }: Pick<Stage, 'database'>, { ruc }: CastEntity) {
  return database.owner.selectFrom('handovers').selectAll().where('ruc', '=', ruc).orderBy('id').execute();
}

/** Reads the offers of an entity, oldest first. */
export function offersOf({ database }: Pick<Stage, 'database'>, { ruc }: Pick<CastEntity, 'ruc'>) {
  return database.owner.selectFrom('administrator_offers').selectAll().where('ruc', '=', ruc).orderBy('id').execute();
}

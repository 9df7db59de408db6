import type { Actor } from '../../domain/actor.ts';
import type { Catalogs } from '../../domain/contact.ts';
import { fullName } from '../../domain/person-name.ts';
import type { Database } from '../database/database.ts';
import { registerEntity } from '../outside/entities.ts';
import { hashPassword } from '../secrets/passwords.ts';
import { contactData } from './contact.ts';
import { type DemoEntity, moment } from './entities.ts';

/** Registers an entity with its administrator; gives the latter as the actor of what follows. */
export async function registerAdministrator(
  database: Database,
  { ruc, name, registered, administrator }: DemoEntity,
  catalogs: Catalogs,
  now: Date,
): Promise<Actor> {
  const contact = contactData(administrator.person, catalogs, now);
  const passwordHash = await hashPassword(administrator.password);
  await registerEntity(
    database,
    { ruc, name, userName: administrator.user, contact, passwordHash, temporaryUntil: null },
    moment(now, registered),
  );
  const user = await database.owner
    .selectFrom('users')
    .select(['id', 'contact_id'])
    .where('ruc', '=', ruc)
    .executeTakeFirstOrThrow();
  return {
    ruc,
    entityName: name,
    userId: user.id,
    userName: administrator.user,
    contactId: user.contact_id,
    personName: fullName(contact),
    administrator: true,
    temporary: false,
    menuGroups: [],
  };
}

import type { ContactFacts } from '../../domain/contact.ts';
import { type IdentityDocument, passport } from '../../domain/document.ts';
import type { Scope } from '../database/database.ts';
import { openAt } from '../records/session.ts';
import type { Door } from './door.ts';

/** A user of a contact. */
export type ContactUser = { id: number; name: string; active: boolean };

/** The users of a contact, by name. */
export function usersOf(scope: Scope, ruc: string, contactId: number): Promise<ContactUser[]> {
  return scope
    .selectFrom('users')
    .select(['id', 'name', 'active'])
    .where('ruc', '=', ruc)
    .where('contact_id', '=', contactId)
    .orderBy('name_folded')
    .execute();
}

/** The facts that rules need of a contact (id null: a new one) that has or gets this document. */
export async function contactFacts(
  scope: Scope,
  door: Door,
  document: IdentityDocument,
  id: number | null,
): Promise<ContactFacts> {
  const facts = await scope
    .selectNoFrom((read) => [
      read
        .exists(
          read
            .selectFrom('contacts')
            .select('id')
            .where('ruc', '=', door.ruc)
            .where('document_number', '=', document.documentNumber)
            .where('document_kind', '=', document.documentType === passport ? 'passport' : 'cedula')
            .where('id', 'is distinct from', id),
        )
        .$castTo<boolean>()
        .as('documentTaken'),
      read
        .selectFrom('users')
        .select((count) => count.fn.countAll<number>().as('count'))
        .where('ruc', '=', door.ruc)
        .where('contact_id', '=', id)
        .as('users'),
      read
        .exists(
          read
            .selectFrom('users')
            .select('id')
            .where('ruc', '=', door.ruc)
            .where('contact_id', '=', id)
            .where('administrator', '=', true),
        )
        .$castTo<boolean>()
        .as('administrator'),
      read
        .selectFrom('sessions')
        .innerJoin('users', (on) =>
          on.onRef('users.ruc', '=', 'sessions.ruc').onRef('users.id', '=', 'sessions.user_id'),
        )
        .select((count) => count.fn.countAll<number>().as('count'))
        .where('sessions.ruc', '=', door.ruc)
        .where('contact_id', '=', id)
        .where(openAt(door.caller.now))
        .as('sessions'),
    ])
    .executeTakeFirstOrThrow();
  return { ...facts, users: facts.users ?? 0, sessions: facts.sessions ?? 0, today: door.today };
}

import type { ExpressionBuilder } from 'kysely';
import type { ContactFacts } from '../../domain/contact.ts';
import { type IdentityDocument, passport } from '../../domain/document.ts';
import type { Scope } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { openAt } from '../records/session.ts';
import type { Door } from './door.ts';

/** A user of a contact. */
export type ContactUser = { id: number; name: string; active: boolean };

/** Reads the users of a contact, in the order of their names. */
export function usersOf(scope: Scope, ruc: string, contactId: number): Promise<ContactUser[]> {
  return scope
    .selectFrom('users')
    .select(['id', 'name', 'active'])
    .where('ruc', '=', ruc)
    .where('contact_id', '=', contactId)
    .orderBy('name_folded')
    .execute();
}

/** Reads the facts for the rules on a contact with this document; id is null for a new contact. */
export async function contactFacts(
  scope: Scope,
  { ruc, today, caller }: Door,
  document: IdentityDocument,
  id: number | null,
): Promise<ContactFacts> {
  const facts = await scope
    .selectNoFrom((read) => [
      read
        .exists(othersWithDocument(read, ruc, document, id))
        .$castTo<boolean>()
        .as('documentTaken'),
      read
        .exists(usersWith(read, ruc, id).select('id').where('administrator', '=', true))
        .$castTo<boolean>()
        .as('administrator'),
      usersWith(read, ruc, id)
        .select((count) => count.fn.countAll<number>().as('count'))
        .as('users'),
      openSessions(read, ruc, id, caller.now).as('sessions'),
    ])
    .executeTakeFirstOrThrow();
  return { ...facts, users: facts.users ?? 0, sessions: facts.sessions ?? 0, today };
}

type Read = ExpressionBuilder<Schema, never>;

function othersWithDocument(read: Read, ruc: string, document: IdentityDocument, id: number | null) {
  return read
    .selectFrom('contacts')
    .select('id')
    .where('ruc', '=', ruc)
    .where('document_number', '=', document.documentNumber)
    .where('document_kind', '=', document.documentType === passport ? 'passport' : 'cedula')
    .where('id', 'is distinct from', id);
}

function usersWith(read: Read, ruc: string, contactId: number | null) {
  return read.selectFrom('users').where('ruc', '=', ruc).where('contact_id', '=', contactId);
}

function openSessions(read: Read, ruc: string, contactId: number | null, now: Date) {
  return read
    .selectFrom('sessions')
    .innerJoin('users', (on) => on.onRef('users.ruc', '=', 'sessions.ruc').onRef('users.id', '=', 'sessions.user_id'))
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('sessions.ruc', '=', ruc)
    .where('contact_id', '=', contactId)
    .where(openAt(now));
}

import { type Expression, type ExpressionBuilder, sql } from 'kysely';
import type { EntryFacts } from '../../domain/access.ts';
import type { ContactFacts } from '../../domain/contact.ts';
import { type IdentityDocument, passport } from '../../domain/document.ts';
import type { Scope } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { builder, statement } from '../database/statement.ts';
import { passwordState } from '../records/password.ts';
import { openAt } from '../records/session.ts';
import type { Door } from './door.ts';

/** A user of a contact, with what decides on access besides the contact. */
export type ContactUser = Pick<EntryFacts, 'active' | 'administrator' | 'password'> & { id: number; name: string };

/** Selects the users of a contact as a list, in the order of their names. */
export function usersAsJson(read: Read, ruc: string, contactId: ContactId, now: Date) {
  const user = sql<ContactUser>`json_build_object('id', id, 'name', name, 'active', active,
    'administrator', administrator, 'password', ${passwordState(now)})`;
  return usersWith(read, ruc, contactId).select(
    sql<ContactUser[]>`coalesce(json_agg(${user} order by name_folded), '[]')`.as('list'),
  );
}

/**
 * Reads the users of a contact and the facts for the rules on it with this document, in one statement, because a contact
 * is saved often; id is null for a new contact.
 */
export async function usersAndFacts(
  scope: Scope,
  { ruc, today, caller }: Door,
  document: IdentityDocument,
  id: number | null,
): Promise<{ users: ContactUser[]; facts: ContactFacts }> {
  const { documentNumber, documentType } = document;
  const documentKind = documentType === passport ? 'passport' : 'cedula';
  const [row] = await selectFacts(scope, { ruc, id, documentNumber, documentKind, now: caller.now });
  const users = row?.users ?? [];
  return {
    users,
    facts: factsOf({ users, sessions: row?.sessions ?? 0, documentTaken: row?.documentTaken ?? false, today }),
  };
}

/** Gives the facts for the rules on a contact with these users. */
export function factsOf({
  users,
  ...others
}: Pick<ContactFacts, 'sessions' | 'documentTaken' | 'today'> & { users: ContactUser[] }): ContactFacts {
  return { ...others, users: users.length, administrator: users.some(({ administrator }) => administrator) };
}

type Asked = { ruc: string; id: number | null; documentNumber: string; documentKind: 'cedula' | 'passport'; now: Date };

const selectFacts = statement(({ ruc, id, now, ...document }: Asked) =>
  builder.selectNoFrom((read) => [
    read
      .exists(othersWithDocument(read, ruc, document, id))
      .$castTo<boolean>()
      .as('documentTaken'),
    usersAsJson(read, ruc, id, now).as('users'),
    openSessions(read, ruc, id, now).as('sessions'),
  ]),
);

type ContactId = number | null | Expression<number>;

type Read = Pick<ExpressionBuilder<Schema, never>, 'selectFrom'>;

function othersWithDocument(
  read: Read,
  ruc: string,
  { documentNumber, documentKind }: Pick<Asked, 'documentNumber' | 'documentKind'>,
  id: number | null,
) {
  return read
    .selectFrom('contacts')
    .select('id')
    .where('ruc', '=', ruc)
    .where('document_number', '=', documentNumber)
    .where('document_kind', '=', documentKind)
    .where('id', 'is distinct from', id);
}

function usersWith(read: Read, ruc: string, contactId: ContactId) {
  return read.selectFrom('users').where('ruc', '=', ruc).where('contact_id', '=', contactId);
}

/** Selects the number of open sessions of a contact's users. */
export function openSessions(read: Read, ruc: string, contactId: ContactId, now: Date) {
  return read
    .selectFrom('sessions')
    .innerJoin('users', (on) => on.onRef('users.ruc', '=', 'sessions.ruc').onRef('users.id', '=', 'sessions.user_id'))
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('sessions.ruc', '=', ruc)
    .where('contact_id', '=', contactId)
    .where(openAt(now));
}

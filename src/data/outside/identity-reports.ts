import { passport } from '../../domain/document.ts';
import { putBackIdentity, type ReplacedIdentity } from '../../domain/identity.ts';
import type { Database, Transaction } from '../database/database.ts';
import { withUniqueValue } from '../database/errors.ts';
import { endAccess } from '../records/access.ts';
import { takeAdministrationTurn, withdrawWaitingOffer } from '../records/administrator-offer.ts';
import type { Origin } from '../records/caller.ts';
import { columnsOf, lockContact } from '../records/contact.ts';
import { withoutSession, writeIncident } from '../records/incident.ts';
import { noTemporaryPassword } from '../records/password.ts';
import { tokenHash } from '../secrets/tokens.ts';

/** A change of the administrator's identity with the state of its report link. */
export type ReportableChange = {
  state: 'open' | 'reported' | 'expired';
  ruc: string;
  userName: string;
  entityName: string;
};

/** Reads the change of a report link by the link's token. Gives null for an unknown token. */
export async function findReportableChange(
  { database }: { database: Database },
  token: string,
  now: Date,
): Promise<ReportableChange | null> {
  const found = await findChange(database.owner, token);
  return found ? { ...found, state: stateOf(found, now) } : null;
}

/**
 * Reports a change of the administrator's identity, once (product 2, S5): puts back what it replaced, ends the sessions
 * and temporary passwords of the administrator, and locks the recovery. The links of later changes end with it, since
 * they would bring back what is undone here. Gives the change, also if its link has expired; null for an unknown token.
 */
export function reportIdentityChange(
  { database }: { database: Database },
  token: string,
  origin: Origin,
): Promise<ReportableChange | null> {
  return withUniqueValue('contacts_document', (taken) =>
    database.owner.transaction().execute((transaction) => report(transaction, token, origin, taken)),
  );
}

async function report(
  transaction: Transaction,
  token: string,
  origin: Origin,
  taken: boolean,
): Promise<ReportableChange | null> {
  const { now } = origin;
  const named = await findChange(transaction, token);
  if (!named) return null;
  const { ruc, contactId } = named;
  await takeAdministrationTurn(transaction, ruc);
  // All reports and edits of the contact wait for one another here.
  const contact = await lockContact(transaction, ruc, contactId);
  const found = (await findChange(transaction, token)) ?? named;
  const state = stateOf(found, now);
  if (state !== 'open') return { ...found, state };
  const replaced = replacedBy(found);
  const documentTaken = taken || (await isDocumentTaken(transaction, ruc, contactId, replaced));
  // Only an administrator has a recovery to lock, and offers that may be somebody else's.
  const { administrator } = found;
  const recoveryLocked = found.recoveryLocked || !administrator;
  const { value, event } = putBackIdentity(contact, replaced, { documentTaken, recoveryLocked });
  await transaction
    .updateTable('contacts')
    .set((column) => ({ ...columnsOf(value), version: column('version', '+', 1) }))
    .where('ruc', '=', ruc)
    .where('id', '=', contactId)
    .execute();
  await endAccessOf(transaction, found, now);
  await transaction
    .updateTable('identity_changes')
    .set({ reported_at: now })
    .where('ruc', '=', ruc)
    .where('contact_id', '=', contactId)
    .where('id', '>=', found.id)
    .where('reported_at', 'is', null)
    .execute();
  if (administrator) await withdrawWaitingOffer(transaction, ruc, { origin, actorName: withoutSession }, 'reported');
  await writeIncident(transaction, ruc, origin, { ...event, actorName: withoutSession });
  return { ...found, state: 'reported' };
}

async function endAccessOf(transaction: Transaction, { ruc, userId, administrator }: Change, now: Date): Promise<void> {
  await transaction
    .updateTable('users')
    .set({ ...(administrator && { recovery_locked: true }), ...noTemporaryPassword })
    .where('ruc', '=', ruc)
    .where('id', '=', userId)
    .execute();
  await endAccess(transaction, { ruc, userId }, now);
}

async function isDocumentTaken(
  transaction: Transaction,
  ruc: string,
  contactId: number,
  { documentType, documentNumber }: ReplacedIdentity,
): Promise<boolean> {
  if (documentNumber === null) return false;
  const holder = await transaction
    .selectFrom('contacts')
    .select('id')
    .where('ruc', '=', ruc)
    .where('document_number', '=', documentNumber)
    .where('document_kind', '=', documentType === passport ? 'passport' : 'cedula')
    .where('id', '<>', contactId)
    .executeTakeFirst();
  return holder !== undefined;
}

type Change = NonNullable<Awaited<ReturnType<typeof findChange>>>;

function stateOf({ reportedAt, reportUntil }: Change, now: Date): ReportableChange['state'] {
  if (reportedAt) return 'reported';
  return reportUntil > now ? 'open' : 'expired';
}

function replacedBy({ documentType, documentNumber, email, birthDate }: Change): ReplacedIdentity {
  return { documentType, documentNumber, email, birthDate };
}

function findChange(owner: Pick<Transaction, 'selectFrom'>, token: string) {
  return owner
    .selectFrom('identity_changes as i')
    .innerJoin('users as u', (on) => on.onRef('u.ruc', '=', 'i.ruc').onRef('u.id', '=', 'i.user_id'))
    .innerJoin('entities as e', 'e.ruc', 'i.ruc')
    .select([
      'i.ruc',
      'i.id',
      'i.contact_id as contactId',
      'i.document_type as documentType',
      'i.document_number as documentNumber',
      'i.email',
      'i.birth_date as birthDate',
      'i.report_until as reportUntil',
      'i.reported_at as reportedAt',
      'u.id as userId',
      'u.name as userName',
      'u.administrator',
      'u.recovery_locked as recoveryLocked',
      'e.name as entityName',
    ])
    .where('i.report_hash', '=', tokenHash(token))
    .executeTakeFirst();
}

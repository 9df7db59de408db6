import { sql } from 'kysely';
import {
  type AdministratorOffer,
  isOpen,
  type OfferOutcome,
  type WithdrawalReason,
  withdrawal,
} from '../../domain/administrator-offer.ts';
import type { Transaction } from '../database/database.ts';
import { type Author, writeIncident } from './incident.ts';

/**
 * Lets what changes an entity's administrator, or an offer of the administration, take turns until the transaction ends.
 * It comes before all other locks, so that whoever is the administrator stays so (product 9.3).
 */
export async function takeAdministrationTurn(transaction: Transaction, ruc: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`administration ${ruc}`}))`.execute(transaction);
}

/** Reads an offer of a RUC. Gives null if there is none with this number. */
export async function findOptionalOffer(
  transaction: Transaction,
  ruc: string,
  id: number,
): Promise<AdministratorOffer | null> {
  const row = await offers(transaction, ruc).where('o.id', '=', id).executeTakeFirst();
  return row ? offerOf(row) : null;
}

/** Reads the newest offer of a RUC. Gives null if none was made yet. */
export async function findNewestOffer(transaction: Transaction, ruc: string): Promise<AdministratorOffer | null> {
  const row = await offers(transaction, ruc).orderBy('o.id', 'desc').limit(1).executeTakeFirst();
  return row ? offerOf(row) : null;
}

/** Stores how an offer ended, and drops its mail if it has not left. */
export async function settleOffer(
  transaction: Transaction,
  { ruc, id, userId }: { ruc: string; id: number; userId: number },
  outcome: OfferOutcome,
  now: Date,
): Promise<void> {
  await transaction
    .updateTable('administrator_offers')
    .set({ outcome, settled_at: now })
    .where('ruc', '=', ruc)
    .where('id', '=', id)
    .execute();
  await transaction
    .updateTable('mails')
    .set({ status: 'dropped', settled_at: now })
    .where('ruc', '=', ruc)
    .where('user_id', '=', userId)
    .where('kind', '=', 'administration-offered')
    .where('status', 'in', ['queued', 'undelivered'])
    .execute();
}

/**
 * Withdraws the offer of a RUC that waits for an answer, if any, with its incident, because of another change: whoever
 * made it may not have been the administrator in person (product 9.3). One that has run out is settled without a word.
 * The caller has taken the turn.
 */
export async function withdrawWaitingOffer(
  transaction: Transaction,
  ruc: string,
  { origin, ...actor }: Author,
  reason: WithdrawalReason,
): Promise<void> {
  const row = await offers(transaction, ruc).where('o.outcome', 'is', null).executeTakeFirst();
  if (!row) return;
  const offer = offerOf(row);
  const { id, user } = offer;
  await settleOffer(transaction, { ruc, id, userId: user.id }, 'withdrawn', origin.now);
  if (isOpen(offer, origin.now))
    await writeIncident(transaction, ruc, origin, { ...withdrawal(user, reason), ...actor });
}

type OfferRow = Awaited<ReturnType<ReturnType<typeof offers>['execute']>>[number];

function offerOf({ makerId, makerName, makerContact, userId, userName, userContact, ...offer }: OfferRow) {
  return {
    ...offer,
    madeBy: { id: makerId, name: makerName, contactName: makerContact },
    user: { id: userId, name: userName, contactName: userContact },
  };
}

function offers(transaction: Transaction, ruc: string) {
  return transaction
    .selectFrom('administrator_offers as o')
    .innerJoin('users as m', (on) => on.onRef('m.ruc', '=', 'o.ruc').onRef('m.id', '=', 'o.made_by'))
    .innerJoin('contacts as mc', (on) => on.onRef('mc.ruc', '=', 'm.ruc').onRef('mc.id', '=', 'm.contact_id'))
    .innerJoin('users as u', (on) => on.onRef('u.ruc', '=', 'o.ruc').onRef('u.id', '=', 'o.user_id'))
    .innerJoin('contacts as uc', (on) => on.onRef('uc.ruc', '=', 'u.ruc').onRef('uc.id', '=', 'u.contact_id'))
    .select([
      'o.id',
      'o.email',
      'o.made_at as madeAt',
      'o.expires_at as expiresAt',
      'o.outcome',
      'o.settled_at as settledAt',
      'm.id as makerId',
      'm.name as makerName',
      'mc.full_name as makerContact',
      'u.id as userId',
      'u.name as userName',
      'uc.full_name as userContact',
      sql<boolean>`exists (select from mails n
        where n.ruc = o.ruc and n.user_id = o.user_id and n.kind = 'administration-offered'
          and n.queued_at = o.made_at and n.status = 'undelivered')`.as('undelivered'),
    ])
    .where('o.ruc', '=', ruc);
}

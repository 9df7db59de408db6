import { given } from '../../domain/incident.ts';
import { inFoldedOrder } from '../../domain/mail.ts';
import { reportingTime } from '../../domain/recovery.ts';
import type { Database, Transaction } from '../database/database.ts';
import { endAccess } from '../records/access.ts';
import { takeAdministrationTurn, withdrawWaitingOffer } from '../records/administrator-offer.ts';
import type { Origin } from '../records/caller.ts';
import { legalRepresentatives } from '../records/contact.ts';
import { withoutSession, writeIncident } from '../records/incident.ts';
import type { Outbox } from '../records/mail.ts';
import { noTemporaryPassword } from '../records/password.ts';
import { tokenHash } from '../secrets/tokens.ts';

/** A recovery with the state of its report link and the administrator that a report disables. */
export type Reportable = { state: 'open' | 'reported' | 'expired'; ruc: string; userName: string; entityName: string };

/** Reads the recovery of a report link by the link's token. Gives null for an unknown token. */
export async function findReportable(
  { database }: { database: Database },
  token: string,
  now: Date,
): Promise<Reportable | null> {
  const found = await findRecovery(database.owner, token);
  return found ? { ...found, state: stateOf(found, now) } : null;
}

/**
 * Reports a recovery, once (product 5): disables the administrator, ends the sessions and temporary passwords,
 * withdraws an offer of the administration that was made meanwhile, and tells the entity's legal representatives by
 * mail. Gives the recovery, also if its link has expired; null for an unknown token.
 */
export function reportRecovery(
  { database, outbox }: { database: Database; outbox: Outbox },
  token: string,
  origin: Origin,
): Promise<Reportable | null> {
  const { now } = origin;
  return database.owner.transaction().execute(async (transaction) => {
    const named = await findRecovery(transaction, token);
    if (!named) return null;
    await takeAdministrationTurn(transaction, named.ruc);
    const found = (await findRecovery(transaction, token, { locked: true })) ?? named;
    const state = stateOf(found, now);
    if (state !== 'open') return { ...found, state };
    const { ruc, id, userId, userName, active } = found;
    await transaction
      .updateTable('recoveries')
      .set({ reported_at: now })
      .where('ruc', '=', ruc)
      .where('id', '=', id)
      .execute();
    await disable(transaction, ruc, userId, now);
    // Whoever made an offer meanwhile may have been somebody else.
    const author = { origin, actorName: withoutSession };
    if (found.administrator) await withdrawWaitingOffer(transaction, ruc, author, 'reported');
    await writeIncident(transaction, ruc, origin, {
      event: 'recovery.reported',
      actorName: withoutSession,
      subject: { kind: 'user', id: userId, name: userName },
      changes: [
        ...(active ? [{ field: 'user.active' as const, old: true, new: false }] : []),
        given('recovery.reportedInTime', isReportedInTime(found, now)),
      ],
    });
    const representatives = await legalRepresentatives(transaction, ruc);
    for (const { contactId, email } of representatives.sort((one, other) => inFoldedOrder(one.email, other.email))) {
      const content = { kind: 'recovery-reported', userName } as const;
      await outbox.post(transaction, ruc, { content, contactId, userId: null, recipient: email }, now);
    }
    return { ...found, state: 'reported' };
  });
}

async function disable(transaction: Transaction, ruc: string, userId: number, now: Date): Promise<void> {
  await transaction
    .updateTable('users')
    .set({ active: false, activation_due: false, ...noTemporaryPassword })
    .where('ruc', '=', ruc)
    .where('id', '=', userId)
    .execute();
  await endAccess(transaction, { ruc, userId }, now);
}

type Recovery = NonNullable<Awaited<ReturnType<typeof findRecovery>>>;

function stateOf({ reportedAt, reportUntil }: Recovery, now: Date): Reportable['state'] {
  if (reportedAt) return 'reported';
  return reportUntil > now ? 'open' : 'expired';
}

function isReportedInTime({ acceptedAt }: Recovery, now: Date): boolean {
  return now.getTime() - acceptedAt.getTime() <= reportingTime;
}

function findRecovery(owner: Pick<Transaction, 'selectFrom'>, token: string, { locked = false } = {}) {
  const query = owner
    .selectFrom('recoveries as r')
    .innerJoin('users as u', (on) => on.onRef('u.ruc', '=', 'r.ruc').onRef('u.id', '=', 'r.user_id'))
    .innerJoin('entities as e', 'e.ruc', 'r.ruc')
    .select([
      'r.ruc',
      'r.id',
      'r.user_id as userId',
      'r.accepted_at as acceptedAt',
      'r.report_until as reportUntil',
      'r.reported_at as reportedAt',
      'u.name as userName',
      'u.active',
      'u.administrator',
      'e.name as entityName',
    ])
    .where('r.report_hash', '=', tokenHash(token));
  // All that it decides by, so that nothing of it is as before the wait for a lock.
  return (locked ? query.forUpdate(['r', 'u']) : query).executeTakeFirst();
}

import { appointmentFault } from '../../domain/administrator-offer.ts';
import { foldUserName } from '../../domain/user.ts';
import type { Database, Transaction } from '../database/database.ts';
import { changeAdministrator, lockAdministrators } from '../records/administrator-change.ts';
import { takeAdministrationTurn, withdrawWaitingOffer } from '../records/administrator-offer.ts';
import { operatorAt } from '../records/incident.ts';
import type { Outbox } from '../records/mail.ts';
import { findUser } from '../records/user.ts';
import { newToken } from '../secrets/tokens.ts';

/** The answer to the appointment of an administrator; a fault is the end of a sentence. */
type Appointment =
  | { kind: 'changed'; user: string; former: string; handoverId: number; canSignIn: boolean }
  | { kind: 'unchanged'; user: string }
  | { kind: 'no entity' }
  | { kind: 'no user' }
  | { kind: 'refused'; fault: string };

/**
 * Makes a user the administrator of an entity, by the operator's word, when the administrator has left (product 9.3). All
 * sessions of both end, and an offer that waits is withdrawn. It works while the entity is suspended, too.
 */
export function appointAdministrator(
  { database, outbox }: { database: Pick<Database, 'owner'>; outbox: Outbox },
  { ruc, userName }: { ruc: string; userName: string },
  now: Date,
): Promise<Appointment> {
  return database.owner.transaction().execute(async (transaction): Promise<Appointment> => {
    await takeAdministrationTurn(transaction, ruc);
    const [former] = await usersOf(transaction, ruc).where('administrator', '=', true).execute();
    if (!former) return { kind: 'no entity' };
    const [named] = await usersOf(transaction, ruc).where('name_folded', '=', foldUserName(userName)).execute();
    if (!named) return { kind: 'no user' };
    if (named.id === former.id) return { kind: 'unchanged', user: named.name };
    await lockAdministrators(transaction, ruc, [former.id, named.id]);
    const user = await findUser(transaction, ruc, named.id, now);
    const fault = appointmentFault(user);
    if (fault !== null) return { kind: 'refused', fault };
    const author = operatorAt(now);
    await withdrawWaitingOffer(transaction, ruc, author, 'set');
    const { handoverId } = await changeAdministrator(
      transaction,
      outbox,
      {
        ruc,
        formerId: former.id,
        successorId: user.id,
        event: 'administrator.set',
        creationKey: newToken(),
        keptSession: null,
      },
      author,
    );
    return { kind: 'changed', user: user.name, former: former.name, handoverId, canSignIn: user.password === 'good' };
  });
}

function usersOf(transaction: Transaction, ruc: string) {
  return transaction.selectFrom('users').select(['id', 'name']).where('ruc', '=', ruc);
}

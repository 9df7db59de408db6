import { type SqlBool, sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import { DatabaseError } from '../database/errors.ts';
import { recordOperation } from '../records/incident.ts';
import { deriveSecrets, type Secrets } from '../secrets/derived.ts';
import { tokenHash } from '../secrets/tokens.ts';

const otherKey =
  'La clave de este proceso (SOCE_KEY o el archivo soce.key) no es la de la base de datos. Devuelva la anterior o, si la cambió a propósito, ejecute «npm run soce -- key rotate».';

const betweenLooks = 10_000;

/**
 * Ties the database to the server key of its first start: records the key's fingerprint where there is none. Throws
 * DatabaseError for another key (F4). Of processes that start first with different keys one goes on.
 */
export async function claimKey({ owner }: Pick<Database, 'owner'>, key: Secrets, now: Date): Promise<void> {
  await owner
    .insertInto('server_key')
    .values({ fingerprint: key.fingerprint, since: now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await checkKey({ owner }, key);
}

/**
 * Checks that the key is still the database's, before something is derived from it for somebody. In a transaction it
 * stays so until the end. Throws DatabaseError for another key (F4).
 */
export async function checkKey({ owner }: Pick<Database, 'owner'>, { fingerprint }: Secrets): Promise<void> {
  const query = owner.selectFrom('server_key').select('fingerprint');
  const recorded = await (owner.isTransaction ? query.forShare() : query).executeTakeFirst();
  if (recorded && recorded.fingerprint !== fingerprint) throw new DatabaseError(otherKey);
}

/** Reads the moment since which the database has its key; null before its first start. */
export async function keySince({ owner }: Pick<Database, 'owner'>): Promise<Date | null> {
  const recorded = await owner.selectFrom('server_key').select('since').executeTakeFirst();
  return recorded?.since ?? null;
}

/** Says whether a key in hex is the one that the database is tied to; null while it is tied to none. */
export async function keyTest({ owner }: Pick<Database, 'owner'>): Promise<((key: string) => boolean) | null> {
  const recorded = await owner.selectFrom('server_key').select('fingerprint').executeTakeFirst();
  return recorded ? (key) => deriveSecrets(Buffer.from(key, 'hex')).fingerprint === recorded.fingerprint : null;
}

/** Looks every ten seconds whether the key is still the database's, and says once if it isn't. Gives the end of it. */
export function watchKey({ owner }: Pick<Database, 'owner'>, key: Secrets, onOther: (fault: string) => void) {
  const look = () =>
    checkKey({ owner }, key).catch((error: unknown) => {
      // While the database is gone nothing is known.
      if (!(error instanceof DatabaseError)) return;
      clearInterval(timer);
      onOther(error.message);
    });
  const timer = setInterval(() => void look(), betweenLooks);
  timer.unref();
  return () => clearInterval(timer);
}

/** The effect of a changed key: the mailed temporary passwords that ended, and the mails that go out with new ones. */
type Rotation = { passwordsEnded: number; mailsRenewed: number };

/**
 * Ties the database to another server key (F4). The mailed temporary passwords that were sent end, each with an incident
 * and the sessions opened with it; mails still to be sent get their password and report link from the new key. Gives
 * null if it is the database's key already.
 */
export function rotateKey({ owner }: Pick<Database, 'owner'>, key: Secrets, now: Date): Promise<Rotation | null> {
  return owner.transaction().execute(async (transaction) => {
    const { fingerprint } = key;
    const recorded = await transaction.selectFrom('server_key').select('fingerprint').forUpdate().executeTakeFirst();
    if (recorded?.fingerprint === fingerprint) return null;
    await transaction
      .insertInto('server_key')
      .values({ fingerprint, since: now })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ fingerprint, since: now }))
      .execute();
    const passwordsEnded = await endSentPasswords(transaction, now);
    return { passwordsEnded, mailsRenewed: await renewMails(transaction, key) };
  });
}

async function endSentPasswords(transaction: Transaction, now: Date): Promise<number> {
  const users = await transaction
    .selectFrom('users as u')
    .select(['u.ruc', 'u.id', 'u.name'])
    .where('u.mailed_until', '>', now)
    .where(sql<SqlBool>`not exists (select from mails m where m.ruc = u.ruc and m.user_id = u.id
                         and m.seed = u.mailed_seed and m.status in ('queued', 'undelivered'))`)
    .orderBy('u.ruc')
    .orderBy('u.id')
    .forUpdate()
    .execute();
  for (const { ruc, id, name } of users) {
    await transaction
      .updateTable('users')
      .set({ mailed_until: now })
      .where('ruc', '=', ruc)
      .where('id', '=', id)
      .execute();
    await transaction
      .deleteFrom('sessions')
      .where('ruc', '=', ruc)
      .where('user_id', '=', id)
      .where('temporary', '=', true)
      .execute();
    await recordOperation(transaction, ruc, now, {
      event: 'password.ended',
      subject: { kind: 'user', id, name },
      changes: [],
    });
  }
  return users.length;
}

// A recovery keeps the hash of its report link, which would otherwise be the old key's. It is found by its incident,
// which has the moment of the mail.
async function renewMails(transaction: Transaction, key: Secrets): Promise<number> {
  const mails = await transaction
    .selectFrom('mails as m')
    .select(['m.ruc', 'm.seed', 'm.user_id', 'm.queued_at'])
    .where('m.seed', 'is not', null)
    .where('m.status', 'in', ['queued', 'undelivered'])
    .execute();
  for (const { ruc, seed, user_id: userId, queued_at: queuedAt } of mails) {
    await transaction
      .updateTable('recoveries as r')
      .set({ report_hash: tokenHash(key.reportToken(ruc, seed ?? '')) })
      .where('r.ruc', '=', ruc)
      .where('r.user_id', '=', userId)
      .where('r.incident_id', 'in', (read) =>
        read.selectFrom('incidents as i').select('i.id').where('i.ruc', '=', ruc).where('i.at', '=', queuedAt),
      )
      .execute();
  }
  return mails.length + (await renewIdentityMails(transaction, key));
}

// The notice of a changed identity holds the seed of its link, and is queued at the moment of the change.
async function renewIdentityMails(transaction: Transaction, key: Secrets): Promise<number> {
  const mails = await transaction
    .selectFrom('mails')
    .select(['ruc', 'contact_id', 'details', 'queued_at'])
    .where('kind', '=', 'identity-changed')
    .where('status', 'in', ['queued', 'undelivered'])
    .execute();
  for (const { ruc, contact_id: contactId, details, queued_at: changedAt } of mails) {
    const { reportSeed } = details as { reportSeed: string };
    await transaction
      .updateTable('identity_changes')
      .set({ report_hash: tokenHash(key.identityReportToken(ruc, reportSeed)) })
      .where('ruc', '=', ruc)
      .where('contact_id', '=', contactId)
      .where('changed_at', '=', changedAt)
      .execute();
  }
  return mails.length;
}

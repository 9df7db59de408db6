import { sql } from 'kysely';
import { hasAccess } from '../../domain/actor.ts';
import { civilDate, letterDate } from '../../domain/civil-date.ts';
import { recoveryMailsPerHour } from '../../domain/guessing.ts';
import { type LetterFacts, letterVersion } from '../../domain/letter.ts';
import { temporaryUntil } from '../../domain/password.ts';
import { fullName } from '../../domain/person-name.ts';
import { type Identity, isIdentity, type Recovery, recoveryLife, reportLife } from '../../domain/recovery.ts';
import { foldUserName } from '../../domain/user.ts';
import type { Database, Scope } from '../database/database.ts';
import { noteIncident, withoutSession } from '../entity/incidents.ts';
import { accessColumns, accessFacts } from '../records/access.ts';
import { contactOf } from '../records/contact.ts';
import { dropMails, type Outbox } from '../records/mail.ts';
import type { Secrets } from '../secrets/derived.ts';
import { hashPassword } from '../secrets/passwords.ts';
import { newToken, tokenHash } from '../secrets/tokens.ts';
import { readCatalogs } from './catalogs.ts';
import { consumeAllowance, countGuess, forgetFailures } from './guessing.ts';
import type { Origin } from './sign-in.ts';

/** A recovery on its way, with what its pages repeat: what was typed, and the reason once it is chosen. */
export type FoundRecovery = Recovery & { ruc: string; email: string; reason: string | null };

/** What recoveries work with: past the policies, because nobody is signed in (spec 5). */
export type RecoveryDesk = { database: Database; outbox: Outbox; secrets: Secrets };

const hour = 3_600;

/**
 * Begins a recovery with what somebody typed; it goes through the same steps whether or not the data are an
 * administrator's. Gives the token that the visitor's browser keeps.
 */
export async function beginRecovery({ database }: RecoveryDesk, typed: Identity, origin: Origin): Promise<string> {
  const admitted = await countGuess(database, `recovery ${typed.ruc}`, origin.address);
  const account = await findAdministrator(database, typed.ruc);
  const matched = admitted && account && mayRecover(account, typed, origin.now) ? account : null;
  const token = newToken();
  await database.owner
    .insertInto('recoveries')
    .values({
      id: tokenHash(token),
      typed_ruc: typed.ruc,
      typed_email: typed.email,
      account_ruc: matched?.ruc ?? null,
      step: 'reason',
      expires_at: new Date(origin.now.getTime() + recoveryLife),
    })
    .execute();
  return token;
}

/** The recovery behind a browser's token, or null. */
export async function findRecovery({ database }: RecoveryDesk, token: string): Promise<FoundRecovery | null> {
  const row = await database.owner
    .selectFrom('recoveries')
    .selectAll()
    .where('id', '=', tokenHash(token))
    .executeTakeFirst();
  if (!row) return null;
  return { step: row.step, expiresAt: row.expires_at, ruc: row.typed_ruc, email: row.typed_email, reason: row.reason };
}

/** Notes the reason, where the recovery waits for one. */
export async function chooseReason({ database }: RecoveryDesk, token: string, reason: string): Promise<void> {
  await database.owner
    .updateTable('recoveries')
    .set({ reason, step: 'letter' })
    .where('id', '=', tokenHash(token))
    .where('step', '=', 'reason')
    .execute();
}

/** The reasons to choose from. */
export async function recoveryReasons({ database }: RecoveryDesk): Promise<string[]> {
  return (await database.owner.transaction().execute(readCatalogs)).resetReasons;
}

/**
 * Ends a recovery whose letter was accepted. Where the data matched, a temporary password goes out by mail, with the
 * complete letter and the way to report it; the ordinary password and the sessions stay. The row closes with that
 * effect, so that nothing happens twice.
 */
export async function acceptLetter(desk: RecoveryDesk, token: string, origin: Origin): Promise<void> {
  const { database, secrets } = desk;
  const seed = newToken();
  const recovery = await findRecovery(desk, token);
  if (recovery?.step !== 'letter') return;
  const hash = await hashPassword(secrets.temporaryPassword(recovery.ruc, seed));
  await database.owner.transaction().execute(async (transaction) => {
    const closed = await transaction
      .updateTable('recoveries')
      .set({ step: 'done' })
      .where('id', '=', tokenHash(token))
      .where('step', '=', 'letter')
      .returning('account_ruc')
      .executeTakeFirst();
    if (!closed) return;
    const account = await standIn(transaction, closed.account_ruc ?? recovery.ruc);
    if (!account) return;
    const matched = closed.account_ruc !== null && hasAccess(account.access, civilDate(origin.now));
    // A mail that nobody gets is none of those that the account may get.
    const counted = matched ? { to: account.ruc, from: origin.address } : { to: seed, from: seed };
    const mayMail = await mayBeMailed({ owner: transaction }, counted);
    // The same is written whoever asks (T3); where nobody is to get a mail, it is taken back.
    await sql`savepoint effect`.execute(transaction);
    await sendPassword(transaction, desk, { account, recovery, seed, hash, origin });
    await (matched && mayMail ? sql`release effect` : sql`rollback to effect`).execute(transaction);
  });
}

async function mayBeMailed(database: Pick<Database, 'owner'>, { to, from }: { to: string; from: string }) {
  const { account, address } = recoveryMailsPerHour;
  const perAddress = { key: `recovery mail from ${from}`, points: address, seconds: hour };
  const perAccount = { key: `recovery mail ${to}`, points: account, seconds: hour };
  return (await consumeAllowance(database, perAddress)) && consumeAllowance(database, perAccount);
}

type Sending = { account: Administrator; recovery: FoundRecovery; seed: string; hash: string; origin: Origin };

async function sendPassword(transaction: Scope, { outbox, secrets }: RecoveryDesk, sending: Sending): Promise<void> {
  const { account, recovery, seed, hash, origin } = sending;
  const { ruc, userId, userName } = account;
  const { now, address } = origin;
  await transaction
    .updateTable('users')
    .set({ temporary_hash: hash, temporary_until: temporaryUntil(now, 'mailed') })
    .where('ruc', '=', ruc)
    .where('id', '=', userId)
    .execute();
  await forgetFailures(transaction, ruc, foldUserName(userName));
  await dropMails(transaction, { ruc, userId, withPassword: true }, now);
  const reason = recovery.reason ?? '';
  const letter = letterFacts(account, reason, now);
  const incidentId = await noteIncident(transaction, ruc, origin, {
    event: 'recovery.requested',
    actorName: withoutSession,
    subject: { kind: 'user', id: userId, name: userName },
    changes: [
      { field: 'Motivo', old: null, new: reason },
      { field: 'Dirección', old: null, new: address },
    ],
  });
  await transaction
    .insertInto('reset_requests')
    .values({
      ruc,
      user_id: userId,
      incident_id: incidentId,
      reason,
      letter: JSON.stringify(letter),
      accepted_at: now,
      accepted_version: letterVersion,
      accepted_address: address,
      report_hash: tokenHash(secrets.reportToken(ruc, seed)),
      report_until: new Date(now.getTime() + reportLife),
    })
    .execute();
  const { id: contactId, email: recipient } = account.contact;
  await outbox.post(
    transaction,
    ruc,
    { content: { kind: 'recovery', seed, letter }, contactId, userId, recipient },
    now,
  );
}

function letterFacts({ contact, entityName, ruc }: Administrator, reason: string, now: Date): LetterFacts {
  return {
    date: letterDate(now),
    ruc,
    entityName,
    personName: fullName(contact),
    identification: `${contact.documentType} ${contact.documentNumber}`,
    email: contact.email,
    reason,
  };
}

function mayRecover({ contact, access }: Administrator, typed: Identity, now: Date): boolean {
  return isIdentity(typed, contact) && hasAccess(access, civilDate(now));
}

type Administrator = NonNullable<Awaited<ReturnType<typeof findAdministrator>>>;

// For data that match nobody: the administrator of the typed RUC, or of any.
async function standIn(transaction: Scope, ruc: string): Promise<Administrator | null> {
  const own = await findAdministrator({ owner: transaction }, ruc);
  if (own) return own;
  const any = await transaction
    .selectFrom('users')
    .select('ruc')
    .where('administrator', '=', true)
    .limit(1)
    .executeTakeFirst();
  return any ? findAdministrator({ owner: transaction }, any.ruc) : null;
}

async function findAdministrator({ owner }: Pick<Database, 'owner'>, ruc: string) {
  const row = await owner
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('entities as e', 'e.ruc', 'u.ruc')
    .selectAll('c')
    .select(['u.id as user_id', 'u.name as user_name', 'e.name as entity_name', ...accessColumns])
    .where('u.ruc', '=', ruc)
    .where('u.administrator', '=', true)
    .executeTakeFirst();
  if (!row) return null;
  const { user_id: userId, user_name: userName, entity_name: entityName } = row;
  return { ruc, userId, userName, entityName, contact: contactOf(row), access: accessFacts(row) };
}

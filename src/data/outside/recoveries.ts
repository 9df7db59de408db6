import { hasAccess } from '../../domain/access.ts';
import { networkOf } from '../../domain/address.ts';
import { civilDate, letterDate } from '../../domain/civil-date.ts';
import { recoveryMailsPerHour } from '../../domain/guessing.ts';
import { given } from '../../domain/incident.ts';
import type { LetterFacts } from '../../domain/letter.ts';
import { temporaryUntil } from '../../domain/password.ts';
import { fullName } from '../../domain/person-name.ts';
import { isIdentity, reportLife } from '../../domain/recovery.ts';
import { foldUserName } from '../../domain/user.ts';
import type { Database, Transaction } from '../database/database.ts';
import { accessColumns, accessFacts } from '../records/access.ts';
import { contactColumns } from '../records/contact.ts';
import { forgetFailures } from '../records/failures.ts';
import { withoutSession, writeIncident } from '../records/incident.ts';
import type { RecoveryKey } from '../records/job.ts';
import { dropMails, type Outbox } from '../records/mail.ts';
import { mailedPassword } from '../records/password.ts';
import type { Secrets } from '../secrets/derived.ts';
import { newToken, tokenHash } from '../secrets/tokens.ts';
import { consumeAllowance } from './guessing.ts';
import { checkKey } from './server-key.ts';

/** The parts that carry out recoveries, past the policies, because nobody is signed in (product 5). */
export type RecoveryParts = { database: Pick<Database, 'owner'>; outbox: Outbox; secrets: Secrets };

const hour = 3_600;

/**
 * Carries out an accepted recovery (product 5). If the data match an administrator with access, it mails a temporary
 * password with the complete letter and the report link; the ordinary password and the sessions stay (T4). The draft is
 * settled in the same transaction, so that a job that runs twice has one effect.
 */
export async function carryOutRecovery(parts: RecoveryParts, { draftId }: RecoveryKey, now: Date): Promise<void> {
  await parts.database.owner.transaction().execute(async (transaction) => {
    const draft = await settleDraft(transaction, draftId, now);
    if (!draft?.admitted) return;
    const account = await lockAdministrator(transaction, draft.ruc);
    // A locked recovery answers like any other and sends nothing (S5, T3).
    if (
      !account ||
      account.recoveryLocked ||
      !isIdentity(draft, account.contact) ||
      !hasAccess(account.access, civilDate(now))
    )
      return;
    if (await consumeMail(transaction, account, draft, now))
      await sendPassword(transaction, parts, { account, draft, now });
  });
}

/** Settles the draft of a recovery that could not be carried out. */
export async function giveUpRecovery(
  { database }: Pick<RecoveryParts, 'database'>,
  { draftId }: RecoveryKey,
  now: Date,
) {
  await settleDraft(database.owner, draftId, now);
}

/** A draft whose letter was accepted. */
type AcceptedDraft = NonNullable<Awaited<ReturnType<typeof settleDraft>>>;

// Gives null if the draft is settled already.
async function settleDraft(owner: Pick<Transaction, 'updateTable'>, draftId: string, now: Date) {
  const row = await owner
    .updateTable('recovery_drafts')
    .set({ settled_at: now })
    .where('id', '=', draftId)
    .where('step', '=', 'done')
    .where('settled_at', 'is', null)
    .returning(['typed_ruc', 'typed_email', 'typed_birth_date', 'admitted', 'reason'])
    .returning(['accepted_at', 'accepted_version', 'accepted_address', 'request_id'])
    .executeTakeFirst();
  if (!row) return null;
  return {
    ruc: row.typed_ruc,
    email: row.typed_email,
    birthDate: row.typed_birth_date,
    admitted: row.admitted,
    reason: row.reason ?? '',
    acceptedAt: row.accepted_at ?? now,
    version: row.accepted_version ?? '',
    address: row.accepted_address ?? '',
    requestId: row.request_id ?? '',
  };
}

// Counts matching data alone, so that visitors who don't know them can't use up an account's mails (T2).
async function consumeMail(
  owner: Transaction,
  { ruc }: Administrator,
  { address }: AcceptedDraft,
  now: Date,
): Promise<boolean> {
  const perAddress = {
    key: `recovery mail from ${networkOf(address)}`,
    points: recoveryMailsPerHour.address,
    seconds: hour,
  };
  const perAccount = { key: `recovery mail ${ruc}`, points: recoveryMailsPerHour.account, seconds: hour };
  if (!(await consumeAllowance({ owner }, perAddress, now)).within) return false;
  return (await consumeAllowance({ owner }, perAccount, now)).within;
}

type Sending = { account: Administrator; draft: AcceptedDraft; now: Date };

async function sendPassword(transaction: Transaction, { outbox, secrets }: RecoveryParts, sending: Sending) {
  const { account, draft, now } = sending;
  const { ruc, userId, userName } = account;
  await checkKey({ owner: transaction }, secrets);
  const seed = newToken();
  await transaction
    .updateTable('users')
    .set(mailedPassword(seed, temporaryUntil(now, 'mailed')))
    .where('ruc', '=', ruc)
    .where('id', '=', userId)
    .execute();
  await forgetFailures(transaction, ruc, foldUserName(userName));
  await dropMails(transaction, { ruc, userId, withPassword: true }, now);
  const letter = letterFacts(account, draft);
  const { address, requestId, reason } = draft;
  const incidentId = await writeIncident(
    transaction,
    ruc,
    { now, address, requestId },
    {
      event: 'recovery.requested',
      actorName: withoutSession,
      subject: { kind: 'user', id: userId, name: userName },
      changes: [given('recovery.reason', reason), given('request.address', address)],
    },
  );
  await transaction
    .insertInto('recoveries')
    .values({
      ruc,
      user_id: userId,
      incident_id: incidentId,
      reason,
      letter: JSON.stringify(letter),
      accepted_at: draft.acceptedAt,
      accepted_version: draft.version,
      accepted_address: address,
      report_hash: tokenHash(secrets.reportToken(ruc, seed)),
      report_until: new Date(now.getTime() + reportLife),
    })
    .execute();
  const { id: contactId, email: recipient } = account.contact;
  const content = { kind: 'recovery', seed, letter } as const;
  await outbox.postAdmitted(transaction, ruc, { content, contactId, userId, recipient }, now);
}

function letterFacts({ contact, entityName, ruc }: Administrator, { acceptedAt, reason }: AcceptedDraft): LetterFacts {
  return {
    date: letterDate(acceptedAt),
    ruc,
    entityName,
    personName: fullName(contact),
    identification: `${contact.documentType} ${contact.documentNumber}`,
    email: contact.email,
    reason,
  };
}

type Administrator = NonNullable<Awaited<ReturnType<typeof lockAdministrator>>>;

// Locked before it is read: a statement that waits for the lock would give the contact as it was before the wait. A report
// that locks the recovery meanwhile comes before or after, and then ends what this sends.
async function lockAdministrator(transaction: Transaction, ruc: string) {
  const locked = await transaction
    .selectFrom('users')
    .select('id')
    .where('ruc', '=', ruc)
    .where('administrator', '=', true)
    .forUpdate()
    .executeTakeFirst();
  if (!locked) return null;
  const row = await transaction
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('entities as e', 'e.ruc', 'u.ruc')
    .select([...contactColumns, 'u.id as user_id', 'u.name as user_name', 'u.recovery_locked', 'e.name as entity_name'])
    .select(accessColumns)
    .where('u.ruc', '=', ruc)
    .where('u.id', '=', locked.id)
    .executeTakeFirstOrThrow();
  const { user_id: userId, user_name: userName, entity_name: entityName, recovery_locked: recoveryLocked } = row;
  return { ruc, userId, userName, entityName, recoveryLocked, contact: row, access: accessFacts(row) };
}

import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { activationsToldOnceFor, type MailContent } from '../../domain/mail.ts';
import { entityLimit, type HeldMail, limitSpan, mailLimits } from '../../domain/mail-limit.ts';
import type { User } from '../../domain/user.ts';
import type { Transaction } from '../database/database.ts';
import { builder, statement } from '../database/statement.ts';
import type { Origin, UserSelection } from './caller.ts';
import type { MailKey, PostJob } from './job.ts';

/** A mail to send about a contact, or about one of the contact's users; userId is null in a mail about the contact. */
export type NewMail = { content: MailContent; contactId: number; userId: number | null; recipient: string };

/** Takes the mails that changes send, and holds back those beyond the limits of their kind (T5). */
export type Outbox = {
  /**
   * Stores a notice and posts the job that sends it, in the transaction of the change that it reports. One that a limit
   * holds back is stored as undelivered and given back. Notices of one transaction come in the order of their recipients.
   */
  post(transaction: Transaction, ruc: string, mail: NewMail, now: Date): Promise<HeldMail | null>;
  /**
   * Posts notices of one transaction, in the order of their recipients. Once the entity's limit holds one back, it holds
   * all others, which aren't counted one by one: thousands of changes of one row would slow each other down.
   */
  postAll(transaction: Transaction, ruc: string, mails: NewMail[], now: Date): Promise<HeldMail[]>;
  /**
   * Counts a mail that is about to be posted by postAdmitted or postAgain. Gives it back if a limit holds it back; then
   * it may not be posted.
   */
  admit(transaction: Transaction, ruc: string, mail: Addressed, now: Date): Promise<HeldMail | null>;
  /** Stores and posts a mail that was admitted, or that has limits of its own, as a recovery has (T2). */
  postAdmitted(transaction: Transaction, ruc: string, mail: NewMail, now: Date): Promise<void>;
  /** Posts the job that sends a stored mail once more. */
  postAgain(transaction: Transaction, mail: MailKey): Promise<void>;
};

/** The properties of a mail by which it is limited. */
type Addressed = { kind: MailContent['kind']; recipient: string };

/** Opens the outbox over a queue of jobs. */
export function openOutbox(postJob: PostJob): Outbox {
  const post: Outbox['post'] = async (transaction, ruc, mail, now) => {
    const [stored] = await insertMail(transaction, columnsOf(ruc, mail, now));
    const held = heldMail(mail.recipient, stored);
    if (stored && !held) await postJob(transaction, 'mail', { ruc, id: stored.id });
    return held;
  };
  return {
    post,
    async postAll(transaction, ruc, mails, now) {
      const held: HeldMail[] = [];
      for (const [place, mail] of mails.entries()) {
        const one = await post(transaction, ruc, mail, now);
        if (one) held.push(one);
        if (one?.by !== 'entity') continue;
        const others = mails.slice(place + 1);
        await storeHeld(transaction, ruc, others, now);
        return [...held, ...others.map(({ recipient }) => ({ ...one, recipient }))];
      }
      return held;
    },
    async admit(transaction, ruc, { kind, recipient }, now) {
      const [limit] = await countMail(transaction, { ruc, ...limited({ kind, recipient }), now });
      return heldMail(recipient, limit);
    },
    async postAdmitted(transaction, ruc, mail, now) {
      const [stored] = await insertAdmittedMail(transaction, columnsOf(ruc, mail, now));
      if (stored) await postJob(transaction, 'mail', { ruc, id: stored.id });
    },
    postAgain: (transaction, mail) => postJob(transaction, 'mail', mail),
  };
}

/** Takes mails and sends none, for changes in the past of the demonstration. */
export const discardingOutbox: Outbox = {
  post: async () => null,
  postAll: async () => [],
  admit: async () => null,
  postAdmitted: async () => {},
  postAgain: async () => {},
};

function columnsOf(ruc: string, { content, contactId, userId, recipient }: NewMail, now: Date) {
  const { kind, seed, ...details } = { seed: null, ...content };
  const text = JSON.stringify(details);
  return { ruc, ...limited({ kind, recipient }), contactId, userId, recipient, seed, details: text, now };
}

function limited({ kind, recipient }: Addressed) {
  return { kind, folded: recipient.toLowerCase(), mostOfEntity: entityLimit(kind) };
}

// As many rows as make a statement of a few thousand values.
const storedAtOnce = 500;

async function storeHeld(transaction: Transaction, ruc: string, mails: NewMail[], now: Date): Promise<void> {
  for (let from = 0; from < mails.length; from += storedAtOnce) {
    const rows = mails.slice(from, from + storedAtOnce).map((mail) => {
      const { kind, contactId, userId, recipient, seed, details } = columnsOf(ruc, mail, now);
      return {
        ...{ ruc, kind, contact_id: contactId, user_id: userId, recipient, seed, details },
        ...{ queued_at: now, held: true, status: 'undelivered' as const, settled_at: now },
      };
    });
    await transaction.insertInto('mails').values(rows).execute();
  }
}

type Limit = { heldUntil: Date | null; heldBy: HeldMail['by'] | null };

function heldMail(recipient: string, limit: Limit | undefined): HeldMail | null {
  return limit?.heldUntil && limit.heldBy ? { recipient, by: limit.heldBy, until: limit.heldUntil } : null;
}

// Counted and stored in one statement, because a notice is part of a swap.
const insertMail = statement((mail: ReturnType<typeof columnsOf>) => insertion(mail, counting(mail)));

const insertAdmittedMail = statement((mail: ReturnType<typeof columnsOf>) =>
  insertion(mail, sql`(select null::timestamptz as held_until, null::text as held_by) as unlimited`),
);

const countMail = statement(
  (mail: Counted) => sql<Limit>`select held_until as "heldUntil", held_by as "heldBy" from ${counting(mail)}`,
);

type Counted = ReturnType<typeof limited> & { ruc: string; now: Date };

function counting({ ruc, kind, folded, mostOfEntity, now }: Counted) {
  const span = sql`interval '1 millisecond' * ${sql.lit(limitSpan)}`;
  return sql`hold_mail(${ruc}, ${kind}, ${folded}, ${now}, ${sql.lit(mailLimits.recipient)}, ${mostOfEntity}::integer, ${span})`;
}

function insertion(mail: ReturnType<typeof columnsOf>, limits: RawBuilder<unknown>) {
  return sql<{ id: number } & Limit>`
    with limits as (select held_until, held_by from ${limits}), stored as (
      insert into mails (ruc, kind, contact_id, user_id, recipient, seed, details, queued_at, held, status, settled_at)
      select ${mail.ruc}, ${mail.kind}, ${mail.contactId}::bigint, ${mail.userId}::bigint, ${mail.recipient},
             ${mail.seed}, ${mail.details}::jsonb, ${mail.now}::timestamptz, held_until is not null,
             case when held_until is null then 'queued' else 'undelivered' end,
             case when held_until is not null then ${mail.now}::timestamptz end
        from limits
      returning id)
    select id, held_until as "heldUntil", held_by as "heldBy" from limits, stored`;
}

/** Reads the content of a stored mail. */
export function mailContent(row: { kind: MailContent['kind']; seed: string | null; details: object }): MailContent {
  const { kind, seed, details } = row;
  return { kind, ...details, ...(seed !== null && { seed }) } as MailContent;
}

/**
 * Posts a notice to the contact of a user; without an e-mail it posts nothing. Gives it back if a limit holds it back.
 */
export async function tellUser(
  transaction: Transaction,
  { ruc, outbox, caller }: { ruc: string; outbox: Outbox; caller: Pick<Origin, 'now'> },
  { id, contactId, email }: Pick<User, 'id' | 'contactId' | 'email'>,
  content: MailContent,
): Promise<HeldMail | null> {
  if (email === '') return null;
  return outbox.post(transaction, ruc, { content, contactId, userId: id, recipient: email }, caller.now);
}

/**
 * Says whether the notice of a user's activation waits, or has left within the hour (product 3). One that waits leaves
 * only if the person gets in when its turn comes.
 */
export async function isActivationTold(
  transaction: Transaction,
  { now, ...notice }: ActivationNotice & { now: Date },
): Promise<boolean> {
  const since = new Date(now.getTime() - activationsToldOnceFor);
  return (await toldActivations(transaction, { ...notice, since })).length > 0;
}

type ActivationNotice = { ruc: string; userId: number; recipient: string };

const toldActivations = statement(({ ruc, userId, recipient, since }: ActivationNotice & { since: Date }) =>
  builder
    .selectFrom('mails')
    .select('id')
    .where('ruc', '=', ruc)
    .where('user_id', '=', userId)
    .where('kind', '=', 'user-activated')
    .where('recipient', '=', recipient)
    .where((mail) =>
      mail.or([mail('status', '=', 'queued'), mail.and([mail('status', '=', 'sent'), mail('settled_at', '>', since)])]),
    )
    .limit(1),
);

/** Selects the mails to some users, all of them or only those with a temporary password. */
type MailSelection = UserSelection & { withPassword?: boolean };

/** Drops unsent mails to users, because their text is no longer true. */
export async function dropMails(transaction: Transaction, selection: MailSelection, now: Date): Promise<void> {
  const { ruc, userId, contactId, withPassword = false } = selection;
  if (userId !== undefined) await dropMailsOfUser(transaction, { ruc, userId, withPassword, now });
  else if (contactId !== undefined) await dropMailsOfContact(transaction, { ruc, contactId, now });
  else await dropped({ ruc, now }, transaction).execute();
}

type Drop = { ruc: string; now: Date };

const dropMailsOfUser = statement((drop: Drop & { userId: number; withPassword: boolean }) =>
  dropped(drop)
    .where('user_id', '=', drop.userId)
    .where((mail) => mail.or([mail.not(mail.val(drop.withPassword)), mail('seed', 'is not', null)])),
);

const dropMailsOfContact = statement((drop: Drop & { contactId: number }) =>
  dropped(drop).where('contact_id', '=', drop.contactId),
);

// The notice of an activation that waits is looked at when its turn comes: another activation may make it true again,
// or it may be on its way already, and then it mustn't leave twice (product 3).
function dropped({ ruc, now }: Drop, on: Pick<Transaction, 'updateTable'> = builder) {
  return on
    .updateTable('mails')
    .set({ status: 'dropped', settled_at: now })
    .where('ruc', '=', ruc)
    .where('status', 'in', ['queued', 'undelivered'])
    .where((mail) => mail.or([mail('kind', '<>', 'user-activated'), mail('status', '<>', 'queued')]))
    .where('user_id', 'is not', null);
}

/**
 * The SQL condition that mail m to user u of contact c is undelivered. A notice to the contact's former address doesn't
 * count, because such an address is usually dead; nor does an offer of the administration, which has an address and a
 * page of its own (product 9.3).
 */
export const isUndelivered = sql<SqlBool>`(m.ruc = u.ruc and m.contact_id = u.contact_id and m.status = 'undelivered'
  and m.kind <> 'administration-offered'
  and (m.user_id = u.id or m.user_id is null and m.recipient = c.email))`;

/** The SQL value of the end of the temporary password in mail m to user u; null if the password was replaced. */
export const goodUntil = sql<Date | null>`case when m.seed = u.mailed_seed then u.mailed_until end`;

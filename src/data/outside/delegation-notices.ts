import { type Kysely, type SqlBool, sql } from 'kysely';
import { hasAccess } from '../../domain/access.ts';
import { type CivilDate, civilDate } from '../../domain/civil-date.ts';
import { lastDaysTold, type NoticeKind } from '../../domain/delegation-notices.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { accessColumns, accessFacts } from '../records/access.ts';
import type { MailKey } from '../records/job.ts';
import type { NewMail, Outbox } from '../records/mail.ts';

/**
 * Posts the notices of today on delegations that end (product 9.1), each once, whatever the number of processes and of
 * runs. A fault doesn't stop the notices behind it; the first one is thrown at the end, so that the job is tried again.
 */
export async function postDelegationNotices(
  { database: { owner }, outbox }: { database: Pick<Database, 'owner'>; outbox: Outbox },
  now: Date,
): Promise<void> {
  const day = civilDate(now);
  let fault: unknown;
  for (const kind of ['delegations-digest', 'access-ending'] as const) {
    const due = notices(kind, day, await untold[kind](owner, day).execute());
    for (const { ruc, mail } of due) {
      try {
        await owner.transaction().execute((transaction) => postOnce(transaction, outbox, ruc, mail, now));
      } catch (error) {
        fault ??= error;
      }
    }
  }
  if (fault !== undefined) throw fault;
}

/** A delegation of which the administrator is told; own if it is the administrator's. */
type Ending = { contactId: number; name: string; own: boolean; until: CivilDate };

/** Reads the delegations of which a queued digest tells; none if its reader is the administrator no longer. */
export async function findEndings(
  { owner }: Pick<Database, 'owner'>,
  { ruc, id }: MailKey,
  day: CivilDate,
): Promise<Ending[]> {
  const reader = await administrators(owner)
    .innerJoin('mails as m', (on) => on.onRef('m.ruc', '=', 'u.ruc').onRef('m.user_id', '=', 'u.id'))
    .where('m.ruc', '=', ruc)
    .where('m.id', '=', id)
    .executeTakeFirst();
  if (!reader || !staysToTheEnd(reader)) return [];
  const rows = await owner
    .selectFrom('contacts')
    .select(['id', 'full_name as name', 'delegated_until'])
    .where('ruc', '=', ruc)
    .where('active', '=', true)
    .where('delegated_until', 'in', lastDaysTold('delegations-digest', day))
    .orderBy('sort_key')
    .orderBy('id')
    .execute();
  return rows.map(({ id: contactId, name, delegated_until: until }) => {
    return { contactId, name, own: contactId === reader.contactId, until: until as CivilDate };
  });
}

/** Reads the last day of which a queued notice to a delegate tells, with the users who lose access; null if none does. */
export async function findAccessEnding(
  { owner }: Pick<Database, 'owner'>,
  { ruc, id }: MailKey,
  day: CivilDate,
): Promise<{ until: CivilDate; userNames: string[] } | null> {
  const rows = await delegates(owner, day)
    .innerJoin('mails as m', (on) => on.onRef('m.ruc', '=', 'c.ruc').onRef('m.contact_id', '=', 'c.id'))
    .where('m.ruc', '=', ruc)
    .where('m.id', '=', id)
    .execute();
  const losing = rows.filter(staysToTheEnd);
  const until = losing[0]?.delegated_until;
  return until ? { until, userNames: losing.map(({ userName }) => userName) } : null;
}

async function postOnce(
  transaction: Transaction,
  outbox: Outbox,
  ruc: string,
  { content: { kind, day }, contactId }: Notice,
  now: Date,
): Promise<void> {
  // Two runs at once take turns, and the second finds the notice posted.
  await transaction.selectFrom('entities').select('ruc').where('ruc', '=', ruc).forNoKeyUpdate().execute();
  const readers = await untold[kind](transaction, day).where('u.ruc', '=', ruc).where('c.id', '=', contactId).execute();
  for (const { mail } of notices(kind, day, readers)) {
    // A digest has a limit of its own, one a day (T5).
    if (kind === 'delegations-digest') await outbox.postAdmitted(transaction, ruc, mail, now);
    else await outbox.post(transaction, ruc, mail, now);
  }
}

type Notice = NewMail & { content: { kind: NoticeKind; day: CivilDate } };

// A contact gets one mail for all its users, which is about none of them.
function notices(kind: NoticeKind, day: CivilDate, readers: Reader[]): { ruc: string; mail: Notice }[] {
  const byContact = new Map(
    readers.filter(staysToTheEnd).map((reader) => [`${reader.ruc} ${reader.contactId}`, reader]),
  );
  return [...byContact.values()].map(({ ruc, contactId, userId, recipient }) => {
    const about = kind === 'delegations-digest' ? userId : null;
    return { ruc, mail: { content: { kind, day }, contactId, userId: about, recipient } };
  });
}

type Reading = Pick<Kysely<Schema>, 'selectFrom'>;
type Reader = Awaited<ReturnType<ReturnType<typeof users>['execute']>>[number];

// Those who weren't told yet on a day, of all entities.
const untold = {
  'delegations-digest': (on: Reading, day: CivilDate) =>
    administrators(on)
      .where('c.email', '<>', '')
      .where(isUntold('delegations-digest', day, sql`true`))
      .where(
        'u.ruc',
        'in',
        on
          .selectFrom('contacts as ending')
          .select('ending.ruc')
          .where('ending.active', '=', true)
          .where('ending.delegated_until', 'in', lastDaysTold('delegations-digest', day)),
      ),
  'access-ending': (on: Reading, day: CivilDate) =>
    delegates(on, day)
      .where('c.email', '<>', '')
      .where(isUntold('access-ending', day, sql`m.contact_id = c.id`)),
};

// The kind is part of the text, so that the index of its mails serves.
function isUntold(kind: NoticeKind, day: CivilDate, toReader: ReturnType<typeof sql>) {
  return sql<SqlBool>`not exists (select from mails m
    where m.ruc = u.ruc and m.kind = ${sql.lit(kind)} and m.details ->> 'day' = ${day} and ${toReader})`;
}

function administrators(on: Reading) {
  return users(on).where('u.administrator', '=', true);
}

function delegates(on: Reading, day: CivilDate) {
  return users(on)
    .where('u.administrator', '=', false)
    .where('c.delegated_until', 'in', lastDaysTold('access-ending', day))
    .orderBy('u.name_folded');
}

function users(on: Reading) {
  return on
    .selectFrom('users as u')
    .innerJoin('contacts as c', (join) => join.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('entities as e', 'e.ruc', 'u.ruc')
    .select(['u.ruc', 'u.id as userId', 'u.name as userName', 'c.id as contactId', 'c.email as recipient'])
    .select(accessColumns);
}

// A delegate who gets in on the last day, or an administrator, whose dates don't matter (product 6).
function staysToTheEnd(user: Reader): boolean {
  return hasAccess(accessFacts(user), user.delegated_until ?? user.delegated_from);
}

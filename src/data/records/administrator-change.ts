import { type SqlBool, sql } from 'kysely';
import { administratorEvents, type MovedMenus } from '../../domain/administrator-offer.ts';
import { limitInForce } from '../../domain/budget.ts';
import { civilDate } from '../../domain/civil-date.ts';
import type { HandoverPerson, HandoverRecord } from '../../domain/handover.ts';
import { inFoldedOrder } from '../../domain/mail.ts';
import type { HeldMail } from '../../domain/mail-limit.ts';
import { personAndUser } from '../../domain/user.ts';
import type { Transaction } from '../database/database.ts';
import { legalRepresentatives } from './contact.ts';
import { type Author, writeIncident } from './incident.ts';
import { dropMails, type NewMail, type Outbox } from './mail.ts';
import { noTemporaryPassword } from './password.ts';

/** A change of the administrator of a RUC, of two users that are locked and were found fit for it. */
type AdministratorChange = {
  ruc: string;
  formerId: number;
  successorId: number;
  event: 'administration.accepted' | 'administrator.set';
  /** Names the act, so that one acceptance makes one. */
  creationKey: string;
  /** The session that stays open; all others of both users end. */
  keptSession: number | null;
};

/**
 * Locks the contacts and then the users of a change, in the order of all changes, so that no two wait for each other. The
 * caller has taken the turn.
 */
export async function lockAdministrators(transaction: Transaction, ruc: string, ids: number[]): Promise<void> {
  await transaction
    .selectFrom('contacts as c')
    .select('c.id')
    .where('c.ruc', '=', ruc)
    .where('c.id', 'in', (read) =>
      read.selectFrom('users as u').select('u.contact_id').where('u.ruc', '=', ruc).where('u.id', 'in', ids),
    )
    .orderBy('c.id')
    .forNoKeyUpdate()
    .execute();
  await transaction
    .selectFrom('users as u')
    .select('u.id')
    .where('u.ruc', '=', ruc)
    .where('u.id', 'in', ids)
    .orderBy('u.id')
    .forUpdate()
    .execute();
}

/**
 * Makes the change (product 9.3): roles and menus move, the former administrator keeps the compulsory menus alone and no
 * temporary password, sessions end, the act and an incident of each are written, and both and the legal representatives
 * are told. Gives the number of the act, and the notices that a limit held back.
 */
export async function changeAdministrator(
  transaction: Transaction,
  outbox: Outbox,
  change: AdministratorChange,
  { origin, ...actor }: Author,
): Promise<{ handoverId: number; held: HeldMail[] }> {
  const { ruc, formerId, successorId, event } = change;
  const former = await readParty(transaction, ruc, formerId);
  const menus = await moveRole(transaction, change, origin.now);
  const successor = await readParty(transaction, ruc, successorId);
  await endSessions(transaction, change, origin.now);
  const handoverId = await writeAct(transaction, change, { former, successor }, { origin, ...actor });
  for (const one of administratorEvents(event, { former, successor }, menus)) {
    await writeIncident(transaction, ruc, origin, { ...one, ...actor });
  }
  const held = await outbox.postAll(
    transaction,
    ruc,
    await notices(transaction, change, { former, successor }, origin.now),
    origin.now,
  );
  return { handoverId, held };
}

// The former one goes first, as the index allows no second one; the trigger of the menus wants the new one named before.
async function moveRole(
  transaction: Transaction,
  { ruc, formerId, successorId }: AdministratorChange,
  now: Date,
): Promise<MovedMenus> {
  const taken = await transaction
    .deleteFrom('user_menus')
    .where('ruc', '=', ruc)
    .where('user_id', '=', formerId)
    .where('menu_code', 'in', (read) => read.selectFrom('menus').select('code').where('required', '=', false))
    .returning('menu_code')
    .execute();
  await transaction
    .updateTable('users')
    .set({ administrator: false, ...noTemporaryPassword })
    .where('ruc', '=', ruc)
    .where('id', '=', formerId)
    .execute();
  await transaction
    .updateTable('users')
    .set({ administrator: true })
    .where('ruc', '=', ruc)
    .where('id', '=', successorId)
    .execute();
  const { rows: given } = await sql<{ menu_code: string }>`
    insert into user_menus (ruc, user_id, menu_code, granted_at)
    select ${ruc}, ${successorId}::bigint, code, ${now}::timestamptz from menus where administrator_only
    returning menu_code`.execute(transaction);
  const codes = (rows: { menu_code: string }[]) => rows.map(({ menu_code }) => menu_code).sort();
  return { taken: codes(taken), given: codes(given) };
}

async function endSessions(
  transaction: Transaction,
  { ruc, formerId, successorId, keptSession }: AdministratorChange,
  now: Date,
): Promise<void> {
  await transaction
    .deleteFrom('sessions')
    .where('ruc', '=', ruc)
    .where('user_id', 'in', [formerId, successorId])
    .where(sql<SqlBool>`number is distinct from ${keptSession}::bigint`)
    .execute();
  // Of a recovery, which was the administrator's.
  await dropMails(transaction, { ruc, userId: formerId, withPassword: true }, now);
}

type Party = Awaited<ReturnType<typeof readParty>>;
type Parties = { former: Party; successor: Party };

async function readParty(transaction: Transaction, ruc: string, id: number) {
  const { menus, ...row } = await transaction
    .selectFrom('users as u')
    .innerJoin('contacts as c', (on) => on.onRef('c.ruc', '=', 'u.ruc').onRef('c.id', '=', 'u.contact_id'))
    .innerJoin('entities as e', 'e.ruc', 'u.ruc')
    .leftJoin('budgets as b', (on) => on.onRef('b.ruc', '=', 'u.ruc').onRef('b.user_id', '=', 'u.id'))
    .select([
      'u.id',
      'u.name',
      'c.id as contactId',
      'c.full_name as contactName',
      'c.position',
      'c.document_type as documentType',
      'c.document_number as documentNumber',
      'c.email',
      'e.name as entityName',
      'b.limit_amount as limit',
      'b.active as limited',
      sql<string[]>`array(select m.name from user_menus g join menus m on m.code = g.menu_code
                           where g.ruc = u.ruc and g.user_id = u.id order by m.position)`.as('menus'),
    ])
    .where('u.ruc', '=', ruc)
    .where('u.id', '=', id)
    .executeTakeFirstOrThrow();
  return { ...row, menus, limit: limitInForce({ limit: row.limit, active: row.limited ?? false }) };
}

async function writeAct(
  transaction: Transaction,
  { ruc, creationKey }: AdministratorChange,
  { former, successor }: Parties,
  { origin: { now }, actorName }: Author,
): Promise<number> {
  const record: HandoverRecord = {
    kind: 'administration',
    entityName: former.entityName,
    outgoing: handoverPerson(former),
    successor: handoverPerson(successor),
    day: civilDate(now),
  };
  const { id } = await transaction
    .insertInto('handovers')
    .values({
      ruc,
      creation_key: creationKey,
      kind: record.kind,
      record: JSON.stringify(record),
      made_by: actorName,
      made_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

function handoverPerson({
  id,
  name,
  contactId,
  contactName,
  position,
  documentType,
  documentNumber,
  menus,
  limit,
}: Party): HandoverPerson {
  return {
    contactId,
    name: contactName,
    position,
    documentType,
    documentNumber,
    users: [{ id, name, menus, limit }],
  };
}

// About the contacts, so that they leave also where somebody loses the access meanwhile; one to each address. An
// address of the former one that was replaced within the last days is told, too: whoever replaced it may be behind this
// (S5).
async function notices(
  transaction: Transaction,
  { ruc, event }: AdministratorChange,
  { former, successor }: Parties,
  now: Date,
): Promise<NewMail[]> {
  const content = {
    kind: 'administrator-changed',
    former: personAndUser(former),
    successor: personAndUser(successor),
    byOperator: event === 'administrator.set',
  } as const;
  const representatives = await legalRepresentatives(transaction, ruc);
  const replaced = await replacedAddresses(transaction, ruc, former.contactId, now);
  const told = [former, successor, ...representatives, ...replaced]
    .filter(({ email }) => email !== '')
    .map(({ contactId, email }) => ({ content, contactId, userId: null, recipient: email }))
    .sort((one, other) => inFoldedOrder(one.recipient, other.recipient));
  return told.filter(({ recipient }, place) => inFoldedOrder(recipient, told[place - 1]?.recipient ?? '') !== 0);
}

async function replacedAddresses(transaction: Transaction, ruc: string, contactId: number, now: Date) {
  const changes = await transaction
    .selectFrom('identity_changes')
    .select('email')
    .where('ruc', '=', ruc)
    .where('contact_id', '=', contactId)
    .where('report_until', '>', now)
    .where('reported_at', 'is', null)
    .execute();
  return changes.map(({ email }) => ({ contactId, email: email ?? '' }));
}

import type { Insertable } from 'kysely';
import type { AuditEvent, EventCode } from '../../domain/incident.ts';
import type { Scope, Transaction } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import type { Schema } from '../database/schema.ts';
import { builder, statement } from '../database/statement.ts';
import type { Caller, Origin, UserKey } from './caller.ts';

/** An event with its actor. */
type AttributedEvent = AuditEvent & Omit<Author, 'origin'> & { outcome?: 'done' | 'refused' };

/** The one for whom an incident is written, and when and from where; without actorUserId nobody was signed in. */
export type Author = { origin: Origin; actorName: string; actorUserId?: number };

/** The actor's name in incidents of people without a session, whose identity isn't known. */
export const withoutSession = 'Sin sesión';

/** Writes the incident of a caller's change, in the transaction of the change (D4). */
export async function recordIncident(
  scope: Scope,
  { actor, ...origin }: Caller,
  event: AuditEvent,
  subjectId: number | null,
): Promise<void> {
  const subject = { ...event.subject, id: subjectId };
  await writeIncident(scope, actor.ruc, origin, {
    ...event,
    subject,
    actorUserId: actor.userId,
    actorName: actor.userName,
  });
}

/** Writes the incidents of a caller's changes to many records, each with its subject's number (D4). */
export async function recordIncidents(scope: Scope, { actor, ...origin }: Caller, events: AuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) =>
    incidentColumns(actor.ruc, origin, { ...event, actorUserId: actor.userId, actorName: actor.userName }),
  );
  await scope.insertInto('incidents').values(rows).execute();
}

/** Writes the incident of a change by the command line, which acts for no user of the entity (D4). */
export async function recordOperation(
  transaction: Transaction,
  ruc: string,
  now: Date,
  event: AuditEvent,
): Promise<void> {
  const { origin, ...actor } = operatorAt(now);
  await writeIncident(transaction, ruc, origin, { ...event, ...actor });
}

/** The command line as the author of incidents and acts. */
export function operatorAt(now: Date): Author {
  return { origin: { now, address: '', requestId: '' }, actorName: 'operación del sistema' };
}

/** Writes an incident with its actor. Gives the incident's number. */
export async function writeIncident(
  transaction: Transaction,
  ruc: string,
  origin: Origin,
  event: AttributedEvent,
): Promise<number> {
  const [written] = await insertIncident(transaction, incidentColumns(ruc, origin, event));
  return (written as { id: number }).id;
}

/**
 * Reads the name of a record from the incident of its deletion, for a form that comes twice or too late (D3). Throws
 * NotFound where the entity never had it.
 */
export async function nameOfDeleted(
  scope: Scope,
  ruc: string,
  { kind, id }: { kind: 'contact' | 'template'; id: number },
): Promise<string> {
  const incident = await scope
    .selectFrom('incidents')
    .select('subject_name as name')
    .where('ruc', '=', ruc)
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', id)
    .where('event', '=', `${kind}.deleted`)
    .executeTakeFirst();
  if (!incident) throw new NotFound();
  return incident.name;
}

// How long a form that comes again may be on its way, in milliseconds.
const aMoment = 120_000;

/** Says whether a user has just made this change of their own user, so that a form for it is one that comes again. */
export async function hasJustDone(
  scope: Scope,
  { ruc, userId }: UserKey,
  event: EventCode,
  now: Date,
): Promise<boolean> {
  const done = await scope
    .selectFrom('incidents')
    .select('id')
    .where('ruc', '=', ruc)
    .where('subject_kind', '=', 'user')
    .where('subject_id', '=', userId)
    .where('actor_user_id', '=', userId)
    .where('event', '=', event)
    .where('at', '>', new Date(now.getTime() - aMoment))
    .limit(1)
    .executeTakeFirst();
  return done !== undefined;
}

function incidentColumns(ruc: string, { now, address, requestId }: Origin, event: AttributedEvent) {
  return {
    ruc,
    at: now,
    event: event.event,
    outcome: event.outcome ?? 'done',
    actor_user_id: event.actorUserId ?? null,
    actor_name: event.actorName,
    subject_kind: event.subject.kind,
    subject_id: event.subject.id,
    subject_name: event.subject.name,
    changes: JSON.stringify(event.changes),
    address,
    request_id: requestId,
  };
}

const insertIncident = statement((incident: Insertable<Schema['incidents']>) =>
  builder.insertInto('incidents').values(incident).returning('id'),
);

import type { AuditEvent } from '../../domain/incident.ts';
import type { Scope, Transaction } from '../database/database.ts';
import type { Caller, Origin } from './caller.ts';

/** An incident that no signed-in person caused. */
export type NotedEvent = AuditEvent & { actorUserId?: number; actorName: string; outcome?: 'done' | 'refused' };

/** The name under which people without a session act: whether they are whom they name isn't known. */
export const withoutSession = 'Sin sesión';

/** Writes the audit row of a change (D4), in the transaction of the change itself. */
export async function recordIncident(
  scope: Scope,
  { actor, ...origin }: Caller,
  event: AuditEvent,
  subjectId: number | null,
): Promise<void> {
  const subject = { ...event.subject, id: subjectId };
  await noteIncident(scope, actor.ruc, origin, {
    ...event,
    subject,
    actorUserId: actor.userId,
    actorName: actor.userName,
  });
}

/** Writes any audit row. Gives its number. */
export async function noteIncident(
  transaction: Transaction,
  ruc: string,
  { now, address, requestId }: Origin,
  event: NotedEvent,
): Promise<number> {
  const { id } = await transaction
    .insertInto('incidents')
    .values({
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
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

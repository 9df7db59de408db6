import type { AuditEvent, EventName, FieldChange } from '../domain/change.ts';
import { type Page, pageCount } from '../domain/listing.ts';
import type { Scope } from './database.ts';
import type { Asker, Door } from './door.ts';

/** One line of the history; `at` is UTC. */
export type Incident = {
  id: number;
  at: Date;
  event: EventName;
  outcome: 'done' | 'refused';
  actorName: string;
  subjectName: string;
  changes: FieldChange[];
};

/** Writes the audit row of a change (D4); to be called in the transaction of the change itself. */
export async function recordIncident(
  scope: Scope,
  asker: Asker,
  event: AuditEvent,
  subjectId: number | null,
): Promise<void> {
  await scope
    .insertInto('incidents')
    .values({
      ruc: asker.actor.ruc,
      at: asker.now,
      event: event.event,
      actor_user_id: asker.actor.userId,
      actor_name: asker.actor.userName,
      subject_kind: event.subject.kind,
      subject_id: subjectId,
      subject_name: event.subject.name,
      changes: JSON.stringify(event.changes),
      address: asker.address,
      request_id: asker.requestId,
    })
    .execute();
}

/** Reading the entity's history. */
export function incidents(door: Door) {
  return {
    /** A page of the history, newest first. */
    page: (page: number, size: Page<Incident>['size']): Promise<Page<Incident>> =>
      door.enter(async (scope) => {
        const { total } = await scope
          .selectFrom('incidents')
          .select((read) => read.fn.countAll<number>().as('total'))
          .where('ruc', '=', door.ruc)
          .executeTakeFirstOrThrow();
        const shown = Math.min(page, pageCount({ total, size }));
        const rows = await scope
          .selectFrom('incidents')
          .select(['id', 'at', 'event', 'outcome', 'actor_name as actorName', 'subject_name as subjectName', 'changes'])
          .where('ruc', '=', door.ruc)
          .orderBy('id', 'desc')
          .limit(size)
          .offset((shown - 1) * size)
          .execute();
        return { rows: rows.map((row) => ({ ...row, event: row.event as EventName })), total, page: shown, size };
      }),
  };
}

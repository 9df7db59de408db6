import type { AuditEvent, EventName, FieldChange } from '../../domain/change.ts';
import type { LetterFacts } from '../../domain/letter.ts';
import { type Page, pageCount } from '../../domain/listing.ts';
import type { Scope } from '../database/database.ts';
import { type Caller, type Door, NotFound } from './door.ts';

/** One line of the history; `at` is UTC. */
export type Incident = {
  id: number;
  at: Date;
  event: EventName;
  outcome: 'done' | 'refused';
  actorName: string;
  subjectName: string;
  changes: FieldChange[];
  /** A letter was accepted with it: "Ver solicitud". */
  hasLetter: boolean;
};

/** A letter as it was accepted: what it says, when, in which version of its text, and from where. */
export type AcceptedLetter = { facts: LetterFacts; at: Date; version: string; address: string };

/** Writes the audit row of a change (D4); to be called in the transaction of the change itself. */
export async function recordIncident(
  scope: Scope,
  { actor, now, address, requestId }: Caller,
  event: AuditEvent,
  subjectId: number | null,
): Promise<void> {
  const subject = { ...event.subject, id: subjectId };
  const by = { actorUserId: actor.userId, actorName: actor.userName };
  await noteIncident(scope, actor.ruc, { now, address, requestId }, { ...event, subject, ...by });
}

/** An incident of which no signed-in person is the cause; the command line comes from no address. */
export type NotedEvent = AuditEvent & { actorUserId?: number; actorName: string; outcome?: Incident['outcome'] };

/** Who acts without a session: whether it is the person whose user they name, nobody knows. */
export const withoutSession = 'Sin sesión';

/** Writes any audit row. Gives its number. */
export async function noteIncident(
  scope: Scope,
  ruc: string,
  { now, address, requestId }: { now: Date; address: string; requestId: string },
  event: NotedEvent,
): Promise<number> {
  const { id } = await scope
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
          .select(({ exists, selectFrom }) =>
            exists(
              selectFrom('recoveries')
                .select('recoveries.id')
                .where('recoveries.ruc', '=', door.ruc)
                .whereRef('incident_id', '=', 'incidents.id'),
            )
              .$castTo<boolean>()
              .as('hasLetter'),
          )
          .where('ruc', '=', door.ruc)
          .orderBy('id', 'desc')
          .limit(size)
          .offset((shown - 1) * size)
          .execute();
        return { rows: rows.map((row) => ({ ...row, event: row.event as EventName })), total, page: shown, size };
      }),

    /** The letter that was accepted with an incident (spec 5). Throws NotFound. */
    letter: (id: number): Promise<AcceptedLetter> =>
      door.enter(async (scope) => {
        const row = await scope
          .selectFrom('recoveries')
          .select(['letter', 'accepted_at', 'accepted_version', 'accepted_address'])
          .where('ruc', '=', door.ruc)
          .where('incident_id', '=', id)
          .executeTakeFirst();
        if (!row) throw new NotFound();
        return { facts: row.letter, at: row.accepted_at, version: row.accepted_version, address: row.accepted_address };
      }),
  };
}

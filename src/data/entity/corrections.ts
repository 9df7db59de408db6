import { correctionSpan, requestCorrection } from '../../domain/correction.ts';
import { type Outcome, outcomeOf } from '../../domain/outcome.ts';
import type { Scope } from '../database/database.ts';
import { recordIncident } from '../records/incident.ts';
import { lockUser } from '../records/user.ts';
import type { Door } from './door.ts';
import { tellAdministrator } from './mails-to-administrator.ts';

/** Makes the verb with which a delegate asks the administrator to correct their data (product 9.5). */
export function corrections(door: Door) {
  const { ruc, caller } = door;
  const { userId, contactId } = caller.actor;
  return {
    /** Notes the request and tells the administrator; once, if the same text comes again. The record is the text. */
    request: (text: string): Promise<Outcome<string>> =>
      door.enter(async (scope) => {
        // Locked, so that the same form sent twice at once is one request.
        const user = await lockUser(scope, ruc, userId, caller.now);
        const decision = requestCorrection(user, text, await requestedLately(scope, door));
        if (decision.kind !== 'changed') return outcomeOf(decision, text);
        const { name: userName, contactName } = user;
        const held = await tellAdministrator(scope, door, {
          kind: 'correction-requested',
          userName,
          contactName,
          text,
        });
        await recordIncident(scope, caller, decision.event, contactId);
        return outcomeOf(decision, text, held ? [held] : []);
      }),
  };
}

async function requestedLately(scope: Scope, { ruc, caller }: Door): Promise<string[]> {
  const { userId, contactId } = caller.actor;
  const incidents = await scope
    .selectFrom('incidents')
    .select('changes')
    .where('ruc', '=', ruc)
    .where('subject_kind', '=', 'contact')
    .where('subject_id', '=', contactId)
    .where('event', '=', 'correction.requested')
    .where('actor_user_id', '=', userId)
    .where('at', '>', new Date(caller.now.getTime() - correctionSpan))
    .execute();
  return incidents.flatMap(({ changes }) => changes.map((change) => String(change.new)));
}

import { addDays, civilDate } from '../../domain/civil-date.ts';
import type { Entity } from '../entity/entity.ts';
import { type DemoHandover, moment } from './entities.ts';

/** The ids of an entity's contacts by document. */
type Ids = { contactIds: Map<string, number> };

/** The step that hands a demonstration delegation over; entityAt opens the entity at a moment. */
export function handoverStep(
  { at, outgoing, successor, lastDay, firstDay, newUser }: DemoHandover,
  { contactIds }: Ids,
  now: Date,
  entityAt: (at: Date) => Pick<Entity, 'handovers'>,
): { at: Date; run: (at: Date) => Promise<void> } {
  return {
    at: moment(now, at, 420),
    run: async (at) => {
      const { handovers } = entityAt(at);
      const [outgoingId = 0, successorId = 0] = [outgoing, successor].map((document) => contactIds.get(document));
      const { users } = await handovers.party(outgoingId);
      const copies = users.map(({ user }) => ({
        userId: user.id,
        menus: true,
        budget: true,
        target: { name: newUser },
      }));
      const [last, first] = [lastDay, firstDay].map((day) => addDays(civilDate(now), day));
      const request = { successorId, lastDay: last ?? '', firstDay: first ?? '', together: false, copies };
      const review = await handovers.review(outgoingId, request);
      const mark = review.kind === 'planned' ? review.mark : '';
      const answer = await handovers.make(outgoingId, request, { asked: newUser, mark, creationKey: 'demo' });
      if (answer.kind !== 'changed') throw new Error(`${newUser} did not take over: ${JSON.stringify(answer)}`);
    },
  };
}

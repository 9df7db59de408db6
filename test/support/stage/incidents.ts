import type { EventCode } from '../../../src/domain/incident.ts';
import type { Stage } from './stage.ts';

type On = Pick<Stage, 'database'>;

/** Reads the incidents about a contact, a user or a template, oldest first: all, or those of one event. */
export function incidentsOf({ database }: On, kind: 'contact' | 'user' | 'template', id: number, event?: EventCode) {
  const about = database.owner
    .selectFrom('incidents')
    .selectAll()
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', id);
  return (event === undefined ? about : about.where('event', '=', event)).orderBy('id').execute();
}

/** Lists the events of all incidents of an entity, oldest first. */
export async function eventsOf({ database }: On, ruc: string): Promise<string[]> {
  const incidents = database.owner.selectFrom('incidents').select('event').where('ruc', '=', ruc);
  return (await incidents.orderBy('id').execute()).map(({ event }) => event);
}

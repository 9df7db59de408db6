import { sql } from 'kysely';
import { type AccessReport, type ReplayedIncident, reportLines } from '../../domain/access-report.ts';
import { addDays, type CivilDate, civilDate, startOfDay } from '../../domain/civil-date.ts';
import type { Transaction } from '../database/database.ts';
import { builder, statement } from '../database/statement.ts';

/**
 * Computes the report of an entity's day from its incidents (product 10). Gives null where the entity wasn't registered
 * by then, or is unknown.
 */
export async function readAccessReport(scope: Transaction, ruc: string, day: CivilDate): Promise<AccessReport | null> {
  const [registered] = await selectRegistered(scope, { ruc });
  if (!registered || civilDate(registered.at) > day) return null;
  const parts = await selectIncidents(scope, { ruc, end: startOfDay(addDays(day, 1)) });
  return {
    ruc,
    day,
    lines: reportLines(
      parts.flatMap(({ incidents }) => incidents),
      day,
    ),
  };
}

/** Reads the moment at which an entity was registered. */
export const selectRegistered = statement(({ ruc }: { ruc: string }) =>
  builder.selectFrom('entities').select('created_at as at').where('ruc', '=', ruc),
);

// In the order of their numbers, in which the changes of a record follow each other. Each thousand come as one value: to
// read a row for each took the embedded database twice as long.
const selectIncidents = statement(
  ({ ruc, end }: { ruc: string; end: Date }) => sql<{ incidents: ReplayedIncident[] }>`
    select json_agg(json_build_object('kind', subject_kind, 'id', subject_id, 'changes', changes) order by id) as incidents
      from incidents
     where ruc = ${ruc} and at < ${end} and outcome = 'done'
     group by id / 1000 order by id / 1000`,
);

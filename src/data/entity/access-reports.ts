import type { AccessReport } from '../../domain/access-report.ts';
import { reportContent } from '../../domain/access-report.ts';
import { type CivilDate, civilDate } from '../../domain/civil-date.ts';
import { downloadEvent, type FileFormat } from '../../domain/download.ts';
import type { Scope } from '../database/database.ts';
import { readAccessReport, selectRegistered } from '../records/access-report.ts';
import { recordIncident } from '../records/incident.ts';
import type { Door } from './door.ts';

/** A report with the code that it can be checked by. */
export type CodedReport = AccessReport & { code: string };

/** The answer to the question for a report: the day of the registration where the report's day lies before it. */
export type FoundReport = { kind: 'found'; report: CodedReport } | { kind: 'too early'; registered: CivilDate };

/** Makes the verbs on reports of who had access on a day (product 10). */
export function accessReports(door: Door) {
  return {
    /** Computes the report of a day that isn't in the future. */
    find: (day: CivilDate): Promise<FoundReport> => door.enter((scope) => findReport(scope, door, day)),

    /** Computes the report of a day for a file, which leaves an incident (D4). */
    download: (day: CivilDate, format: FileFormat): Promise<FoundReport> =>
      door.enter(async (scope) => {
        const found = await findReport(scope, door, day);
        if (found.kind === 'found') {
          const download = { list: 'access-report', format, day, records: found.report.lines.length } as const;
          const event = downloadEvent(door.caller.actor.entityName, { ...download, search: '', filters: {} });
          await recordIncident(scope, door.caller, event, null);
        }
        return found;
      }),
  };
}

async function findReport(scope: Scope, { ruc, secrets, today }: Door, day: CivilDate): Promise<FoundReport> {
  const report = await readAccessReport(scope, ruc, day);
  if (report) return { kind: 'found', report: { ...report, code: secrets.checkCode(ruc, reportContent(report)) } };
  const [registered] = await selectRegistered(scope, { ruc });
  return { kind: 'too early', registered: registered ? civilDate(registered.at) : today };
}

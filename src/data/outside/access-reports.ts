import { timingSafeEqual } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pLimit from 'p-limit';
import { reportContent } from '../../domain/access-report.ts';
import { networkOf } from '../../domain/address.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { reportsPerMinute } from '../../domain/guessing.ts';
import type { Database } from '../database/database.ts';
import { readAccessReport } from '../records/access-report.ts';
import type { Origin } from '../records/caller.ts';
import type { Secrets } from '../secrets/derived.ts';
import { consumeAllowance, guardedAnswer, type Limited } from './guessing.ts';
import { GuessQueueFull } from './guessing-queue.ts';
import { keySince } from './server-key.ts';

/** A report as somebody read it: whose, of which day, and its check code. */
type ReadReport = { ruc: string; day: CivilDate; code: string };

/**
 * Says whether a report with this check code says what the entity's history says of the day (product 10). The state is
 * computed anew, so an address may ask so many times a minute, right or wrong; a wrong code counts as a failure of the
 * address, too (T2). An unknown RUC takes as long as a wrong code. Throws GuessQueueFull.
 */
export async function verifyReport(
  parts: { database: Database; secrets: Secrets },
  read: ReadReport,
  { now, address }: Pick<Origin, 'now' | 'address'>,
): Promise<'right' | 'wrong' | Limited> {
  const allowance = { key: `verified report ${networkOf(address)}`, points: reportsPerMinute, seconds: 60 };
  const { within, until } = await consumeAllowance(parts.database, allowance, now);
  if (!within) return { until };
  const since = performance.now();
  const judged = await guardedAnswer(parts.database, { now, address }, () => isRight(parts, read));
  if (judged === 'wrong') await wait(Math.max(0, shortestRefusal - (performance.now() - since)));
  return judged;
}

/** Reads the moment since which check codes hold: those made with an earlier server key don't (F4). Null if unknown. */
export function verifiableSince({ database }: { database: Database }): Promise<Date | null> {
  return keySince(database);
}

// In milliseconds: computing the state of all but the largest entities takes less.
const shortestRefusal = 250;

// One state is computed at a time in a process, whoever asks: the largest take most of a second.
const limitComputing = pLimit(1);
const mostWaiting = 20;

async function isRight(
  { database, secrets }: { database: Database; secrets: Secrets },
  { ruc, day, code }: ReadReport,
): Promise<boolean> {
  if (limitComputing.pendingCount >= mostWaiting) {
    throw new GuessQueueFull(`${limitComputing.pendingCount} reports wait to be verified.`);
  }
  const report = await limitComputing(() => database.inScope(ruc, (scope) => readAccessReport(scope, ruc, day)));
  const expected = secrets.checkCode(ruc, report ? reportContent(report) : '');
  return timingSafeEqual(Buffer.from(code), Buffer.from(expected)) && report !== null;
}

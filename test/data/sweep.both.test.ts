import { sql } from 'kysely';
import { pino } from 'pino';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { sweep } from '../../src/data/outside/sweep.ts';
import type { ImportStatus } from '../../src/domain/import.ts';
import { openQueue } from '../../src/jobs/queue.ts';
import { sweepJob } from '../../src/jobs/sweep.ts';
import { contents } from '../support/server/contents.ts';
import { onStage } from '../support/stage/stage.ts';

const now = new Date('2022-04-06T20:53:00Z');
const hour = 3_600_000;
const day = 24 * hour;

const accepted = {
  step: 'done',
  accepted_at: now,
  accepted_version: '1',
  accepted_address: '',
  request_id: '',
} as const;

// Gives the moment so many milliseconds ago; with a negative number one in the future.
const over = (ms: number) => new Date(now.getTime() - ms);

onStage('The sweep', (stage) => {
  let database: Database;

  beforeAll(() => {
    database = stage.database;
  });
  beforeEach(async () => {
    for (const table of [
      'sessions',
      'kept_forms',
      'throttling',
      'mail_counts',
      'answered_checks',
      'recovery_drafts',
      'sign_in_failures',
      'mails',
      'imports',
      'administrator_offers',
    ]) {
      await sql`delete from ${sql.table(table)}`.execute(database.owner);
    }
  });

  const cases: [what: string, table: string, insert: (name: string, ms: number) => Promise<unknown>, edge: number][] = [
    ['sessions a day after they have expired', 'sessions', session, day],
    ['expired kept forms', 'kept_forms', keptForm, 0],
    ['expired counters', 'throttling', counter, 0],
    ['counts of mails an hour after the latest', 'mail_counts', mailCount, hour],
    ['expired questions', 'answered_checks', question, 0],
    ['expired drafts of recoveries', 'recovery_drafts', (id, ms) => draft(id, ms), 0],
    ['drafts of recoveries that were carried out', 'recovery_drafts', (id, ms) => draft(id, ms, accepted, true), 0],
    ['failed sign-ins after 12 hours', 'sign_in_failures', failures, 12 * hour],
    ['mails 90 days after they were sent', 'mails', (name, ms) => mail(name, 'sent', ms), 90 * day],
    ['mails 90 days after they were dropped', 'mails', (name, ms) => mail(name, 'dropped', ms), 90 * day],
    ['reviewed files after a day', 'imports', (name, ms) => imported(name, 'reviewed', ms), day],
    ['offers of the administration after 30 days', 'administrator_offers', offer, 30 * day],
  ];

  test.for(cases)('deletes %s, and not a moment earlier', async ([, table, insert, edge]) => {
    for (const [name, ms] of [
      ['kept', edge - 1],
      ['swept', edge],
      ['older', edge + day],
    ] as const)
      await insert(name, ms);
    await sweep(database, now);
    const { rows } = await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(table)} as t`.execute(
      database.owner,
    );
    expect(rows).toEqual([{ row: expect.stringContaining('kept') }]);
  });

  test('keeps mails that wait or could not be delivered, however old', async () => {
    await mail('waiting', 'queued', 1_000 * day);
    await mail('undelivered', 'undelivered', 1_000 * day);
    await sweep(database, now);
    expect((await contents(database)).mails).toHaveLength(2);
  });

  test('keeps imports that wait for their job or have ended, however old', async () => {
    for (const status of ['queued', 'done'] as const) await imported(status, status, 1_000 * day);
    await sweep(database, now);
    expect((await contents(database)).imports).toHaveLength(2);
  });

  test('keeps accepted recoveries that wait for their job, however old', async () => {
    await draft('waiting', 1_000 * day, accepted);
    await sweep(database, now);
    expect((await contents(database)).recovery_drafts).toHaveLength(1);
  });

  test('changes nothing else', async () => {
    const before = await contents(database);
    await sweep(database, new Date(now.getTime() + 1_000 * day));
    expect(await contents(database)).toEqual(before);
    expect(before.incidents?.length).toBeGreaterThan(5);
  });

  test('runs every ten minutes, by one schedule for all processes', async () => {
    const other = await openQueue(database, pino({ level: 'silent' }));
    const job = sweepJob({ database, outbox: stage.outbox, clock: () => now });
    for (const queue of [stage.queue, other]) await queue.on('sweep', job);
    await other.close();
    const { rows } = await sql`select name, cron from pgboss.schedule`.execute(database.owner);
    expect(rows).toEqual([{ name: 'sweep', cron: '*/10 * * * *' }]);
  });

  function session(id: string, ms: number) {
    const { ruc, id: user_id } = stage.diana;
    const moments = { created_at: over(day), last_seen_at: over(day), expires_at: over(ms) };
    const row = { ruc, id, user_id, temporary: false, address: '', user_agent: '', ...moments };
    return database.owner.insertInto('sessions').values(row).execute();
  }

  function keptForm(id: string, ms: number) {
    const { ruc, id: user_id } = stage.diana;
    return database.owner
      .insertInto('kept_forms')
      .values({ ruc, id, user_id, path: '/', body: '', expires_at: over(ms) })
      .execute();
  }

  function counter(key: string, ms: number) {
    return database.owner
      .insertInto('throttling')
      .values({ key, points: 1, expire: over(ms).getTime() })
      .execute();
  }

  function mailCount(counted_for: string, ms: number) {
    return database.owner
      .insertInto('mail_counts')
      .values({ kind: 'user-activated', counted_for, moments: [over(ms + day), over(ms)] })
      .execute();
  }

  function question(id: string, ms: number) {
    return database.owner
      .insertInto('answered_checks')
      .values({ id, expires_at: over(ms) })
      .execute();
  }

  function draft(id: string, ms: number, acceptance = {}, settled = false) {
    const typed = { typed_ruc: '1', typed_email: '', typed_birth_date: '1985-02-28', admitted: true };
    const row = { id, ...typed, step: 'letter' as const, expires_at: over(ms), settled_at: settled ? now : null };
    return database.owner
      .insertInto('recovery_drafts')
      .values({ ...row, ...acceptance })
      .execute();
  }

  function failures(name_folded: string, ms: number) {
    const row = { ruc: '1', name_folded, failures: 7, last_at: over(ms), waits_until: over(0) };
    return database.owner.insertInto('sign_in_failures').values(row).execute();
  }

  function imported(file_name: string, status: ImportStatus, ms: number) {
    const lines = { new_lines: 0, changed_lines: 0, unchanged_lines: 0, wrong_lines: 0, new_users: 0 };
    const file = { file_name, contents: status === 'done' ? null : '{}', versions: '{}' };
    const read = { faults: '[]', unknown_columns: '[]' };
    const moments = { reviewed_at: over(ms), settled_at: status === 'done' ? over(ms) : null };
    return database.owner
      .insertInto('imports')
      .values({ ruc: stage.quito.ruc, reviewed_by: '', status, ...file, ...read, ...lines, ...moments })
      .execute();
  }

  // One that waits would keep out the next.
  function offer(creation_key: string, ms: number) {
    const { quito, diana } = stage;
    return sql`
      insert into administrator_offers
        (ruc, creation_key, creation_digest, made_by, user_id, email, made_at, expires_at, outcome, settled_at)
      values (${quito.ruc}, ${creation_key}, '', ${quito.administrator.id}, ${diana.id}, 'x@prueba.example', ${over(ms)},
        ${over(ms)}, 'declined', ${over(ms)})`.execute(database.owner);
  }

  function mail(recipient: string, status: 'queued' | 'sent' | 'undelivered' | 'dropped', ms: number) {
    const { ruc, contactId: contact_id, id: user_id } = stage.diana;
    const row = { ruc, kind: 'password-changed' as const, contact_id, user_id, recipient, details: '{}' };
    const moments = { queued_at: over(ms), settled_at: status === 'queued' ? null : over(ms) };
    return database.owner
      .insertInto('mails')
      .values({ ...row, status, ...moments })
      .execute();
  }
});

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { type Database, migrate } from '../../src/data/database/database.ts';
import { openEmbedded } from '../../src/data/database/embedded.ts';
import { findReportable } from '../../src/data/outside/recovery-reports.ts';
import { signIn } from '../../src/data/outside/sign-in.ts';
import { mailContent } from '../../src/data/records/mail.ts';
import { deriveSecrets } from '../../src/data/secrets/derived.ts';
import { hashPassword } from '../../src/data/secrets/passwords.ts';
import { tokenHash } from '../../src/data/secrets/tokens.ts';
import { freshDatabase, layEmbedded } from '../support/server/database.ts';
import { aSession } from '../support/stage/sign-in.ts';

const ruc = '1769999930001';
const hour = 3_600_000;
const asked = new Date('2022-04-06T20:53:00.123Z');
const later = new Date(asked.getTime() + hour);
const secrets = deriveSecrets(Buffer.alloc(32, 3));
const own = 'Quinde-Azul-77';
const typed = 'Colibri-Verde-88';
const letter = { date: 'miércoles 06 de abril de 2022', ruc, email: 'eva@prueba.example', reason: 'Otro' };

describe.each([
  { kind: 'server', open: () => freshDatabase({ empty: true }) },
  { kind: 'embedded', open: emptyEmbedded },
])('Migrating a filled $kind database to mailed passwords without a hash', ({ open }) => {
  let database: Database;

  beforeAll(async () => {
    database = await open();
    await migrateTo(database, '0005-sessions-and-kept-forms');
    await fill(database);
    await migrate(database);
  });
  afterAll(() => database?.close());

  test.for([
    ['the temporary password of a reset', 'reseteado', mailed('reset'), true],
    ['the temporary password of the last of two resets', 'repetido', mailed('second'), true],
    ['the temporary password of a recovery', 'recuperado', mailed('recovery'), true],
    ['the ordinary password beside that of a recovery', 'recuperado', own, false],
    ['a typed temporary password', 'nuevo', typed, true],
    ['a temporary password that was typed after a mailed one', 'renovado', typed, true],
    ['an own password', 'asentado', own, false],
    ['an own password beside a temporary one of unknown origin', 'dudoso', own, false],
  ] as const)('lets people in with %s', async ([, userName, password, temporary]) => {
    expect(await enter(userName, password, later)).toMatchObject({ ruc, temporary });
  });

  test.for([
    ['the temporary password of the first of two resets', 'repetido', mailed('first')],
    ['a mailed temporary password that was replaced by a typed one', 'renovado', mailed('renewed')],
    ['a temporary password of unknown origin beside an own one', 'dudoso', typed],
  ] as const)('lets nobody in with %s', async ([, userName, password]) => {
    expect(await enter(userName, password, later)).toBeNull();
  });

  test('keeps the end of each temporary password', async () => {
    const end = new Date(asked.getTime() + 24 * hour);
    expect(await enter('reseteado', mailed('reset'), new Date(end.getTime() - 1))).not.toBeNull();
    expect(await enter('reseteado', mailed('reset'), end)).toBeNull();
    expect(await enter('nuevo', typed, new Date(asked.getTime() + 72 * hour - 1))).not.toBeNull();
  });

  test('deletes the hashes of mailed passwords, and leaves one hash a user', async () => {
    const rows = await database.owner
      .selectFrom('users')
      .select(['name', 'password_hash', 'temporary_hash', 'mailed_seed'])
      .orderBy('id')
      .execute();
    const held = rows.map((row) => [
      row.name,
      [row.password_hash && 'own', row.temporary_hash && 'typed', row.mailed_seed].filter(Boolean).join(' '),
    ]);
    expect(Object.fromEntries(held)).toEqual({
      reseteado: 'reset',
      repetido: 'second',
      recuperado: 'own recovery',
      nuevo: 'typed',
      renovado: 'typed',
      asentado: 'own',
      dudoso: 'own',
    });
  });

  test('keeps accepted recoveries with their links, and the letters in the mails', async () => {
    const found = await findReportable({ database }, secrets.reportToken(ruc, 'recovery'), later);
    expect(found).toMatchObject({ state: 'open', userName: 'recuperado' });
    const row = await database.owner
      .selectFrom('mails')
      .selectAll()
      .where('kind', '=', 'recovery')
      .executeTakeFirstOrThrow();
    expect(mailContent(row)).toEqual({ kind: 'recovery', seed: 'recovery', letter });
    const drafts = await database.owner.selectFrom('recovery_drafts').selectAll().execute();
    expect(drafts).toEqual([]);
  });

  function enter(userName: string, password: string, now: Date) {
    tries += 1;
    const origin = { now, address: `127.2.0.${tries}`, requestId: '' };
    return signIn({ database, secrets }, { ruc, userName, password }, origin, aSession());
  }
});

let tries = 0;

function mailed(seed: string): string {
  return secrets.temporaryPassword(ruc, seed);
}

async function emptyEmbedded(): Promise<Database> {
  const folder = mkdtempSync(join(inject('run').folder, 'embedded-'));
  await layEmbedded(folder);
  const database = await openEmbedded(folder);
  return {
    ...database,
    close: async () => {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function migrateTo({ owner }: Database, name: string): Promise<void> {
  const migrator = new Migrator({ db: owner, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateTo(name);
  if (error) throw error;
}

// Adds users as before the migration: a mailed password in the same columns as a typed one.
async function fill({ owner }: Database): Promise<void> {
  await sql`insert into entities (ruc, name, created_at) values (${ruc}, 'Municipio', ${asked})`.execute(owner);
  await sql`insert into contacts (ruc, creation_key, paternal_surname, first_name, document_type, document_number, email,
      active, position, delegated_from, birth_date, full_name, sort_key, search_key, created_at)
    values (${ruc}, 'x', 'Prueba', 'Eva', 'Pasaporte', 'AB12345', 'eva@prueba.example',
      true, 'Analista', '2020-01-01', '1985-02-28', 'Prueba Eva', '', '', ${asked})`.execute(owner);
  const [ownHash, typedHash] = [await hashPassword(own), await hashPassword(typed)];
  await user('reseteado', null, await hashPassword(mailed('reset')), 24);
  await mail('reseteado', 'password-reset', 'reset', 0);
  await mail('reseteado', 'user-activated', null, 0);
  await user('repetido', null, await hashPassword(mailed('second')), 24);
  await mail('repetido', 'password-reset', 'first', -1);
  await mail('repetido', 'password-reset', 'second', 0);
  await user('recuperado', ownHash, await hashPassword(mailed('recovery')), 24);
  await mail('recuperado', 'recovery', 'recovery', 0, letter);
  await user('nuevo', null, typedHash, 72);
  await user('renovado', null, typedHash, 72);
  await mail('renovado', 'password-reset', 'renewed', -1);
  await user('asentado', ownHash, null, null);
  await mail('asentado', 'password-reset', 'used', 0);
  await user('dudoso', ownHash, typedHash, 24);
  await sql`insert into recoveries (id, typed_ruc, typed_email, account_ruc, step, expires_at)
    values ('x', ${ruc}, 'eva@prueba.example', ${ruc}, 'letter', ${later})`.execute(owner);
  await sql`insert into reset_requests (ruc, user_id, incident_id, reason, letter, accepted_at, accepted_version,
      accepted_address, report_hash, report_until)
    select ruc, id, 1, 'Otro', ${JSON.stringify(letter)}::jsonb, ${asked}, '1', '',
      ${tokenHash(secrets.reportToken(ruc, 'recovery'))}, ${new Date(asked.getTime() + 240 * hour)}
      from users where name = 'recuperado'`.execute(owner);

  function user(name: string, passwordHash: string | null, temporaryHash: string | null, hours: number | null) {
    const until = hours === null ? null : new Date(asked.getTime() + hours * hour);
    return sql`insert into users (ruc, creation_key, contact_id, name, name_folded, administrator, active,
        password_hash, temporary_hash, temporary_until, created_at)
      select ${ruc}, ${name}, id, ${name}, ${name}, ${name === 'recuperado'}, true,
        ${passwordHash}, ${temporaryHash}, ${until}, ${asked} from contacts`.execute(owner);
  }

  function mail(userName: string, kind: string, requestId: string | null, hours: number, details: object = {}) {
    const queued = new Date(asked.getTime() + hours * hour);
    return sql`insert into mails (ruc, kind, contact_id, user_id, recipient, request_id, details, queued_at)
      select ruc, ${kind}, contact_id, id, 'eva@prueba.example', ${requestId}, ${JSON.stringify(details)}::jsonb, ${queued}
        from users where name = ${userName}`.execute(owner);
  }
}

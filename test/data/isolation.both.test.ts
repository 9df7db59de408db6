import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database, Scope } from '../../src/data/database/database.ts';
import { type CastUser, opening } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';
import { type Row, rows, type TenantTable, tenantTables } from '../support/stage/tenant-tables.ts';

// The policies (D1), tried with statements that lack the application's own filters.
onStage('The database', (stage) => {
  let database: Database;
  let own: string;
  let foreign: string;
  let tables: TenantTable[];

  beforeAll(async () => {
    database = stage.database;
    [own, foreign] = [stage.quito.ruc, stage.cuenca.ruc];
    for (const user of [stage.diana, stage.carla]) await fillRest(database, user);
    tables = await tenantTables(database);
  });

  const asOwner = (table: string) => rows(database.owner, sql`select * from ${sql.table(table)}`);
  const inScope = <T>(work: (scope: Scope) => Promise<T>) => database.inScope(own, work);

  describe('in a scope, without the application’s filters,', () => {
    test('shows all rows of its RUC in each table, and no others', async () => {
      for (const { name } of tables) {
        const all = await asOwner(name);
        const seen = await inScope((scope) => rows(scope, sql`select * from ${sql.table(name)}`));
        expect([name, rucsIn(all).sort()]).toEqual([name, [foreign, own]]);
        expect([name, rucsIn(seen), seen.length]).toEqual([name, [own], all.filter(({ ruc }) => ruc === own).length]);
        const counted = sql<{
          count: number;
        }>`select count(*)::int as count from ${sql.table(name)} where ruc = ${foreign}`;
        expect([name, await inScope((scope) => rows(scope, counted))]).toEqual([name, [{ count: 0 }]]);
      }
    });

    test('shows no other rows in a join', async () => {
      const joined = await inScope((scope) =>
        rows(
          scope,
          sql`select c.ruc, u.ruc as user_ruc, i.ruc as incident_ruc, e.ruc as entity_ruc
                from contacts c cross join users u cross join incidents i cross join entities e`,
        ),
      );
      expect(joined.length).toBeGreaterThan(100);
      expect(new Set(joined.flatMap((row) => Object.values(row)))).toEqual(new Set([own]));
      // Both entities have a contact with the same document, on which a join could meet the other's.
      const [shared] = await rows(
        database.owner,
        sql`select count(*)::int as count from contacts a join contacts b using (document_number) where a.ruc < b.ruc`,
      );
      const alike = sql`select b.ruc from contacts a join contacts b using (document_number)`;
      expect(shared).toEqual({ count: 2 });
      expect(rucsIn(await inScope((scope) => rows(scope, alike)))).toEqual([own]);
    });

    test('changes no row of another RUC', async () => {
      const before = await everything();
      for (const { name, columns } of tables) {
        const [column = 'ruc'] = columns.filter((one) => one !== 'ruc' && one !== 'id' && one !== 'document_kind');
        const set = sql`update ${sql.table(name)} set ${sql.ref(column)} = ${sql.ref(column)}`;
        const count = sql`with changed as (${set} returning ruc) select ruc from changed`;
        const changed = await attempt((scope) => rows(scope, count));
        const allowed = updatable.includes(name);
        expect([name, Array.isArray(changed) ? rucsIn(changed) : changed]).toEqual([name, allowed ? [own] : '42501']);
        const aimed = sql`with changed as (${set} where ruc = ${foreign} returning ruc) select ruc from changed`;
        expect([name, await attempt((scope) => rows(scope, aimed))]).toEqual([name, allowed ? [] : '42501']);
      }
      expect(await everything()).toEqual(before);
    });

    test('moves no row to another RUC', async () => {
      for (const name of updatable) {
        const moved = await attempt((scope) =>
          rows(scope, sql`update ${sql.table(name)} set ruc = ${foreign} returning ruc`),
        );
        expect([name, moved]).toEqual([name, '42501']);
      }
    });

    test('deletes no row of another RUC', async () => {
      const deletable = ['contacts', 'user_menus', 'sessions', 'sign_in_failures', 'kept_forms'];
      deletable.push('profile_templates', 'template_menus');
      for (const { name } of tables) {
        const allowed = deletable.includes(name);
        const aimed = sql`with gone as (delete from ${sql.table(name)} where ruc = ${foreign} returning ruc) select ruc from gone`;
        expect([name, await attempt((scope) => rows(scope, aimed))]).toEqual([name, allowed ? [] : '42501']);
      }
      const before = await everything();
      const gone = await attempt((scope) => rows(scope, sql`delete from sessions returning ruc`));
      expect(gone).toEqual([{ ruc: own }]);
      expect(await everything()).toEqual(before);
    });

    test('adds no row with another RUC', async () => {
      const madeByDatabase = ['id', 'document_kind', 'actor_key', 'subject_key'];
      for (const { name, columns } of tables) {
        const others = columns.filter((one) => !madeByDatabase.includes(one) && one !== 'ruc');
        const copied = sql.join(others.map((one) => sql.ref(one)));
        const insert = sql`insert into ${sql.table(name)} (ruc, ${copied}) select ${foreign}, ${copied} from ${sql.table(name)}`;
        expect([name, await attempt((scope) => rows(scope, insert))]).toEqual([name, '42501']);
      }
    });

    test('adds no reference to a row of another RUC', async () => {
      const { carla, diana } = stage;
      const user = (contact: number) =>
        sql`insert into users (ruc, creation_key, contact_id, name, name_folded, created_at)
            values (${own}, 'intruso', ${contact}, 'intruso01', 'intruso01', now())`;
      expect(await attempt((scope) => rows(scope, user(carla.contactId)))).toBe('23503');
      expect(await attempt((scope) => rows(scope, user(diana.contactId)))).toEqual([]);
      const ties = {
        contact: sql`update users set contact_id = ${carla.contactId} where id = ${diana.id}`,
        menus: sql`insert into user_menus values (${own}, ${carla.id}, 'CONSULTAS', now())`,
        budget: sql`insert into budgets (ruc, user_id, active) values (${own}, ${carla.id}, false)`,
        template: sql`insert into template_menus values (${own}, 987654321, 'PAC')`,
        mail: sql`update mails set contact_id = ${carla.contactId}`,
      };
      for (const [name, tie] of Object.entries(ties)) {
        expect([name, await attempt((scope) => rows(scope, tie))]).toEqual([name, '23503']);
      }
    });
  });

  test('shows the scopes’ role no row without a RUC', async () => {
    for (const setting of [null, '', 'null', `${own}' or true --`]) {
      const seen = await database.owner
        .transaction()
        .execute(async (scope) => {
          await sql`select set_config('role', 'soce_app', true)`.execute(scope);
          if (setting !== null) await sql`select set_config('soce.ruc', ${setting}, true)`.execute(scope);
          const all: unknown[] = [];
          for (const { name } of tables) all.push(...(await rows(scope, sql`select * from ${sql.table(name)}`)));
          throw new Undone(all);
        })
        .catch(undone);
      expect([setting, seen]).toEqual([setting, []]);
    }
  });

  async function everything(): Promise<unknown[]> {
    const all = [];
    for (const { name } of tables) {
      all.push(await rows(database.owner, sql`select * from ${sql.table(name)} as t order by t::text`));
    }
    return all;
  }

  // Works in the scope and rolls back; gives the rows, or the code of the error.
  function attempt(work: (scope: Scope) => Promise<Row[]>): Promise<Row[] | string> {
    return database
      .inScope(own, async (scope) => {
        throw new Undone(await work(scope));
      })
      .catch(undone);
  }
});

const updatable = ['contacts', 'users', 'budgets', 'mails', 'imports', 'profile_templates', 'administrator_offers'];

class Undone extends Error {
  readonly rows: unknown;
  constructor(found: unknown) {
    super();
    this.rows = found;
  }
}

function undone(error: unknown): never | Row[] | string {
  if (error instanceof Undone) return error.rows as Row[];
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}

function rucsIn(found: Row[]): unknown[] {
  return [...new Set(found.map(({ ruc }) => ruc))];
}

// Adds a row to each table that is empty with the cast alone.
async function fillRest(database: Database, { ruc, id, contactId }: CastUser): Promise<void> {
  const { owner } = database;
  await sql`insert into budgets (ruc, user_id, limit_amount, active) values (${ruc}, ${id}, 100, true)`.execute(owner);
  await sql`insert into sessions values
    (${ruc}, ${`sesion-${ruc}`}, ${id}, false, ${opening}, ${opening}, ${opening}, '', '')`.execute(owner);
  await sql`insert into recoveries (ruc, user_id, incident_id, reason, letter, accepted_at, accepted_version,
                                    accepted_address, report_hash, report_until)
    select ${ruc}, ${id}, min(id), '', '{}', ${opening}, '', '', ${ruc}, ${opening} from incidents where ruc = ${ruc}
  `.execute(owner);
  await sql`insert into identity_changes (ruc, contact_id, user_id, changed_at, report_hash, report_until)
    values (${ruc}, ${contactId}, ${id}, ${opening}, ${ruc}, ${opening})`.execute(owner);
  await sql`insert into imports (ruc, file_name, contents, faults, unknown_columns, new_lines, changed_lines,
                                 unchanged_lines, wrong_lines, new_users, reviewed_at, reviewed_by)
    values (${ruc}, 'contactos.csv', '{}', '[]', '[]', 0, 0, 0, 0, 0, ${opening}, 'alguien')`.execute(owner);
  await sql`insert into bulk_changes (ruc, creation_key, request, action, lines, made_at)
    values (${ruc}, '', '', 'activar', '[]', ${opening})`.execute(owner);
  await sql`insert into handovers (ruc, creation_key, kind, record, made_by, made_at)
    values (${ruc}, '', 'administration', '{}', 'alguien', ${opening})`.execute(owner);
  await sql`insert into administrator_offers (ruc, creation_key, creation_digest, made_by, user_id, email, made_at, expires_at)
    values (${ruc}, '', '', ${id}, ${id}, 'alguien@prueba.example', ${opening}, ${opening})`.execute(owner);
  await sql`insert into kept_forms values (${ruc}, ${`formulario-${ruc}`}, ${id}, '/', '', ${opening})`.execute(owner);
  await sql`insert into sign_in_failures values (${ruc}, 'alguien', 1, ${opening}, ${opening})`.execute(owner);
  await sql`with template as (
      insert into profile_templates (ruc, creation_key, creation_digest, name, name_folded, created_at)
      values (${ruc}, 'x', '', 'Compras', 'compras', ${opening}) returning ruc, id)
    insert into template_menus select ruc, id, 'CONSULTAS' from template`.execute(owner);
  await sql`insert into mails (ruc, kind, contact_id, user_id, recipient, queued_at)
    values (${ruc}, 'user-activated', ${contactId}, ${id}, 'alguien@prueba.example', ${opening})`.execute(owner);
}

import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { onStage } from '../support/stage/stage.ts';
import { rows, type TenantTable, tenantTables } from '../support/stage/tenant-tables.ts';

// The policies (D1), as PostgreSQL's catalogue has them.
onStage('The database', (stage) => {
  let tables: TenantTable[];

  beforeAll(async () => {
    tables = await tenantTables(stage.database);
  });

  describe('according to its catalogue', () => {
    test('has one policy for each table with a RUC, for reading and for writing, and no other', async () => {
      const policies = await rows<{ table: string; policy: string }>(
        stage.database.owner,
        sql`select tablename as table, concat_ws(' | ', permissive, array_to_string(roles, ','), cmd, qual, with_check) as policy
              from pg_policies order by 1`,
      );
      const condition = "(ruc = ( SELECT current_setting('soce.ruc'::text, true) AS current_setting))";
      const policy = `PERMISSIVE | soce_app | ALL | ${condition} | ${condition}`;
      expect(policies).toEqual(tables.map(({ name }) => ({ table: name, policy })));
      expect(tables.filter(({ guarded }) => !guarded)).toEqual([]);
      expect(tables.length).toBeGreaterThanOrEqual(8);
    });

    test('has the RUC first in every primary key', () => {
      expect(tables.filter(({ key }) => key[0] !== 'ruc')).toEqual([]);
    });

    test('has the RUC in every foreign key between tables with a RUC', async () => {
      const keys = await rows<{ name: string; columns: string[]; target: string; targets: string[] }>(
        stage.database.owner,
        sql`select conname as name, confrelid::regclass::text as target,
                   array(select attname::text from unnest(conkey) with ordinality k(n, o)
                           join pg_attribute on attrelid = conrelid and attnum = n order by o) as columns,
                   array(select attname::text from unnest(confkey) with ordinality k(n, o)
                           join pg_attribute on attrelid = confrelid and attnum = n order by o) as targets
              from pg_constraint where contype = 'f'`,
      );
      const names = tables.map(({ name }) => name);
      const between = keys.filter(({ target }) => names.includes(target));
      const leaky = between.filter(({ columns, targets }) => columns.indexOf('ruc') !== targets.indexOf('ruc'));
      expect([...leaky, ...between.filter(({ columns }) => !columns.includes('ruc'))]).toEqual([]);
      expect(between.length).toBeGreaterThan(6);
    });

    test('lets the scopes’ role do what the application needs, and nothing else', async () => {
      const grants = await rows<{ table: string; verbs: string }>(
        stage.database.owner,
        sql`select table_name as table, string_agg(lower(privilege_type), ', ' order by privilege_type) as verbs
              from information_schema.role_table_grants where grantee = 'soce_app' group by 1 order by 1`,
      );
      expect(Object.fromEntries(grants.map(({ table, verbs }) => [table, verbs]))).toEqual({
        administrator_offers: 'insert, select, update',
        budgets: 'insert, select, update',
        bulk_changes: 'insert, select',
        catalog_items: 'select',
        contacts: 'delete, insert, select, update',
        entities: 'select',
        handovers: 'insert, select',
        identity_changes: 'insert, select',
        imports: 'insert, select, update',
        incidents: 'insert, select',
        // Jobs are added to the queue, and not read.
        job_common: 'insert',
        kept_forms: 'delete, insert, select',
        mails: 'insert, select, update',
        menus: 'select',
        profile_templates: 'delete, insert, select, update',
        queue: 'select',
        recoveries: 'select',
        sessions: 'delete, insert, select',
        sign_in_failures: 'delete, select',
        template_menus: 'delete, insert, select',
        user_menus: 'delete, insert, select',
        users: 'insert, select, update',
      });
    });

    // It counts mails, for the scope's own RUC alone, and reads no other table (T5).
    test('has one function, and no view, that runs with the rights of its owner', async () => {
      const ways = await rows(
        stage.database.owner,
        sql`select proname from pg_proc where prosecdef and pronamespace = current_schema()::regnamespace
            union all
            select relname from pg_class where relkind in ('v', 'm') and relnamespace = current_schema()::regnamespace
               and not coalesce('security_invoker=true' = any (reloptions), false)`,
      );
      expect(ways).toEqual([{ proname: 'hold_mail' }]);
    });
  });
});

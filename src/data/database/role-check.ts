import { sql } from 'kysely';
import type { Database } from './database.ts';
import { DatabaseError } from './errors.ts';

/**
 * Checks before the first request that the policies hold for role soce_app (product 7, D1). Returns a warning for the
 * log, or null. Throws DatabaseError if a scope could see past the policies.
 */
export async function checkRuntimeRole(database: Database): Promise<string | null> {
  const faults: string[] = [];
  const { rows: roles } = await sql<{ super: boolean; bypass: boolean }>`
    select rolsuper as super, rolbypassrls as bypass from pg_roles where rolname = 'soce_app'`.execute(database.owner);
  const role = roles[0];
  if (!role) throw new DatabaseError('Falta el rol soce_app: ejecute «npm run soce -- migrate».');
  if (role.super) faults.push('el rol soce_app es superusuario');
  if (role.bypass) faults.push('el rol soce_app tiene BYPASSRLS');

  const { rows: tables } = await sql<{ name: string; owned: boolean; guarded: boolean }>`
    select c.relname as name,
           pg_has_role('soce_app', c.relowner, 'member') as owned,
           -- Exactly one policy: rows pass if any one of several lets them, so a second one could open the table.
           c.relrowsecurity and (
             select count(*) = 1 and bool_and(p.polcmd = '*'
                      and pg_get_expr(p.polqual, p.polrelid) like '%soce.ruc%'
                      and pg_get_expr(p.polwithcheck, p.polrelid) like '%soce.ruc%')
               from pg_policy p
              where p.polrelid = c.oid and p.polpermissive and exists (
                select 1 from unnest(p.polroles) r where r = 0 or pg_has_role('soce_app', r, 'member'))) as guarded
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'ruc' and not a.attisdropped
     where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace`.execute(database.owner);
  if (!role.super) {
    for (const table of tables) {
      if (table.owned) faults.push(`el rol soce_app es dueño de la tabla ${table.name}`);
      if (!table.guarded) faults.push(`la tabla ${table.name} no tiene su política por RUC`);
    }
  }
  if (faults.length > 0) throw new DatabaseError(`La base de datos no separa a las entidades: ${faults.join('; ')}.`);

  const acting = await database
    .inScope('0000000000000', async (scope) => {
      await scope.selectFrom('entities').select('ruc').execute();
      return sql<{ name: string }>`select current_user::text as name`.execute(scope);
    })
    .catch(() => {
      throw new DatabaseError('El rol de DATABASE_URL no puede cambiar al rol soce_app: concédale soce_app.');
    });
  // A pooler may leave out the role of a connection without a word, and the owner passes the policies.
  if (acting.rows[0]?.name !== 'soce_app') {
    throw new DatabaseError(
      'Un intermediario quita el rol soce_app de las conexiones. Si es PgBouncer, añada ?pgbouncer=true a DATABASE_URL.',
    );
  }
  const { rows } = await sql<{ super: boolean }>`
    select rolsuper as super from pg_roles where rolname = current_user`.execute(database.owner);
  return database.kind === 'server' && rows[0]?.super
    ? 'The role in DATABASE_URL is a superuser. Each scope switches to soce_app, but a role that only owns the schema is safer.'
    : null;
}

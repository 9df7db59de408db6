import pg from 'pg';
import type { ContactField } from '../src/domain/contact.ts';

/** The user of a session. */
export type Actor = { ruc: string; user_id: string; name: string };

/** A user as the floor shows it. */
export type UserRow = {
  id: string;
  name: string;
  full_name: string;
  administrator: boolean;
  active: boolean;
  created: string;
};

/** The columns of a contact's fields, by the names that the product's form has for them. */
export const contactColumns = {
  paternalSurname: 'paternal_surname',
  maternalSurname: 'maternal_surname',
  firstName: 'first_name',
  secondName: 'second_name',
  sex: 'sex',
  maritalStatus: 'marital_status',
  documentType: 'document_type',
  documentNumber: 'document_number',
  email: 'email',
  birthDate: 'birth_date',
  status: 'active',
  position: 'position',
  from: 'delegated_from',
  until: 'delegated_until',
  educationLevel: 'education_level',
  occupationalArea: 'occupational_area',
} as const satisfies Record<ContactField, string>;

const created = `(u.created_at at time zone 'America/Guayaquil')::date::text as created`;
const access = `u.active and c.active and not e.suspended
  and (u.administrator or now() between c.delegated_from and coalesce(c.delegated_until + 1, 'infinity'))`;
const accessTables = `join contacts c on c.ruc = u.ruc and c.id = u.contact_id join entities e on e.ruc = u.ruc`;
// The last three follow from the name, for lists.
const savedColumns = [...Object.values(contactColumns), 'full_name', 'sort_key', 'search_key'];

/** Opens the floor's statements on a database: written by hand, prepared, one for each thing that a request wants. */
export function openStatements(connectionString: string) {
  // No connection is idle for so long that it ends between two loads.
  const pool = new pg.Pool({ connectionString, max: 6, idleTimeoutMillis: 0 });
  const statement = <Row extends pg.QueryResultRow>(name: string, text: string) => {
    return async (...values: unknown[]) => (await pool.query<Row>({ name, text, values })).rows;
  };
  return {
    actor: statement<Actor>(
      'actor',
      `select s.ruc, s.user_id, u.name from sessions s join users u on u.ruc = s.ruc and u.id = s.user_id ${accessTables}
        where s.id = $1 and s.expires_at > now() and u.administrator and ${access}`,
    ),
    users: statement<UserRow & { total: number }>(
      'users',
      `select (select count(*)::int from users where ruc = $1) as total,
              u.id, u.name, c.full_name, u.administrator, u.active, ${created}
         from (select * from users where ruc = $1 order by name_folded limit $2) u
         join contacts c on c.ruc = u.ruc and c.id = u.contact_id
        order by u.name_folded`,
    ),
    activate: statement<UserRow>(
      'activate',
      `with changed as (
         update users set active = $3, first_activated_at = coalesce(first_activated_at, case when $3 then now() end)
          where ruc = $1 and id = $2 and active <> $3 and not administrator returning *
       ), noted as (${incident('user', 'name', `case when $3 then 'user.activated' else 'user.deactivated' end`)})
       select u.id, u.name, c.full_name, u.administrator, u.active, ${created}
         from changed u join contacts c on c.ruc = u.ruc and c.id = u.contact_id`,
    ),
    contact: statement<Record<string, string | null>>(
      'contact',
      `select ${Object.entries(contactColumns)
        .map(([name, column]) => `${textOf(column)} as "${name}"`)
        .join()}, version
         from contacts where ruc = $1 and id = $2`,
    ),
    save: statement<{ id: string }>(
      'save',
      `with changed as (
         update contacts set version = version + 1, ${savedColumns.map((column, place) => `${column} = $${place + 8}`).join()}
          where ruc = $1 and id = $2 and version = $3 returning *
       ), noted as (${incident('contact', 'full_name', `'contact.changed'`)})
       select id from changed`,
    ),
    account: statement<{ ruc: string; id: string; password_hash: string | null }>(
      'account',
      `select u.ruc, u.id, u.password_hash from users u ${accessTables}
        where u.ruc = $1 and u.name_folded = lower($2) and ${access}`,
    ),
    openSession: statement(
      'openSession',
      `insert into sessions (ruc, user_id, id, temporary, created_at, last_seen_at, expires_at, address, user_agent)
       values ($1, $2, $3, false, now(), now(), now() + interval '8 hours', $4, $5)`,
    ),
  };
}

// Writes the incident of the row in «changed»; $4 to $7 are the actor's id and name, the address and the request's number.
function incident(kind: string, name: string, event: string): string {
  return `insert into incidents
      (ruc, at, event, actor_user_id, actor_name, subject_kind, subject_id, subject_name, address, request_id)
    select ruc, now(), ${event}, $4, $5, '${kind}', id, ${name}, $6, $7 from changed`;
}

// The status stands in the form as a word, days as the database writes them.
function textOf(column: string): string {
  return column === 'active' ? `case when active then 'ACTIVO' else 'INACTIVO' end` : `${column}::text`;
}

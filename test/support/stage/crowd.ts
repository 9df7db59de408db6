import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../../src/data/database/schema.ts';
import { searchKey, sortKey } from '../../../src/domain/person-name.ts';

type Counts = { contacts: number; users: number; incidents: number };

/** An entity with more people than any other. */
export const large = { ruc: '1700000000001', contacts: 5_000, users: 1_500, incidents: 5_000 };

const surnames = 'García Ñacato Quishpe Rodríguez Zambrano Cevallos Andrade Pérez Guamán Ibarra Lozano Iza Macas'.split(
  ' ',
);
const firstNames = 'María Ana Carlos Luis Rosa Segundo Inés Gabriela Wilmer Lucía Alberto'.split(' ');

/** Adds the entities with numbers from first to last, each with people and incidents; number 0 is the large one. */
export async function addEntities(owner: Kysely<Schema>, first: number, last: number, counts: Counts): Promise<void> {
  await owner.transaction().execute(async (transaction) => {
    // The database cancels what takes longer than five seconds, as thousands of people do on a busy machine.
    await sql`set local statement_timeout = 0`.execute(transaction);
    await addPeople(transaction, first, last, counts);
  });
}

async function addPeople(owner: Kysely<Schema>, first: number, last: number, counts: Counts): Promise<void> {
  const [from, to] = [rucOf(first), rucOf(last)];
  await sql`insert into entities (ruc, name, created_at)
    select '17' || lpad(n::text, 8, '0') || '001', 'Entidad ' || n, now() from generate_series(${first}::int, ${last}::int) n`.execute(
    owner,
  );
  const pick = (names: string[], step: number) =>
    sql`(${sql.val(names)}::text[])[1 + n * ${sql.lit(step)} % ${sql.lit(names.length)}]`;
  const fullName = (key: (name: string) => string) =>
    sql`concat_ws(' ', ${pick(surnames.map(key), 7)}, ${pick(surnames.map(key), 5)}, ${pick(firstNames.map(key), 2)})`;
  const document = sql`'17' || lpad((n * 7919 % 100000000)::text, 8, '0')`;
  await sql`insert into contacts (ruc, creation_key, paternal_surname, first_name, document_type, document_number, email,
      active, position, delegated_from, delegated_until, birth_date, full_name, sort_key, search_key, created_at)
    select ruc, n, ${pick(surnames, 7)}, ${pick(firstNames, 2)}, 'Cédula', ${document}, 'persona' || n || '@prueba.example',
      n % 5 > 0, 'Analista', date '2020-01-01' + n * 37 % 1500,
      case when n % 3 = 0 then date '2025-01-01' + n * 61 % 900 end, '1985-02-28',
      ${fullName((name) => name)}, ${fullName(sortKey)}, ${fullName(searchKey)} || ' ' || ${document}, now()
    from entities cross join generate_series(1, ${counts.contacts}::int) n where ruc between ${from} and ${to}`.execute(
    owner,
  );
  // Spread over the contacts, and created in another order than that of their names.
  const share = sql.lit(counts.contacts / counts.users);
  const userName = sql`'usuario' || lpad((creation_key::int * 7919 % 100000)::text, 5, '0')`;
  await sql`insert into users (ruc, creation_key, contact_id, name, name_folded, active, created_at)
    select ruc, creation_key, id, ${userName}, ${userName}, true, now() - creation_key::int * 53 % 900 * interval '1 day'
    from contacts where ruc between ${from} and ${to}
      and floor(creation_key::int / ${share}) > floor((creation_key::int - 1) / ${share})`.execute(owner);
  await sql`insert into incidents (ruc, at, event, actor_name, subject_kind, subject_id, subject_name, address,
      request_id)
    select ruc, now(), 'contact.changed', 'administrador', 'contact', n % 500, 'Alguien', '127.0.0.1', ''
    from entities cross join generate_series(1, ${counts.incidents}::int) n where ruc between ${from} and ${to}`.execute(
    owner,
  );
}

/** Adds ACTIVO contacts to an entity, with a passport and a surname that number them from first to last. */
export async function addCrowd(owner: Kysely<Schema>, ruc: string, first: number, last: number): Promise<void> {
  const number = sql`lpad(n::text, 4, '0')`;
  await sql`insert into contacts (ruc, creation_key, paternal_surname, maternal_surname, first_name, second_name,
      document_type, document_number, email, active, position, delegated_from, birth_date, full_name, sort_key,
      search_key, created_at)
    select ${ruc}, 'crowd ' || n, 'Zambrano Muñoz', '', 'Gente', '', 'Pasaporte', 'GENTE' || ${number}, '', true,
      'Analista', '2022-01-01', '1985-02-28', 'Zambrano Muñoz Gente ' || ${number}, 'zambrano mun~oz gente ' || ${number},
      'zambrano munoz gente ' || ${number} || ' gente' || ${number}, now()
    from generate_series(${first}::int, ${last}::int) n`.execute(owner);
}

function rucOf(number: number): string {
  return `17${String(number).padStart(8, '0')}001`;
}

import { sql } from 'kysely';
import type { Database } from '../src/data/database/database.ts';
import { registerEntity } from '../src/data/outside/entities.ts';
import { hashPassword } from '../src/data/secrets/passwords.ts';
import { sortKey } from '../src/domain/person-name.ts';

/** The measured entity: its RUC, number of users, and the name and password of its administrator. */
export const measured = { ruc: '1769999930001', users: 1_000, name: 'admindemo', password: 'Demo-2026' } as const;

const others = { entities: 2_000, users: 50 };
const surnames = [
  'García',
  'Ñacato',
  'Quishpe',
  'Rodríguez',
  'Zambrano',
  'Cevallos',
  'Andrade',
  'Pérez',
  'Guamán',
  'Ibarra',
];
const firstNames = ['María José', 'Ana Lucía', 'Carlos Andrés', 'Luis Alberto', 'Rosa Elena', 'Segundo Manuel', 'Inés'];

/** Fills a migrated database with the measured entity and 2,000 others of 50 users each. */
export async function populate(database: Database): Promise<void> {
  await registerEntity(
    database,
    {
      ruc: measured.ruc,
      name: 'Entidad de Demostración',
      userName: measured.name,
      passwordHash: await hashPassword(measured.password),
      temporaryUntil: null,
      contact: {
        paternalSurname: 'Salgado',
        maternalSurname: 'Peñafiel',
        firstName: 'Amparo',
        secondName: '',
        sex: null,
        maritalStatus: null,
        documentType: 'Pasaporte',
        documentNumber: 'ADMIN00001',
        email: 'admin@demo.example',
        active: true,
        position: 'Funcionario',
        from: '2020-01-01',
        until: null,
        educationLevel: null,
        occupationalArea: null,
        birthDate: '1980-05-17',
      },
    },
    new Date(),
  );
  await sql`insert into entities (ruc, name, created_at)
    select '17' || lpad(n::text, 8, '0') || '001', 'Entidad ' || n, now() from generate_series(1, ${others.entities}) n`.execute(
    database.owner,
  );
  await addUsers(database, sql`ruc = ${measured.ruc}`, measured.users - 1);
  await addUsers(database, sql`ruc <> ${measured.ruc}`, others.users);
  await sql`vacuum analyze`.execute(database.owner);
}

async function addUsers(database: Database, where: ReturnType<typeof sql>, count: number): Promise<void> {
  const pick = (list: string[], salt: number) =>
    sql`(${sql.val(list)}::text[])[1 + (n * ${sql.lit(salt)} + length(ruc)) % ${sql.lit(list.length)}]`;
  await sql`insert into contacts (ruc, creation_key, paternal_surname, maternal_surname, first_name, document_type,
      document_number, email, active, position, delegated_from, birth_date, full_name, sort_key,
      search_key, created_at)
    select ruc, 'k' || n, ${pick(surnames, 1)}, ${pick(surnames, 3)}, ${pick(firstNames, 1)}, 'Pasaporte', 'P' || lpad(n::text, 9, '0'),
      'p' || n || '@demo.example', true, 'Analista', date '2024-01-01', date '1985-01-01',
      ${pick(surnames, 1)} || ' ' || ${pick(surnames, 3)} || ' ' || ${pick(firstNames, 1)},
      (${sql.val(surnames.map(sortKey))}::text[])[1 + (n + length(ruc)) % ${sql.lit(surnames.length)}] || n, 'p' || n, now()
    from entities cross join generate_series(1, ${count}) n where ${where}`.execute(database.owner);
  await sql`insert into users (ruc, creation_key, contact_id, name, name_folded, active, created_at)
    select ruc, creation_key, id, 'Usuario' || lpad(substr(creation_key, 2), 5, '0'),
      'usuario' || lpad(substr(creation_key, 2), 5, '0'), id % 4 <> 0, now() - id % 900 * interval '1 day'
    from contacts where creation_key like 'k%' and ${where}`.execute(database.owner);
}

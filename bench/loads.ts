import { sql } from 'kysely';
import type { Database } from '../src/data/database/database.ts';
import type { ContactField } from '../src/domain/contact.ts';
import { paths } from '../views/kit/paths.ts';
import { measured } from './population.ts';
import { type Answer, post, type Request, sessionIn, signInRequest, type Visit } from './visit.ts';

/** A request, and the proof that its answer did what the request asks for. */
export type Step = { request: Request; proof: (answer: Answer) => boolean | Promise<boolean> };

/** A load: the same thing asked for again and again. */
export type Load = {
  name: string;
  /** The status of each answer. */
  status: number;
  /** True if each request changes a row, which leaves one incident. */
  changes: boolean;
  /** Gives what makes the requests one after the other, beginning with the rows as they are now. */
  steps(database: Database, visit: Visit): Promise<() => Step>;
};

const listed = 50;
const reading = { status: 200, changes: false };

/** The measured loads. */
export const loads: Load[] = [
  { name: 'list', ...reading, steps: async (_, visit) => () => list(visit, null) },
  { name: 'list, compressed', ...reading, steps: async (_, visit) => () => list(visit, 'br') },
  { name: 'swap', status: 200, changes: true, steps: swaps },
  { name: 'edit form', ...reading, steps: editForms },
  { name: 'save', status: 303, changes: true, steps: saves },
  { name: 'sign-in', status: 303, changes: false, steps: async (_, visit) => () => signIn(visit) },
];

function list({ administrator: { cookie } }: Visit, encoding: string | null): Step {
  const accepted = encoding ? { 'accept-encoding': 'gzip, deflate, br' } : { 'accept-encoding': 'identity' };
  return {
    request: { method: 'GET', path: paths.users(`?filas=${listed}`), headers: { cookie, ...accepted } },
    proof: ({ headers, text }) =>
      text.split('<tr id="u').length - 1 === listed && headers.get('content-encoding') === encoding,
  };
}

// Goes round the users, so that a user is activated and deactivated in turn and no two requests meet at one row.
async function swaps({ owner }: Database, { administrator }: Visit): Promise<() => Step> {
  const users = await owner
    .selectFrom('users')
    .select(['id', 'active'])
    .where('ruc', '=', measured.ruc)
    .where('administrator', '=', false)
    .orderBy('id')
    .execute();
  return round(users, (user) => {
    user.active = !user.active;
    const { id, active } = user;
    const request = post(paths.userActivation(id), administrator, { accion: active ? 'activar' : 'desactivar' });
    request.headers['hx-request'] = 'true';
    const stored = () => owner.selectFrom('users').select('active').where('id', '=', id).executeTakeFirstOrThrow();
    const proof = async ({ text }: Answer) => text.startsWith(`<tr id="u${id}"`) && (await stored()).active === active;
    return { request, proof };
  });
}

async function editForms(database: Database, { administrator: { cookie } }: Visit): Promise<() => Step> {
  return round(await contacts(database), ({ id, documentNumber }) => ({
    request: { method: 'GET', path: paths.contact(id), headers: { cookie } },
    proof: ({ text }) => text.includes(`value="${documentNumber}"`),
  }));
}

// Goes round the contacts with the version that each has after the saves before.
async function saves(database: Database, { administrator }: Visit): Promise<() => Step> {
  return round(await contacts(database), (contact) => {
    const { id, version, ...fields } = contact;
    const position = contact.position === 'Analista' ? 'Asesor' : 'Analista';
    contact.version = version + 1;
    contact.position = position;
    const stored = () =>
      database.owner.selectFrom('contacts').select(['position', 'version']).where('id', '=', id).executeTakeFirst();
    const proof = async () => {
      const now = await stored();
      return now?.position === position && now.version === version + 1;
    };
    const typed = { ...fields, ...unchanged, position } satisfies Record<Exclude<ContactField, 'sex'>, string>;
    return { request: post(paths.contact(id), administrator, { ...typed, version: String(version) }), proof };
  });
}

// The fields that are alike in all contacts of the population.
const unchanged = {
  secondName: '',
  maritalStatus: '',
  documentType: 'Pasaporte',
  status: 'ACTIVO',
  from: '2024-01-01',
  until: '',
  educationLevel: '',
  occupationalArea: '',
  birthDate: '1985-01-01',
};

function signIn({ visitor }: Visit): Step {
  return { request: signInRequest(visitor), proof: (answer) => sessionIn(answer) !== null };
}

function contacts({ owner }: Database) {
  return owner
    .selectFrom('contacts')
    .select([
      'id',
      'version',
      'paternal_surname as paternalSurname',
      'maternal_surname as maternalSurname',
      'first_name as firstName',
      'document_number as documentNumber',
      'email',
      'position',
    ])
    .where('ruc', '=', measured.ruc)
    .where(sql<boolean>`document_type = 'Pasaporte' and creation_key like 'k%'`)
    .orderBy('id')
    .execute();
}

function round<Row>(rows: Row[], make: (row: Row) => Step): () => Step {
  let next = 0;
  return () => {
    const row = rows[next % rows.length];
    if (row === undefined) throw new Error('The population has no rows for a load.');
    next += 1;
    return make(row);
  };
}

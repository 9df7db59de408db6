import { sql } from 'kysely';
import type { Database } from './database.ts';
import { DatabaseError } from './errors.ts';

const oldestServer = 150_000;

/** Checks that the database answers and is new enough. Throws DatabaseError with the reason and the remedy. */
export async function checkReachable({ owner }: Pick<Database, 'owner'>): Promise<void> {
  const { rows } = await sql<{ version: number }>`select current_setting('server_version_num')::int as version`
    .execute(owner)
    .catch((error: unknown) => {
      const silent = `${subject} no responde. Revise la dirección y que esté en marcha.`;
      throw explained(error) ?? new DatabaseError(silent, { cause: error });
    });
  if ((rows[0]?.version ?? 0) < oldestServer) {
    throw new DatabaseError(`${subject} es anterior a PostgreSQL 15. Actualice el servidor.`);
  }
}

/** Gives an error of the database that the operator can mend as a sentence with the remedy; null for any other. */
export function explained(error: unknown): DatabaseError | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  const sentence = sentences[code] ?? uncoded.find(([words]) => words.test(`${code} ${error.message}`))?.[1];
  return sentence === undefined ? null : new DatabaseError(sentence, { cause: error });
}

const subject = 'La base de datos de DATABASE_URL';

const unknownName = `${subject} está en un servidor cuyo nombre no se encuentra. Revise el nombre.`;
const missingFile = `${subject} usa un archivo o un socket que no existe. Revise host, sslrootcert, sslcert y sslkey.`;

// By the codes of PostgreSQL and of Node.
const sentences: Record<string, string> = {
  ECONNREFUSED: `${subject} rechaza la conexión. Revise la dirección y el puerto, y que esté en marcha.`,
  ENOTFOUND: unknownName,
  EAI_AGAIN: unknownName,
  ENOENT: missingFile,
  '28P01': `${subject} no acepta la contraseña. Revísela, y también el usuario.`,
  '28000': `${subject} no acepta al usuario. Revise su nombre y que pueda conectarse.`,
  '3D000': `${subject} no existe en ese servidor. Revise el nombre o créela.`,
  '08P01': `${subject} pasa por un intermediario que no admite ajustes de conexión. Si es PgBouncer, añada ?pgbouncer=true a DATABASE_URL.`,
  '53300': `${subject} no admite más conexiones. Cierre otras o aumente max_connections.`,
  '57P03': `${subject} todavía está arrancando. Espere un momento.`,
  '25006': `${subject} es de solo lectura. Indique el servidor principal.`,
  '53100': 'A la base de datos le falta espacio en su disco. Libere espacio.',
  '42501':
    'Al rol de DATABASE_URL le faltan derechos. Debe ser dueño de la base de datos y de sus tablas y tener CREATEROLE, o recibir el rol soce_app ya creado.',
};

// Faults that the driver names by words alone.
const uncoded: [words: RegExp, sentence: string][] = [
  [/client password must be a string/, `${subject} pide una contraseña. Escríbala en DATABASE_URL.`],
  [/does not support SSL/, `${subject} no admite conexiones cifradas. Quite sslmode o actívelas en el servidor.`],
  [
    /CERT|LEAF_SIGNATURE/,
    `${subject} presenta un certificado que no se reconoce. Revise sslrootcert y el nombre del servidor.`,
  ],
];

import { sql } from 'kysely';
import type { Database } from './database.ts';
import { DatabaseError } from './errors.ts';

const oldestServer = 150_000;

/** Checks that the database answers and is new enough. Throws DatabaseError with the reason and the remedy. */
export async function checkReachable({ owner }: Pick<Database, 'owner'>): Promise<void> {
  const { rows } = await sql<{ version: number }>`select current_setting('server_version_num')::int as version`
    .execute(owner)
    .catch((error: unknown) => {
      throw explained(error) ?? new DatabaseError(`${subject} no responde. Revise la dirección y que esté en marcha.`);
    });
  if ((rows[0]?.version ?? 0) < oldestServer) {
    throw new DatabaseError(`${subject} es anterior a PostgreSQL 15. Actualice el servidor.`);
  }
}

/** Gives an error of the database that the operator can mend as a sentence with the remedy; null for any other. */
export function explained(error: unknown): DatabaseError | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const sentence = sentences[code];
  return sentence === undefined ? null : new DatabaseError(sentence);
}

const subject = 'La base de datos de DATABASE_URL';

// By the codes of PostgreSQL and of Node. What isn't here is told as a server that doesn't answer.
const sentences: Record<string, string> = {
  ENOTFOUND: `${subject} está en un servidor cuyo nombre no se encuentra. Revise el nombre.`,
  EAI_AGAIN: `${subject} está en un servidor cuyo nombre no se encuentra. Revise el nombre.`,
  '28P01': `${subject} no acepta la contraseña. Revísela.`,
  '28000': `${subject} no acepta al usuario. Revise su nombre y que pueda conectarse.`,
  '3D000': `${subject} no existe en ese servidor. Revise el nombre o créela.`,
  '08P01': `${subject} pasa por un intermediario que no admite ajustes de conexión. Si es PgBouncer, añada ?pgbouncer=true a DATABASE_URL.`,
  '53300': `${subject} no admite más conexiones. Cierre otras o aumente max_connections.`,
  '57P03': `${subject} todavía está arrancando. Espere un momento.`,
  '42501':
    'Al rol de DATABASE_URL le faltan derechos. Debe ser dueño de la base de datos y de sus tablas y tener CREATEROLE, o recibir el rol soce_app ya creado.',
};

import { randomBytes } from 'node:crypto';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import type { Actor } from '../../domain/actor.ts';
import { type CivilDate, civilDate } from '../../domain/civil-date.ts';
import type { Database, Scope } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { closedOutbox, type Outbox } from '../records/mail.ts';
import { deriveSecrets, type Secrets } from '../secrets/derived.ts';

/** The signed-in person behind a request, with its moment, address and number. */
export type Caller = { actor: Actor; now: Date; address: string; requestId: string };

/** The one way to an entity's rows: each verb runs in a transaction of its own, scoped to the caller's RUC. */
export type Door = Services & {
  caller: Caller;
  ruc: string;
  today: CivilDate;
  enter<T>(work: (scope: Scope) => Promise<T>): Promise<T>;
  /** One reading statement; the quickest way in. */
  read<Row>(statement: RawBuilder<Row | unknown>): Promise<Row[]>;
};

/** What verbs need besides the database. */
export type Services = { outbox: Outbox; secrets: Secrets };

/** Services that mail nothing, with secrets of no server: for the demonstration's past. */
export const closedServices: Services = { outbox: closedOutbox, secrets: deriveSecrets(randomBytes(32)) };

/** A record that doesn't exist in the caller's RUC; whether it exists in another isn't told. */
export class NotFound extends Error {}

/** Opens the door for one caller; the RUC is the caller's own and comes from nowhere else (R2). */
export function openDoor(database: ScopedDatabase, caller: Caller, { outbox, secrets }: Services): Door {
  const { ruc } = caller.actor;
  return {
    outbox,
    secrets,
    caller,
    ruc,
    today: civilDate(caller.now),
    enter: (work) => database.inScope(ruc, work),
    read: <Row>(statement: RawBuilder<Row | unknown>) =>
      database.readInScope(ruc, statement.compile(compiler) as CompiledQuery<Row>),
  };
}

/** What a door needs of the database. */
export type ScopedDatabase = Pick<Database, 'inScope' | 'readInScope'>;

// Turns statements into text and runs none.
const compiler = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** The name of the unique or check constraint that a failed statement ran into, or null. */
export function violatedConstraint(error: unknown): string | null {
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string'
    ? error.constraint
    : null;
}

/** The LIKE pattern of a text that occurs anywhere; its own % and _ stand for themselves. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

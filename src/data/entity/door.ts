import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import { type CivilDate, civilDate } from '../../domain/civil-date.ts';
import type { Catalogs } from '../../domain/contact.ts';
import type { Database, Scope } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import type { Caller } from '../records/caller.ts';
import type { Outbox } from '../records/mail.ts';
import type { Secrets } from '../secrets/derived.ts';

/** The one way to an entity's rows: it opens scopes for one caller, on the caller's RUC. */
export type Door = Services & {
  caller: Caller;
  ruc: string;
  today: CivilDate;
  enter<T>(work: (scope: Scope) => Promise<T>): Promise<T>;
  /** Runs one reading statement in a scope of its own: the quickest way in. */
  read<Row>(statement: RawBuilder<Row | unknown>): Promise<Row[]>;
};

/** What verbs need besides the database. */
export type Services = { outbox: Outbox; secrets: Secrets; catalogs: Catalogs };

/** The part of a database that a door needs. */
export type ScopedDatabase = Pick<Database, 'inScope' | 'readInScope'>;

/** Opens the door for one caller; the RUC is the caller's own and comes from nowhere else (R2). */
export function openDoor(database: ScopedDatabase, caller: Caller, services: Services): Door {
  const { ruc } = caller.actor;
  return {
    ...services,
    caller,
    ruc,
    today: civilDate(caller.now),
    enter: (work) => database.inScope(ruc, work),
    read: <Row>(statement: RawBuilder<Row | unknown>) =>
      database.readInScope(ruc, statement.compile(compiler) as CompiledQuery<Row>),
  };
}

// Turns statements into text and runs none.
const compiler = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

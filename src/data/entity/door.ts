import type { CompiledQuery, RawBuilder } from 'kysely';
import { type CivilDate, civilDate } from '../../domain/civil-date.ts';
import type { Catalogs } from '../../domain/contact.ts';
import type { Database, Last, Scope } from '../database/database.ts';
import { builder } from '../database/statement.ts';
import type { Caller } from '../records/caller.ts';
import type { PostJob } from '../records/job.ts';
import type { Outbox } from '../records/mail.ts';
import type { Secrets } from '../secrets/derived.ts';

/** Opens the scopes of one caller, all on the caller's RUC. There is no other way to an entity's rows. */
export type Door = Services & {
  caller: Caller;
  ruc: string;
  today: CivilDate;
  /** Runs work in one scope, which rolls back if it throws. */
  enter<T>(work: (scope: Scope, last: Last) => Promise<T>): Promise<T>;
  /** Runs one reading statement in its own scope, which takes a single round trip. */
  read<Row>(statement: RawBuilder<Row | unknown>): Promise<Row[]>;
};

/** The parts that verbs need besides the database. */
export type Services = { outbox: Outbox; postJob: PostJob; secrets: Secrets; catalogs: Catalogs };

/** The scopes of a database, without its connection past the policies. */
export type ScopedDatabase = Pick<Database, 'inScope' | 'readInScope'>;

/** Opens the door for a caller, on the RUC of the caller's session and never another (R2). */
export function openDoor(database: ScopedDatabase, caller: Caller, services: Services): Door {
  const { ruc } = caller.actor;
  return {
    ...services,
    caller,
    ruc,
    today: civilDate(caller.now),
    enter: (work) => database.inScope(ruc, work),
    read: <Row>(statement: RawBuilder<Row | unknown>) =>
      database.readInScope(ruc, statement.compile(builder) as CompiledQuery<Row>),
  };
}

import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryExecutorProvider,
} from 'kysely';
import { DatabaseError } from './errors.ts';
import type { Schema } from './schema.ts';

/** Builds statements and compiles them to text; it has no connection and runs none. */
export const builder = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** A statement with its values left open: it runs on a connection or in a scope, and gives its rows. */
type Statement<Given, Row> = (on: Pick<Kysely<Schema>, 'executeQuery'>, given: Given) => Promise<Row[]>;

/**
 * Makes a statement that is built once and then runs with other values each time. Building one with Kysely takes longer
 * than sending it and reading the answer (a tenth of a millisecond), so the statements of frequent requests are kept.
 * Build gets a placeholder for each value of the first run: it may neither look into a value nor decide by it, and all
 * runs give the same values by name.
 */
export function statement<Given extends object, Row>(build: (given: Given) => Buildable<Row>): Statement<Given, Row> {
  let compiled: CompiledQuery<Row> | undefined;
  return async (on, given) => {
    compiled ??= build(placeholdersOf(given)).compile(builder);
    const parameters = compiled.parameters.map((value) => (value instanceof Placeholder ? value.in(given) : value));
    return (await on.executeQuery<Row>({ ...compiled, parameters })).rows;
  };
}

/** A query of Kysely's builder, or a piece of SQL that is a whole statement. */
type Buildable<Row> = { compile(by: QueryExecutorProvider): CompiledQuery<Row> };

class Placeholder {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** Gives the value that the placeholder stands for. */
  in(given: object): unknown {
    const value = (given as Record<string, unknown>)[this.#name];
    if (value === undefined) throw new DatabaseError(`The statement wants a value for ${this.#name}.`);
    return value;
  }
}

function placeholdersOf<Given extends object>(given: Given): Given {
  return Object.fromEntries(Object.keys(given).map((name) => [name, new Placeholder(name)])) as Given;
}

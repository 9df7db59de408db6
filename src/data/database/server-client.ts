import { createHash } from 'node:crypto';
import pg from 'pg';
import { Batch, newStatement, type Statement } from './server-batch.ts';

const mostStatements = 300;

/**
 * A connection that prepares each statement with values once, since planning takes longer than running most of them,
 * and that sends the statements of one turn of the event loop as one batch.
 */
export class PreparingClient extends pg.Client {
  #asked: Statement[] = [];
  #held = 0;
  #busy = false;

  /** Runs a statement with values in a batch, and a text without values, such as a migration's, by itself. */
  override query(...given: unknown[]) {
    const [text, values] = given;
    if (typeof text === 'string' && Array.isArray(values) && values.length > 0) return this.ask(text, values) as never;
    this.#send();
    return super.query(...(given as [string]));
  }

  /** Runs one statement in a batch with the others that this turn of the event loop asks for. */
  ask(text: string, values: unknown[]): Promise<pg.QueryResult> {
    return new Promise((resolve, reject) => {
      const statement = newStatement({ text, values, name: statementName(text), queryMode: 'extended' });
      statement.callback = (error, result) => (error ? reject(error) : resolve(result));
      if (this.#asked.push(statement) === 1) process.nextTick(() => this.#send());
    });
  }

  /** Asks for a last statement once this turn of the event loop has asked for all its own, and sends all as one batch. */
  asLast<T>(ask: () => Promise<T>): Promise<T> {
    this.#held += 1;
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#held -= 1;
        ask().then(resolve, reject);
        this.#send();
      });
    });
  }

  #send(): void {
    const { _types: types, _queryable: alive } = this as unknown as { _types: unknown; _queryable: boolean };
    // A lost connection answers no batch any more, and refuses those that are sent.
    if (this.#held > 0 || this.#asked.length === 0 || (this.#busy && alive)) return;
    const statements = this.#asked.splice(0);
    for (const { _result: result } of statements) result._types = types;
    this.#busy = true;
    super.query(new Batch(statements, () => this.#next()));
  }

  #next(): void {
    this.#busy = false;
    this.#send();
  }
}

// A connection prepares a statement once, by this name. Past the most of them it stays unnamed and is planned each time,
// so that statements of many shapes, such as long searches, don't fill the server's memory.
function statementName(text: string): string | undefined {
  const cached = statementNames.get(text);
  if (cached || statementNames.size >= mostStatements) return cached;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  statementNames.set(text, name);
  return name;
}

const statementNames = new Map<string, string>();

import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import pg from 'pg';
import { CommitUnanswered } from './errors.ts';

const mostStatements = 300;

/**
 * A connection that prepares each statement with values once, since planning takes longer than running most of them,
 * and that sends what is asked for in one turn of the event loop in one write.
 */
export class PreparingClient extends pg.Client {
  #inTransaction = false;
  #unanswered: CommitUnanswered | null = null;
  protected readonly prepares: boolean = true;

  override query(...given: unknown[]) {
    const [text, values, ...rest] = given;
    // Kysely rolls back after a commit that failed, and would throw the error of that instead.
    if (text === 'rollback' && this.#unanswered) return Promise.reject<pg.QueryResult>(this.#unanswered);
    this.#hold();
    process.nextTick(() => this.#release());
    const preparable = this.prepares && typeof text === 'string' && Array.isArray(values) && values.length > 0;
    const asGiven = preparable ? [{ name: statementName(text), text, values }, ...rest] : given;
    const commits = typeof text === 'string' && this.#commits(text) && this.#stream.writable;
    const answer = super.query(...(asGiven as [string]));
    // The pool asks with a callback and gets no promise.
    return commits && answer instanceof Promise ? answer.catch((error) => this.#told(error)) : answer;
  }

  // A writing statement outside a transaction commits itself.
  #commits(text: string): boolean {
    const before = this.#inTransaction;
    if (/^(begin|start transaction)/.test(text)) this.#inTransaction = true;
    else if (text === 'commit' || text === 'rollback') this.#inTransaction = false;
    return text === 'commit' || (!before && /^\s*(insert|update|delete|with)\b/i.test(text));
  }

  // An error that the server reports of a statement means that it was rolled back. The server's farewell doesn't.
  #told(error: unknown): never {
    if (error instanceof pg.DatabaseError && error.severity === 'ERROR') throw error;
    this.#unanswered = new CommitUnanswered(error);
    throw this.#unanswered;
  }

  /** Asks for a last statement once this turn of the event loop has asked for all its own, and sends all in one write. */
  asLast<T>(ask: () => Promise<T>): Promise<T> {
    this.#hold();
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        ask().then(resolve, reject);
        this.#release();
      });
    });
  }

  #hold(): void {
    this.#stream.cork();
  }

  #release(): void {
    this.#stream.uncork();
  }

  get #stream(): Writable {
    return (this as unknown as { connection: { stream: Writable } }).connection.stream;
  }
}

/**
 * A connection through a pooler, which may run each transaction on another connection of the server: it prepares
 * nothing, because the next one wouldn't know the statement.
 */
export class PooledClient extends PreparingClient {
  protected override readonly prepares = false;
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

import { createHash } from 'node:crypto';
import pg from 'pg';

const mostStatements = 300;

/**
 * A connection that prepares each statement with values once, since planning takes longer than running most of them,
 * and that sends what is asked for in one turn of the event loop in one write.
 */
export class PreparingClient extends pg.Client {
  protected readonly prepares: boolean = true;

  override query(...given: unknown[]) {
    this.#hold();
    process.nextTick(() => this.#release());
    const [text, values, ...rest] = given;
    const preparable = this.prepares && typeof text === 'string' && Array.isArray(values) && values.length > 0;
    const asGiven = preparable ? [{ name: statementName(text), text, values }, ...rest] : given;
    return super.query(...(asGiven as [string]));
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

  get #stream(): { cork(): void; uncork(): void } {
    return (this as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection.stream;
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

import type { Duplex } from 'node:stream';
import pg from 'pg';

/** What a server has sent to PostgreSQL: statements that were completed, and writes to the sockets. */
export type Counts = { statements: number; writes: number };

/**
 * Counts, for the process of a server, on all connections opened from now on, and answers each message of the bench
 * with the counts. The server ends with the bench.
 */
export function countForBench(): void {
  const counts: Counts = { statements: 0, writes: 0 };
  const { connect } = pg.Connection.prototype as unknown as { connect: (...given: unknown[]) => void };
  Object.assign(pg.Connection.prototype, {
    connect(this: pg.Connection, ...given: unknown[]) {
      // Counted at their completion, because several statements may come in one message.
      this.on('commandComplete', () => {
        counts.statements += 1;
      });
      countWrites(this.stream, counts);
      connect.apply(this, given);
    },
  });
  process.on('message', () => process.send?.(counts));
  process.on('disconnect', () => process.exit());
}

// Node calls one of these for each write to the system, with one piece or with all that have gathered.
function countWrites(stream: Duplex, counts: Counts): void {
  const { _write: writeOne, _writev: writeAll } = stream;
  stream._write = (...given) => {
    counts.writes += 1;
    writeOne.apply(stream, given);
  };
  stream._writev = (...given) => {
    counts.writes += 1;
    writeAll?.apply(stream, given);
  };
}

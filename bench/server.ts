import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Counts } from './counting.ts';
import { pin, processors } from './processors.ts';

/** A server under measurement, in a process of its own. */
export type Server = {
  pid: number | undefined;
  /** Its address without a path. */
  origin: string;
  /** What it has sent to PostgreSQL until now. */
  counts(): Promise<Counts>;
  end(): void;
};

const longestWait = 20_000;
/** The folder of the built servers, apart from the product's, which others may be reading. */
export const built = join(import.meta.dirname, '..', 'dist', 'measured', 'dist');

/** Starts a built server over a database, and gives it once it listens. */
export async function startServer(file: string, databaseUrl: string): Promise<Server> {
  const child = fork(join(built, 'bench', file), {
    execArgv: ['--max-semi-space-size=32'],
    env: { ...process.env, DATABASE_URL: databaseUrl, NODE_ENV: 'production' },
  });
  const end = () => void child.kill('SIGKILL');
  try {
    const port = await message<number>(child);
    pin(child.pid, processors.server);
    return {
      pid: child.pid,
      origin: `http://127.0.0.1:${port}`,
      counts() {
        const answer = message<Counts>(child);
        child.send('counts');
        return answer;
      },
      end,
    };
  } catch (error) {
    end();
    throw new Error(`${file} did not start.`, { cause: error });
  }
}

async function message<T>(child: ChildProcess): Promise<T> {
  const [received] = await once(child, 'message', { signal: AbortSignal.timeout(longestWait) });
  return received as T;
}

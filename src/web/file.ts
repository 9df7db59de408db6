import type { AnyContext } from './env.ts';
import { traceOf } from './errors.tsx';

/** The content types of the files, by the endings of their names. */
export const fileTypes = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** A file that is made while it is sent. */
export type SentFile = { name: string; type: string; contents: ReadableStream<Uint8Array> };

/** A client that takes nothing for so long has gone (R5). */
const longestStandstill = 60_000;

/** Answers with a file for the browser to store, with the headers of every answer (R4). */
export function sendFile(c: AnyContext, { name, type, contents }: SentFile): Response {
  const { outgoing } = c.env;
  outgoing.setTimeout(longestStandstill, () => outgoing.destroy());
  describe(c, { name, type });
  return c.body(contents);
}

/**
 * Answers with a file that leaves an incident when its contents are read (D4): whoever looks ahead or asks for the headers
 * alone gets no contents. An answer in place of contents says why there are none.
 */
export async function download(
  c: AnyContext,
  file: Omit<SentFile, 'contents'>,
  read: () => Promise<SentFile['contents'] | Response>,
): Promise<Response> {
  if (isAhead(c)) return c.body(null, 503);
  if (c.req.method !== 'HEAD') {
    const contents = await read();
    return contents instanceof Response ? contents : sendFile(c, { ...file, contents });
  }
  describe(c, file);
  return c.body(null);
}

/** Gives the parts of a file while it is sent. The answer has begun, so a fault can only cut it off, which the browser tells. */
export async function* whileSent<Part>(c: AnyContext, parts: AsyncIterable<Part>): AsyncGenerator<Part> {
  try {
    yield* parts;
  } catch (error) {
    c.var.app.log.error({ err: traceOf(error as Error), requestId: c.var.requestId }, 'the download failed');
    throw error;
  }
}

// A browser asks ahead in case somebody wants the address.
function isAhead(c: AnyContext): boolean {
  const purpose = c.req.header('Sec-Purpose') ?? c.req.header('Purpose') ?? c.req.header('X-Moz') ?? '';
  return /prefetch|prerender|preview/i.test(purpose);
}

function describe(c: AnyContext, { name, type }: Pick<SentFile, 'name' | 'type'>): void {
  c.header('Content-Type', type);
  c.header('Content-Disposition', `attachment; filename="${name}"`);
}

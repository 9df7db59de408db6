import type { AnyContext } from './env.ts';

/** The content types of the files, by the endings of their names. */
export const fileTypes = {
  csv: 'text/csv; charset=utf-8',
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

/** Answers with the headers of a file alone, as HEAD asks for them. */
export function describeFile(c: AnyContext, file: Pick<SentFile, 'name' | 'type'>): Response {
  describe(c, file);
  return c.body(null);
}

/** Says whether a browser asks ahead, in case somebody wants the address. */
export function isAhead(c: AnyContext): boolean {
  const purpose = c.req.header('Sec-Purpose') ?? c.req.header('Purpose') ?? c.req.header('X-Moz') ?? '';
  return /prefetch|prerender|preview/i.test(purpose);
}

function describe(c: AnyContext, { name, type }: Pick<SentFile, 'name' | 'type'>): void {
  c.header('Content-Type', type);
  c.header('Content-Disposition', `attachment; filename="${name}"`);
}

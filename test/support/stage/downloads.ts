import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { readSheet } from '../../../src/files/sheet.ts';
import type { Visitor } from '../browser/visitor.ts';
import type { Stage } from './stage.ts';

/** A file as it came. */
export type Download = { status: number; headers: IncomingMessage['headers']; bytes: Buffer };

type Asking = { method?: 'GET' | 'HEAD'; headers?: Record<string, string> };

/** Downloads a file in the browser of a visitor. */
export async function download(
  { site }: Stage,
  visitor: Visitor,
  path: string,
  asking: Asking = {},
): Promise<Download> {
  const { answer } = await beginDownload(site.baseUrl, visitor, path, asking);
  return { status: answer.statusCode ?? 0, headers: answer.headers, bytes: await buffer(answer) };
}

/** Asks for a file and gives the answer as soon as it begins. */
export async function beginDownload(
  baseUrl: URL,
  visitor: Visitor,
  path: string,
  { method = 'GET', headers = {} }: Asking = {},
): Promise<{ asked: ClientRequest; answer: IncomingMessage }> {
  const url = new URL(path, baseUrl);
  // On a connection of its own: a kept one may be closed by the server at the moment of its use.
  const asked = request(url, {
    method,
    agent: false,
    headers: { Cookie: visitor.cookies.header(url) ?? '', ...headers },
  });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { asked, answer };
}

/** Reads a file as its rows, with the heads as names. */
export async function rowsOf({ bytes }: Pick<Download, 'bytes'>): Promise<Record<string, string>[]> {
  const { heads, lines } = await readSheet(new Uint8Array(bytes), { lines: 10_000, columns: 30 });
  return lines.map(({ cells }) => Object.fromEntries(heads.map((head, place) => [head, cells[place] ?? ''])));
}

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { brotli } from '../../../src/web/respond.ts';

/** The weight of one answer, in bytes. */
export type Weight = {
  /** The address, with placeholders for numbers and tokens. */
  path: string;
  kind: 'page' | 'fragment' | 'asset';
  status: number;
  /** The number of requests of a first visit: the page and its assets. */
  requests: number;
  raw: number;
  gzip: number;
  br: number;
  /** The bytes received for `Accept-Encoding: br`. */
  sent: number;
};

type WeighedAnswer = Pick<Weight, 'kind' | 'status' | 'requests' | 'sent'> & { url: string; body: Buffer };

// The bytes of the heaviest answers that this process has weighed. Compressing every answer anew takes longer than the
// product needs for it.
const heaviest = new Map<string, number>();

/** Weighs an answer and writes the figures into the run's folder, unless one like it was heavier. */
export function recordWeight(folder: string, { url, body, ...answer }: WeighedAnswer): void {
  const path = pathPattern(url);
  const key = keyOf({ ...answer, path });
  if (answer.sent <= (heaviest.get(key) ?? -1)) return;
  heaviest.set(key, answer.sent);
  const weight: Weight = {
    ...answer,
    path,
    raw: body.length,
    gzip: gzipSync(body).length,
    br: brotliCompressSync(body, brotli).length,
  };
  appendFileSync(weightsFile(folder), `${JSON.stringify(weight)}\n`);
}

/** Gives an address without its query, with :id for ids and :token for long secrets. */
export function pathPattern(url: string): string {
  return new URL(url, 'http://localhost').pathname
    .split('/')
    .map((part) => (/^\d+$/.test(part) ? ':id' : /^[\w-]{32,}$/.test(part) ? ':token' : part))
    .join('/');
}

/** Tabulates the heaviest answer of each address, kind and status; null where nothing was weighed. */
export function weightsTable(folder: string): string | null {
  const file = weightsFile(folder);
  if (!existsSync(file)) return null;
  const listed = new Map<string, Weight>();
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const weight: Weight = JSON.parse(line);
    const key = keyOf(weight);
    if ((listed.get(key)?.sent ?? -1) < weight.sent) listed.set(key, weight);
  }
  const rows = [...listed.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, w]) => [w.path, w.kind, w.status, w.requests, w.raw, w.gzip, w.br, w.sent].map(String));
  const heads = ['path', 'kind', 'status', 'requests', 'raw', 'gzip', 'br', 'sent'];
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const numbers = 3;
  const lines = [heads, ...rows].map((row) =>
    row
      .map((cell, column) => (column < numbers ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [
    '',
    'Weights in bytes (br: as pages are compressed; sent: over the wire with Accept-Encoding: br)',
    ...lines,
  ].join('\n');
}

function keyOf({ path, kind, status }: Pick<Weight, 'path' | 'kind' | 'status'>): string {
  return `${path} ${kind} ${status}`;
}

function weightsFile(folder: string): string {
  return join(folder, 'weights.jsonl');
}

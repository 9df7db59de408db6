import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';

/** The addresses of the style sheet and the script, which change with their content, and the middleware for both. */
export type Assets = { stylesheet: string; script: string; serve: MiddlewareHandler };

type Asset = { type: string; cacheControl: string; identity: Buffer; br: Buffer; gzip: Buffer };

const aYear = 'public, max-age=31536000, immutable';
const aDay = 'public, max-age=86400';

/**
 * Reads the style sheet and the script from a folder, htmx in front of our own script so that one request brings both,
 * and compresses them once. They are served under names made from their content, for a year.
 */
export function loadAssets(folder: string): Assets {
  const htmx = readFileSync(createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js'));
  const stylesheet = versioned('app', 'css', styles(join(folder, 'styles')));
  const script = versioned(
    'app',
    'js',
    Buffer.concat([htmx, Buffer.from('\n'), uncommented(join(folder, 'app.js'), /^\s*\/\/.*\n/gm)]),
  );
  const icon = asset('image/png', aDay, readFileSync(join(folder, 'favicon.png')));
  const byPath = new Map<string, Asset>([stylesheet, script, ['/favicon.ico', icon]]);
  return {
    stylesheet: stylesheet[0],
    script: script[0],
    serve: async (c, next) => {
      const found = c.req.method === 'GET' ? byPath.get(c.req.path) : undefined;
      if (!found) return next();
      const encoding = acceptedEncoding(c.req.header('Accept-Encoding'));
      const body = found[encoding ?? 'identity'];
      return c.body(new Uint8Array(body), 200, {
        'Content-Type': found.type,
        'Cache-Control': found.cacheControl,
        Vary: 'Accept-Encoding',
        ...(encoding && { 'Content-Encoding': encoding }),
      });
    },
  };
}

/** Gives the encoding for an answer, by the browser's Accept-Encoding header: brotli, else gzip, else null. */
export function acceptedEncoding(header: string | undefined): 'br' | 'gzip' | null {
  const accepted = (header ?? '')
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.split(';')[0]?.trim());
  if (accepted.includes('br')) return 'br';
  return accepted.includes('gzip') ? 'gzip' : null;
}

// Joins the parts of the style sheet in the order of their names.
function styles(folder: string): Buffer {
  const parts = readdirSync(folder).filter((name) => name.endsWith('.css'));
  return Buffer.concat(parts.sort().map((name) => uncommented(join(folder, name), /\/\*[\s\S]*?\*\//g)));
}

// Comments would weigh 800 bytes on the wire.
function uncommented(file: string, comment: RegExp): Buffer {
  return Buffer.from(readFileSync(file, 'utf8').replace(comment, ''));
}

function versioned(name: string, extension: 'css' | 'js', content: Buffer): [string, Asset] {
  const version = createHash('sha256').update(content).digest('hex').slice(0, 10);
  const type = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' }[extension];
  return [`/estatico/${name}.${version}.${extension}`, asset(type, aYear, content)];
}

function asset(type: string, cacheControl: string, content: Buffer): Asset {
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return {
    type,
    cacheControl,
    identity: content,
    br: brotliCompressSync(content, { params: quality }),
    gzip: gzipSync(content, { level: 9 }),
  };
}

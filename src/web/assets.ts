import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';

/** The addresses of the style sheet and the script, which change with their content, and the middleware for both. */
export type Assets = { stylesheet: string; script: string; serve: MiddlewareHandler };

type Asset = { type: string; cacheControl: string } & Record<
  'identity' | 'br' | 'gzip',
  Promise<Uint8Array<ArrayBuffer>>
>;

const aYear = 'public, max-age=31536000, immutable';
const aMonth = 'public, max-age=2592000';

/**
 * Reads the style sheet and the script from a folder, htmx in front of our own script so that one request brings both,
 * and compresses them once, beside the start of the process. They are served under names made from their content, for a
 * year; the icon, whose name browsers choose, for a month.
 */
export function loadAssets(folder: string): Assets {
  const htmx = readFileSync(createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js'));
  const stylesheet = versioned('app', 'css', styles(join(folder, 'styles')));
  const script = versioned('app', 'js', Buffer.concat([htmx, Buffer.from('\n'), ownScript(join(folder, 'app.js'))]));
  const icon = asset('image/png', aMonth, readFileSync(join(folder, 'favicon.png')));
  const byPath = new Map<string, Asset>([stylesheet, script, ['/favicon.ico', icon]]);
  return {
    stylesheet: stylesheet[0],
    script: script[0],
    serve: async (c, next) => {
      const found = ['GET', 'HEAD'].includes(c.req.method) ? byPath.get(c.req.path) : undefined;
      if (!found) return next();
      const encoding = acceptedEncoding(c.req.header('Accept-Encoding'));
      const body = await found[encoding ?? 'identity'];
      return c.body(body, 200, {
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
  const whole = Buffer.concat(parts.sort().map((name) => uncommented(join(folder, name), /\/\*[\s\S]*?\*\//g)));
  // The formatter's white space weighs 300 bytes on the wire. No text of the style sheet has a brace, colon, comma or
  // break.
  return Buffer.from(
    whole
      .toString()
      .replace(/\s*\n\s*/g, '')
      .replace(/ *([{;,]|: ) */g, (mark) => mark.trim()),
  );
}

// Joins the lines of our script that end with a sign after which a break means nothing. No text of it has a break.
function ownScript(file: string): Buffer {
  return Buffer.from(
    uncommented(file, /^\s*\/\/.*\n/gm)
      .toString()
      .replace(/([;{},([])\s*\n\s*/g, '$1')
      .replace(/\n\s+/g, '\n'),
  );
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
  const sent = async (body: Promise<Buffer>) => new Uint8Array(await body);
  return {
    type,
    cacheControl,
    identity: sent(Promise.resolve(content)),
    br: sent(promisify(brotliCompress)(content, { params: quality })),
    gzip: sent(promisify(gzip)(content, { level: 9 })),
  };
}

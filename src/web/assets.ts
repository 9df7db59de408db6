import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import { acceptedCoding } from './content-coding.ts';

/** The addresses of the style sheet and the script, which change with their content, and the middleware for both. */
export type Assets = { stylesheet: string; script: string; serve: MiddlewareHandler };

type Asset = { type: string; cacheControl: string } & Record<
  'identity' | 'br' | 'gzip',
  Promise<Uint8Array<ArrayBuffer>>
>;

const aYear = 'public, max-age=31536000, immutable';
const aMonth = 'public, max-age=2592000';

/**
 * Reads the style sheet and the script from the folder into which they were built, and compresses them once, beside the
 * start of the process. They are served under names made from their content, for a year; the icon, whose name browsers
 * choose, for a month.
 */
export function loadAssets(folder: string): Assets {
  const stylesheet = versioned('app', 'css', readFileSync(join(folder, 'app.css')));
  const script = versioned('app', 'js', readFileSync(join(folder, 'app.js')));
  const icon = asset('image/png', aMonth, readFileSync(join(folder, 'favicon.png')));
  const byPath = new Map<string, Asset>([stylesheet, script, ['/favicon.ico', icon]]);
  return {
    stylesheet: stylesheet[0],
    script: script[0],
    serve: async (c, next) => {
      const found = ['GET', 'HEAD'].includes(c.req.method) ? byPath.get(c.req.path) : undefined;
      if (!found) return next();
      const coding = acceptedCoding(c.req.header('Accept-Encoding'));
      const body = await found[coding ?? 'identity'];
      return c.body(body, 200, {
        'Content-Type': found.type,
        'Cache-Control': found.cacheControl,
        Vary: 'Accept-Encoding',
        ...(coding && { 'Content-Encoding': coding }),
      });
    },
  };
}

function versioned(name: string, extension: 'css' | 'js', content: Buffer): [string, Asset] {
  const version = createHash('sha256').update(content).digest('base64url').slice(0, 8);
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

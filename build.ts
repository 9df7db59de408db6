import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { buildAssets } from './build-assets.ts';

/**
 * Bundles programs of the repository into a folder, under their own paths (`src/server.ts` becomes `src/server.js`), beside
 * the assets that the server reads. A process that loads one file starts in two thirds of the time of one that loads 900,
 * and takes 35 MB less.
 */
export function bundle(programs: string[], folder: string): void {
  buildSync({
    absWorkingDir: import.meta.dirname,
    entryPoints: programs,
    outdir: folder,
    outbase: '.',
    chunkNames: 'src/[name]-[hash]',
    bundle: true,
    // What a process may never need, such as the embedded database, stays in files of its own.
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    legalComments: 'none',
    logLevel: 'warning',
    // Packages with native code or files of their own. The driver knows pg-native, which isn't installed.
    external: ['@electric-sql/pglite', 'oslo', 'pino', 'pg-native'],
    // Packages in the older module format ask for Node's own modules by it.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
  buildAssets(join(folder, 'static'));
}

/** The programs of the product: the server and the command line. */
export const product = ['src/server.ts', 'src/cli.ts'];

if (import.meta.main) bundle(product, 'dist');

import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder in which npm installs packages. */
export const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/**
 * Makes a folder that depends on one package alone and takes long to make. It is made once and kept beside the
 * packages; another version of the package gets another folder. Gives its path.
 */
export async function cachedFolder(packageName: string, make: (draft: string) => Promise<void>): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(modules, packageName, 'package.json'), 'utf8'));
  return madeOnce(
    join(modules, '.cache', `soce-${packageName.replace(/\W+/g, '-').replace(/^-/, '')}-${version}`),
    make,
  );
}

/** Makes a folder that does not exist yet beside its place, and moves it there whole. Gives its path. */
export async function madeOnce(folder: string, make: (draft: string) => Promise<unknown>): Promise<string> {
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}-draft-`);
  await make(draft);
  try {
    renameSync(draft, folder);
  } catch {
    // Another process made the same folder meanwhile.
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** The folder in which a run builds the product. It lies beside the packages, which the product then finds. */
export function buildFolder(run: string): string {
  return join(modules, '.cache', `build-${basename(dirname(run))}`);
}

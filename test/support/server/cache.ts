import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where npm puts packages. */
export const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/**
 * A folder that depends on one package alone and takes long to make, so it is made once and kept beside the packages;
 * another version of the package gets another folder.
 */
export async function cachedFolder(packageName: string, make: (draft: string) => Promise<void>): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(modules, packageName, 'package.json'), 'utf8'));
  const folder = join(modules, '.cache', `soce-${packageName.replace(/\W+/g, '-').replace(/^-/, '')}-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}-draft-`);
  await make(draft);
  try {
    renameSync(draft, folder);
  } catch {
    // Another test file was faster; its folder is as good.
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** Where a run with this folder builds the product: beside the packages, so that it finds them; it goes with the run. */
export function buildFolder(run: string): string {
  return join(modules, '.cache', `build-${basename(dirname(run))}`);
}

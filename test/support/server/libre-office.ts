import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';

/** The program of LibreOffice, if this machine has it; null elsewhere. */
export const libreOffice = onPath('soffice') ?? onPath('libreoffice');

// Separator, quotes, UTF-8, from the first line, and each cell as a person sees it.
const csvAsShown = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false';

const patience = 100_000;

/** Has LibreOffice open files, by their names, and save each in another format. It has a profile of its own each time. */
export async function savedByLibreOffice(
  files: Record<string, Uint8Array>,
  format: 'csv' | 'xlsx',
): Promise<Record<string, Uint8Array>> {
  const folder = await mkdtemp(join(tmpdir(), 'soce-office-'));
  try {
    await mkdir(join(folder, 'saved'));
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    const names = Object.keys(files);
    const filter = format === 'csv' ? csvAsShown : format;
    const places = names.map((name) => join(folder, name));
    await run(folder, ['--convert-to', filter, '--outdir', join(folder, 'saved'), ...places]);
    const saved = names.map(async (name) => {
      const file = `${basename(name, '.xlsx')}.${format}`;
      return [name, new Uint8Array(await readFile(join(folder, 'saved', file)))] as const;
    });
    return Object.fromEntries(await Promise.all(saved));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

// The program starts others, so all of its group are ended where it takes too long.
async function run(folder: string, args: string[]): Promise<void> {
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  const child = spawn(libreOffice ?? '', [profile, '--headless', '--norestore', ...args], {
    detached: true,
    stdio: 'ignore',
    env: { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C.UTF-8' },
  });
  const end = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), patience);
  const [code] = await once(child, 'exit');
  clearTimeout(end);
  if (code !== 0) throw new Error(`LibreOffice ended with ${code}.`);
}

function onPath(program: string): string | null {
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  return places.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

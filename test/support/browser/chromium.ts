import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedFolder, modules } from '../server/cache.ts';

/** The path of a Chromium, and the environment in which it finds its libraries and fonts. */
export type Chromium = { executablePath: string; env: Record<string, string> };

const packageName = '@sparticuz/chromium';

/**
 * Finds the Chromium from npm, which is unpacked once into node_modules/.cache and is the same on every machine; or
 * the one whose path the environment variable SOCE_TEST_CHROMIUM gives.
 */
export async function findChromium(): Promise<Chromium> {
  const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => !!entry[1]));
  if (env.SOCE_TEST_CHROMIUM) return { executablePath: env.SOCE_TEST_CHROMIUM, env };
  const folder = await unpackedChromium();
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      ...env,
      HOME: env.HOME ?? folder,
      LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

function unpackedChromium(): Promise<string> {
  return cachedFolder(packageName, async (draft) => {
    unpack(draft);
    writeFileSync(join(draft, 'fonts.conf'), fontSettings);
  });
}

// Unpacks the package into a folder. It unpacks itself into the temporary folder of its process, and its libraries
// only in the cloud that it was made for; other machines may lack them too.
function unpack(folder: string): void {
  const file = JSON.stringify(join(modules, packageName, 'build', 'index.js'));
  const script = `const { default: chromium } = await import(${file}); await chromium.executablePath()`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Chromium could not be unpacked:\n${stderr}`);
}

// Prefers the package's font, so that text is equally wide on every machine, to those of the system.
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(tmpdir(), 'soce-fonts-cache')}</cachedir>
  ${['sans-serif', 'serif', 'system-ui', 'ui-sans-serif']
    .map(
      (family) =>
        `<alias binding="strong"><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`,
    )
    .join('\n  ')}
</fontconfig>
`;

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Product } from '../support/server/product.ts';
import { signIn } from '../support/stage/sign-in.ts';
import { mailOffices } from './mail-office.ts';
import { reset, until } from './mailing.ts';
import { administratorAt } from './municipality.ts';

const openOffice = mailOffices();
const none = { MAIL_URL: '' };

describe.concurrent('Without MAIL_URL', { timeout: 60_000 }, () => {
  test('mails are written to the data folder on the embedded database, and a page shows them on this machine', async ({
    expect,
  }) => {
    const { people, folder, start } = await openOffice(['eva', 'ana'], { kind: 'embedded' });
    const { eva, ana } = people;
    const product = await start(none);
    const stranger = product.visitor();
    expect((await stranger.open('/correo')).text).toContain('Aún no hay correos.');
    expect((await stranger.open('/estilo')).h1).toBe('Estilo');
    const elsewhere = { Host: 'soce.example', 'X-Forwarded-For': '203.0.113.7', Forwarded: 'for=x' };
    for (const [name, value] of Object.entries(elsewhere)) {
      for (const path of ['/correo', '/estilo']) {
        expect([name, (await stranger.get(path, { [name]: value })).status]).toEqual([name, 404]);
      }
    }

    const administrator = await administratorAt(product);
    for (const [count, person] of [eva, ana].entries()) {
      await reset(administrator, person);
      await until(
        () => keptIn(folder).length,
        (kept) => kept === count + 1,
      );
    }
    const page = await stranger.open('/correo');
    expect(page.status).toBe(200);
    const told = page.text.match(/Contraseña temporal de \w+ \S+ \S+, para \S+|Contraseña temporal: \S+/g);
    expect(told).toEqual([
      expect.stringMatching(/^Contraseña temporal de ana .*, para ana@prueba\.example$/),
      expect.stringMatching(/^Contraseña temporal: [A-Za-z2-9]{12}$/),
      expect.stringMatching(/^Contraseña temporal de eva .*, para eva@prueba\.example$/),
      expect.stringMatching(/^Contraseña temporal: [A-Za-z2-9]{12}$/),
    ]);
    const password = told?.[1]?.split(': ')[1] ?? '';
    expect((await signIn(product.visitor(), { ...ana, password })).url.pathname).toBe('/datos-generales/contrasena');

    // They contain passwords, so only the owner of the folder may read them.
    const [file = ''] = keptIn(folder);
    expect([file, statSync(file).mode & 0o777, statSync(join(file, '..')).mode & 0o777]).toEqual([
      expect.stringMatching(/\/correo\/0000000001-1769999930001\.eml$/),
      0o600,
      0o700,
    ]);
    expect(readFileSync(file, 'utf8')).toMatch(/^To: eva@prueba\.example$/m);

    product.kill('SIGTERM');
    await product.ended;
    const seenByOthers: Record<string, string>[] = [
      { BASE_URL: 'https://soce.example' },
      { BASE_URL: 'http://192.0.2.7:3000' },
      { HOST: '0.0.0.0' },
    ];
    for (const more of seenByOthers) {
      const other = await start({ ...none, ...more });
      expect((await other.visitor().get('/estilo')).status).toBe(404);
      await hasNoPage(other);
    }
  });

  test('mails are written to the data folder on a server’s database, and no page shows them', async ({ expect }) => {
    const { people, folder, start } = await openOffice(['eva']);
    const product = await start(none);
    await reset(await administratorAt(product), people.eva);
    await until(
      () => keptIn(folder).length,
      (count) => count === 1,
    );
    expect((await product.visitor().get('/estilo')).status).toBe(404);
    await hasNoPage(product);
  });
});

test.concurrent('With MAIL_URL no page shows mails', { timeout: 60_000 }, async ({ expect }) => {
  const { folder, start } = await openOffice(['eva'], { kind: 'embedded' });
  await hasNoPage(await start());
  expect(keptIn(folder)).toEqual([]);
});

async function hasNoPage(product: Product): Promise<void> {
  const page = await product.visitor().get('/correo');
  expect([page.status, page.h1]).toEqual([404, 'Página no encontrada']);
  product.kill('SIGTERM');
  await product.ended;
}

function keptIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => join(folder, name));
}

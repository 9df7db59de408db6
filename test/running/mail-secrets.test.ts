import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, test } from 'vitest';
import { dump } from '../support/server/contents.ts';
import { temporaryPasswordIn } from '../support/server/inbox.ts';
import { changePassword, signIn } from '../support/stage/sign-in.ts';
import { mailOffices } from './mail-office.ts';
import { reset } from './mailing.ts';
import { administratorAt } from './municipality.ts';

const openOffice = mailOffices();
const chosen = 'Colibrí-Verde-88';
const mailUser = 'correo@soce.example';
const mailPassword = 'Clave/del Correo-99';

describe.concurrent.each(['server', 'embedded'] as const)('A mailed password on the %s database', (kind) => {
  test('stands neither in the database nor in the log nor in the data folder', { timeout: 90_000 }, async ({
    expect,
  }) => {
    const credentials: string[] = [];
    const office = await openOffice(['eva'], {
      kind,
      inbox: {
        smtp: {
          onAuth: ({ username, password }, _session, answer) => {
            credentials.push(username ?? '', password ?? '');
            answer(null, { user: 'soce' });
          },
        },
      },
    });
    const { people, inbox, folder, look } = office;
    const { eva } = people;
    const MAIL_URL = `smtp://${encodeURIComponent(mailUser)}:${encodeURIComponent(mailPassword)}@${inbox.url.host}`;
    const product = await office.start({ MAIL_URL, LOG_LEVEL: 'debug' });
    const administrator = await administratorAt(product);

    // The first mail is refused with its whole text in the answer; the second one is read and its password used.
    inbox.beforeAnswer = async ({ text }) => ({ responseCode: 550, message: `Refused: ${text.replace(/\s+/g, ' ')}` });
    await reset(administrator, eva);
    const returned = temporaryPasswordIn(await inbox.next());
    inbox.beforeAnswer = async () => {};
    await reset(administrator, eva);
    const temporary = temporaryPasswordIn(await inbox.next());
    const visitor = product.visitor();
    await signIn(visitor, { ...eva, password: temporary });
    const changed = await changePassword(visitor, temporary, chosen);
    expect(changed.announced).toEqual([expect.stringContaining('Datos Actualizados')]);
    await inbox.next();
    product.kill('SIGTERM');
    expect(await product.ended).toEqual({ code: 0, signal: null });
    expect(credentials.slice(0, 2)).toEqual([mailUser, mailPassword]);

    const secrets = { returned, temporary, chosen, mailUser, mailPassword };
    const places = async () => ({
      log: Buffer.from(product.output()),
      database: Buffer.from(await look(dump)),
      ...filesIn(folder),
    });
    const clean = await places();
    expect(clean.log.toString()).toContain('a job has failed');
    expect(clean.database.toString()).toMatch(/"responseCode": ?550/);
    expect(found(secrets, clean)).toEqual([]);

    // The search finds a planted password in each form and place.
    await look(({ owner }) =>
      sql`update mails set details = jsonb_build_object('password', ${temporary}::text)`.execute(owner),
    );
    for (const [name, form] of Object.entries(formsOf(temporary))) writeFileSync(join(folder, name), `…${form}…`);
    const dirty = found({ temporary }, await places());
    const forms = Object.keys(formsOf(temporary)).map((name) => `temporary as ${name} in ${name}`);
    expect(dirty).toEqual(expect.arrayContaining(['temporary as plain in database', ...forms]));
    if (kind === 'embedded') expect(dirty).toContainEqual(expect.stringMatching(/^temporary as plain in pg\/base/));
  });
});

function filesIn(folder: string): Record<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(files.map((file) => [file.slice(folder.length + 1), readFileSync(file)]));
}

// Gives the encodings in which a secret may stand. Base64 has three, by its offset.
function formsOf(secret: string): Record<string, string> {
  const inner = (places: number) =>
    Buffer.from(`${'.'.repeat(places)}${secret}`)
      .toString('base64')
      .slice(places === 0 ? 0 : 4)
      .replace(/.{1,4}$/, '');
  return {
    plain: secret,
    json: JSON.stringify(secret).slice(1, -1),
    address: encodeURIComponent(secret),
    form: new URLSearchParams({ '': secret }).toString().slice(1),
    hex: Buffer.from(secret).toString('hex'),
    base64: inner(0),
    base64second: inner(1),
    base64third: inner(2),
  };
}

function found(secrets: Record<string, string>, places: Record<string, Buffer>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    Object.entries(formsOf(secret)).flatMap(([form, text]) =>
      Object.entries(places)
        .filter(([, content]) => content.includes(text))
        .map(([place]) => `${name} as ${form} in ${place}`),
    ),
  );
}

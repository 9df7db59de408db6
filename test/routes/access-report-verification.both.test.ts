import { randomBytes } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { verifyReport } from '../../src/data/outside/access-reports.ts';
import { GuessQueueFull } from '../../src/data/outside/guessing-queue.ts';
import { rotateKey } from '../../src/data/outside/server-key.ts';
import { deriveSecrets } from '../../src/data/secrets/derived.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { addDelegate, type CastEntity, type CastUser, newcomer, scopeOf } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';

const verification = '/verificar';
const day = 24 * 3_600_000;
const right =
  /^El código es correcto: el reporte del RUC \d{13} al \d{4}-\d{2}-\d{2} lo lleva y dice lo que estaba registrado\.$/;
const wrong = /^Ningún reporte de ese RUC y esa fecha lleva ese código, o lo que decía ya cambió\./;

// The stage opens on 6 April 2022, the day on which its entities were registered.
onStage('Verificar un reporte', (stage) => {
  let past: string;
  let paz: CastUser;
  let visitor: Visitor;

  beforeAll(async () => {
    paz = await addDelegate(stage, 'delegada07', newcomer('Paz', 'Pía'));
    stage.clock.advance(3 * day);
    past = await codeOf(stage.quito, '2022-04-07');
  });
  beforeEach(async () => {
    await stage.forgetGuesses();
    visitor = stage.visitor();
  });

  test('is reached from the start page, and confirms a report by its three data', async () => {
    await visitor.open('/');
    await visitor.follow('Verificar un reporte');
    const page = await visitor.fill({ RUC: stage.quito.ruc, Fecha: '2022-04-07', Código: past }).press('Verificar');
    expect([page.status, page.errors]).toEqual([200, []]);
    expect(page.announced).toEqual([expect.stringMatching(right)]);
    expect(page.text).not.toContain(stage.quito.name);
  });

  test('takes the code as the page of the report shows it', async () => {
    const administrator = await stage.signedIn(stage.quito.administrator);
    const report = await administrator.open('/administracion/estado?fecha=2022-04-07');
    const [shown = ''] = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(report.text) ?? [];
    expect(await verdict({ codigo: shown })).toMatch(right);
    expect((await administrator.follow(/verificar$/)).h1).toBe('Verificar un reporte');
  });

  test.for<[string, (code: string) => string]>([
    ['in lower case', (code) => code.toLowerCase()],
    ['with blanks', (code) => ` ${code.replace(/.{4}/g, '$& ')}`],
    ['with hyphens and dashes', (code) => code.replace(/(.{4})(.{4})(.{4})/, '$1-$2–$3-')],
    ['with O for 0, and I and L for 1', (code) => code.replaceAll('0', 'O').replaceAll('1', 'l')],
  ])('takes the code %s', async ([, spelt]) => {
    expect(await verdict({ codigo: spelt(past) })).toMatch(right);
  });

  test.for(['07/04/2022', '7/4/2022', ' 2022-04-07'])('takes the day as %s', async (fecha) => {
    expect(await verdict({ fecha })).toMatch(right);
  });

  test('answers the same to another code, day and RUC, to a day before the registration and to an unknown RUC', async () => {
    const asked: Partial<Asked>[] = [
      { codigo: '0000000000000000' },
      { codigo: past.replace(/.$/, (sign) => (sign === 'Z' ? 'Y' : 'Z')) },
      { fecha: '2022-04-06' },
      { fecha: '2022-04-08' },
      { fecha: '2022-04-05' },
      { ruc: stage.cuenca.ruc },
      { ruc: '1790012345001' },
      { codigo: await codeOf(stage.cuenca, '2022-04-07') },
    ];
    const answers = [];
    for (const one of asked) {
      const page = await visitor.open(address(one));
      answers.push([page.status, page.errors, page.text.replace(/\d{2}:\d{2}/g, '')]);
    }
    expect(answers[0]).toEqual([422, [expect.stringMatching(wrong)], expect.any(String)]);
    expect(answers).toEqual(Array(asked.length).fill(answers[0]));
  });

  test('takes as long for an unknown RUC as for a wrong code', async () => {
    const times: Record<string, number[]> = { known: [], unknown: [] };
    for (let round = 0; round < 9; round += 1) {
      await stage.forgetGuesses();
      for (const [name, ruc] of [
        ['known', stage.quito.ruc],
        ['unknown', '1790012345001'],
      ] as const) {
        const since = performance.now();
        await visitor.get(address({ ruc, codigo: '0'.repeat(16) }));
        times[name]?.push(performance.now() - since);
      }
    }
    // What else the machine does makes a time longer, never shorter.
    const [known = 0, unknown = 0] = Object.values(times).map((of) => Math.min(...of));
    expect(Math.min(known, unknown)).toBeGreaterThanOrEqual(250);
    expect(Math.abs(known - unknown)).toBeLessThan(25);
  });

  test.for<[Partial<Asked>, RegExp]>([
    [{ ruc: '' }, /^RUC: escriba los 13 dígitos/],
    [{ ruc: '17699999300012' }, /^RUC: /],
    [{ fecha: '' }, /^Escriba la Fecha\.$/],
    [{ fecha: '2022-02-29' }, /^Fecha: escriba una fecha que exista/],
    [{ fecha: '2022-04-10' }, /^Fecha: .* no puede ser posterior a hoy \(2022-04-09\)\.$/],
    [{ codigo: '' }, /^Código: escriba las 16 letras y dígitos/],
    [{ codigo: '7Q2M-0XKD-94TB-HJ5' }, /^Código: /],
    [{ codigo: '7Q2M-0XKD-94TB-HJ5C8' }, /^Código: /],
    [{ codigo: 'UUUU-0XKD-94TB-HJ5C' }, /^Código: /],
    [{ codigo: '<script>alert(1)</script>' }, /^Código: /],
    [{ codigo: 'a\0' }, /^Código: contiene caracteres/],
  ])('names the field and the remedy for %o, counts no failure and keeps the values', async ([one, reason]) => {
    const page = await visitor.open(address(one));
    expect([page.status, page.errors]).toEqual([422, [expect.stringMatching(reason)]]);
    const [[name, typed] = ['', '']] = Object.entries(one);
    const label = { ruc: 'RUC', fecha: 'Fecha', codigo: 'Código' }[name] ?? '';
    expect(page.field(label).value).toBe(typed.replace('\0', ''));
    const counters = await stage.database.owner.selectFrom('throttling').selectAll().execute();
    expect(counters).toEqual([]);
  });

  test('is refused to an address after twenty wrong codes in a minute, while right ones don’t count', async () => {
    for (let one = 1; one <= 5; one += 1) expect(await verdict()).toMatch(right);
    for (let one = 1; one <= 20; one += 1) expect(await verdict({ fecha: '2022-04-06' })).toMatch(wrong);
    await expectTooMany();
    stage.clock.advance(60_001);
    expect(await verdict()).toMatch(right);
  });

  test('is refused to an address after sixty questions in a minute, right ones too', async () => {
    for (let one = 1; one <= 60; one += 1) expect(await verdict()).toMatch(right);
    await expectTooMany();
    stage.clock.advance(60_001);
    expect(await verdict()).toMatch(right);
  });

  // The same answer to the right code and to a wrong one.
  async function expectTooMany(): Promise<void> {
    for (const asked of [{}, { codigo: '0'.repeat(16) }]) {
      const { status, errors, headers } = await visitor.get(address(asked));
      const told = /^Hubo demasiados intentos\. Vuelva a intentarlo a partir de las \d{2}:\d{2}\.$/;
      expect([status, errors]).toEqual([429, [expect.stringMatching(told)]]);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
    }
  }

  test('counts wrong codes with the failures of the address, and no right ones', async () => {
    await verdict();
    await verdict({ fecha: '2022-04-06' });
    const counters = await stage.database.owner.selectFrom('throttling').select(['key', 'points']).execute();
    const failures = counters.filter(({ key }) => key.startsWith('failures'));
    expect(failures.map(({ points }) => points)).toEqual([1]);
  });

  test('is computed one at a time, and refused while twenty wait', async () => {
    const { database, secrets, clock } = stage;
    const gate = Promise.withResolvers<null>();
    const held = { database: { ...database, inScope: () => gate.promise as Promise<never> }, secrets };
    const ask = (place: number) =>
      verifyReport(
        held,
        { ruc: stage.quito.ruc, day: '2022-04-07', code: past },
        { now: clock.now, address: `10.0.0.${place}` },
      );
    const asked = [];
    // One after the other, so that the first is being computed when the others come.
    for (let place = 1; place <= 21; place += 1) {
      asked.push(ask(place));
      await expect.poll(() => pointsOf(`10.0.0.${place}`)).toBe(2);
    }
    await expect(ask(22)).rejects.toThrow(GuessQueueFull);
    gate.resolve(null);
    expect(await Promise.all(asked)).toEqual(Array(21).fill('wrong'));
  });

  async function pointsOf(address: string): Promise<number> {
    const rows = await stage.database.owner.selectFrom('throttling').select(['key', 'points']).execute();
    return rows.filter(({ key }) => key.endsWith(address)).reduce((sum, { points }) => sum + points, 0);
  }

  test('takes the code of a report of today until what it says changes, and again once it is undone', async () => {
    const today = { fecha: '2022-04-09', codigo: await codeOf(stage.quito, '2022-04-09') };
    expect(await verdict(today)).toMatch(right);
    const scope = () => scopeOf(stage.database, stage.quito, stage.clock.now);
    const edit = async (change: object) => {
      const { contact } = await scope().contacts.find(paz.contactId);
      await scope().contacts.edit(contact.id, contact.version, { ...contact, ...change });
    };
    await edit({ email: 'otra@prueba.example' });
    expect(await verdict(today)).toMatch(right);
    await edit({ position: 'Director' });
    expect(await verdict(today)).toMatch(wrong);
    await edit({ position: 'Analista' });
    expect(await verdict(today)).toMatch(right);
    await edit({ active: false });
    expect(await verdict(today)).toMatch(wrong);
    expect(await verdict()).toMatch(right);
  });

  test('says since when reports can be verified, which is the last change of the server key', async () => {
    const { database, clock } = stage;
    expect((await visitor.open(verification)).text).not.toContain('Se verifican los reportes hechos desde');
    await rotateKey(database, deriveSecrets(randomBytes(32)), clock.now);
    const page = await visitor.open(verification);
    expect(page.text).toMatch(
      /Se verifican los reportes hechos desde el 2022-04-09 \d{2}:\d{2}\. Si el suyo es anterior, pida/,
    );
    await database.owner.deleteFrom('server_key').execute();
  });

  test('gives other codes under another server key', async () => {
    const content = ['1769999930001', '[]'] as const;
    const codes = [0, 1, 1].map((key) => deriveSecrets(Buffer.alloc(32, key)).checkCode(...content));
    expect(codes[0]).not.toBe(codes[1]);
    expect(codes[1]).toBe(codes[2]);
  });

  type Asked = { ruc: string; fecha: string; codigo: string };

  function address(asked: Partial<Asked> = {}): string {
    const query = { ruc: stage.quito.ruc, fecha: '2022-04-07', codigo: past, ...asked };
    return `${verification}?${new URLSearchParams(query)}`;
  }

  async function verdict(asked: Partial<Asked> = {}): Promise<string> {
    const page = await visitor.open(address(asked));
    return page.errors[0] ?? page.announced.join(' ');
  }

  async function codeOf({ administrator }: CastEntity, of: string): Promise<string> {
    const report = await (await stage.browserOf(administrator)).open(`/administracion/estado?fecha=${of}`);
    const [code = ''] = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(report.text) ?? [];
    return code.replaceAll('-', '');
  }
});

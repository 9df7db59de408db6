import { beforeAll, expect, test } from 'vitest';
import { readSheet } from '../../src/files/sheet.ts';
import { elements, textOf } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { addDelegate, type CastUser, newcomer, scopeOf, someone } from '../support/stage/cast.ts';
import { download } from '../support/stage/downloads.ts';
import { onStage } from '../support/stage/stage.ts';

const state = '/administracion/estado';
const file = `${state}/descargar`;
const hour = 3_600_000;

// The stage opens on 6 April 2022 at 15:53, the day on which its entities were registered.
onStage('Estado a la fecha', (stage) => {
  let administrator: Visitor;
  let paz: CastUser;

  beforeAll(async () => {
    const data = newcomer('Paz', 'Pía', { from: '2022-04-01', until: '2022-04-08', position: 'Asesor' });
    paz = await addDelegate(stage, 'delegada07', data);
    const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
    await quito.profiles.set(paz.id, [base], [base, 'PAC', 'REPORTES']);
    await quito.budgets.set(paz.id, 1, { limit: '3450000.50', active: true });
    stage.clock.advance(72 * hour);
    const later = scopeOf(stage.database, stage.quito, stage.clock.now);
    await later.profiles.set(paz.id, [base, 'PAC', 'REPORTES'], [base, 'REPORTES']);
    const { contact } = await later.contacts.find(paz.contactId);
    await later.contacts.edit(contact.id, contact.version, { ...contact, position: 'Director', active: false });
  });

  // A day has passed, so the sessions of the tests before may have ended.
  const asAdministrator = async () => {
    administrator = await stage.browserOf(stage.quito.administrator);
    return administrator;
  };
  const rowOf = (page: Page, user: string) => page.table().find(({ Usuario }) => Usuario === user);

  test('is of today where no day is asked for, and tells its hour', async () => {
    const page = await (await asAdministrator()).open(state);
    expect(page.field('Fecha').value).toBe('2022-04-09');
    expect(rowOf(page, 'delegada07')).toEqual({
      Usuario: 'delegada07',
      Nombre: 'Paz Pía',
      Cargo: 'Director',
      Delegación: 'Desde 2022-04-01 hasta 2022-04-08',
      Acceso: 'No: el contacto está INACTIVO y la delegación terminó el 2022-04-08',
      Menús: 'ENTIDAD-DATOS GENERALES; ENTIDAD-REPORTES',
      'Monto Límite': 'USD 3,450,000.50',
    });
    expect(page.text).toMatch(
      /Es el estado de hoy a las 15:53\. Su código deja de servir cuando algo de esto cambie\./,
    );
    expect(facts(page)).toMatchObject({
      Entidad: stage.quito.name,
      RUC: stage.quito.ruc,
      Fecha: '2022-04-09',
      Hecho: '2022-04-09 15:53',
      Administrador: 'Salgado Amparo (adminquito)',
      'Código de verificación': expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/),
    });
  });

  test.for(['2022-04-07', '07/04/2022', '7/4/2022', ' 2022-04-07 ', '2022–04–07'])(
    'is of a past day, in whatever spelling, and later changes don’t touch it (%s)',
    async (typed) => {
      const visitor = await asAdministrator();
      await visitor.open(state);
      const page = await visitor.fill({ Fecha: typed }).press('Consultar');
      expect(page.field('Fecha').value).toBe('2022-04-07');
      expect(rowOf(page, 'delegada07')).toMatchObject({
        Cargo: 'Asesor',
        Acceso: 'Sí',
        Menús: 'ENTIDAD-DATOS GENERALES; ENTIDAD-PLAN ANUAL DE CONTRATACIÓN; ENTIDAD-REPORTES',
      });
      expect(page.text).toContain('Es el estado al terminar ese día.');
    },
  );

  test('counts who had access, and lists the users in the order of their names', async () => {
    const page = await (await asAdministrator()).open(`${state}?fecha=2022-04-07`);
    const rows = page.table();
    expect(rows.map(({ Usuario }) => Usuario)).toEqual([...rows.map(({ Usuario }) => Usuario)].sort());
    const admitted = rows.filter(({ Acceso }) => Acceso === 'Sí').length;
    expect(admitted).toBeGreaterThan(1);
    expect(facts(page).Usuarios).toBe(`${rows.length}: ${admitted} con acceso, ${rows.length - admitted} sin acceso`);
  });

  test.for<[fecha: string, reason: RegExp]>([
    ['2022-04-10', /Fecha: escriba la fecha de hoy \(2022-04-09\) o una anterior/],
    ['2199-12-31', /Fecha: escriba la fecha de hoy/],
    ['2022-04-05', /Fecha: la entidad se registró el 2022-04-06\. Escriba ese día o uno posterior\./],
    ['1900-01-01', /Fecha: la entidad se registró/],
    ['2021-02-29', /Fecha: escriba una fecha que exista/],
    ['29/02/2021', /Fecha: escriba una fecha que exista/],
    ['ayer', /Fecha: escriba una fecha que exista/],
    ['2022-04-07%00', /Fecha: contiene caracteres que no se admiten/],
    ['2022-04-07&fecha=2022-04-08', /Fecha: el campo llegó más de una vez/],
  ])('refuses the day %s with its reason, and shows it again', async ([fecha, reason]) => {
    const visitor = await asAdministrator();
    for (const address of [`${state}?fecha=${fecha}`, `${file}?formato=csv&fecha=${fecha}`]) {
      const page = await visitor.open(address);
      expect([page.status, page.headers['content-disposition']]).toEqual([422, undefined]);
      expect(page.errors).toEqual([expect.stringMatching(reason)]);
      expect(page.field('Fecha').value).toBe(decodeURIComponent(fecha.split('&')[0] ?? '').replace('\0', ''));
      expect(page.offers('Descargar CSV')).toBe(false);
    }
  });

  test('exists for the day of the registration, at whose end the users of that day are there', async () => {
    const page = await (await asAdministrator()).open(`${state}?fecha=2022-04-06`);
    expect(page.status).toBe(200);
    expect(rowOf(page, 'delegada07')?.Menús).toContain('PLAN ANUAL');
  });

  test('says the order of its rows, whatever the address asks for', async () => {
    const visitor = await asAdministrator();
    for (const query of ['', '?orden=usuario&sentido=desc', '?sentido=desc&orden=nombre']) {
      const { text } = await visitor.open(`${state}${query}`);
      expect([query, text]).toEqual([query, expect.stringContaining('por usuario, de la A a la Z')]);
    }
  });

  test('names whoever was administrator, with access although the delegation had ended', async () => {
    const later = scopeOf(stage.database, stage.quito, stage.clock.now);
    const { contact } = await later.contacts.find(stage.quito.administrator.contactId);
    await later.contacts.edit(contact.id, contact.version, { ...contact, until: '2022-04-08' });
    const page = await (await asAdministrator()).open(state);
    expect(rowOf(page, 'adminquito')).toMatchObject({ Delegación: 'Desde 2020-01-01 hasta 2022-04-08', Acceso: 'Sí' });
  });

  test('takes a temporary password for access', async () => {
    const user = await someone(stage, { state: 'temporary' });
    stage.clock.advance(1);
    const page = await (await asAdministrator()).open(state);
    expect(rowOf(page, user.userName)?.Acceso).toBe('Sí');
  });

  test('shows a page of its rows, and all of them to the printer', async () => {
    const names = Array.from({ length: 21 }, (_, index) => `fila${100 + index}`);
    for (const name of names) await addDelegate(stage, `${name}x`, newcomer('Fila', 'Fe'), 'new');
    const visitor = await asAdministrator();
    const first = await visitor.open(state);
    expect(first.table()).toHaveLength(20);
    const second = await visitor.follow('Siguiente');
    expect(second.title).toContain('página 2 de 2');
    expect(facts(second).Usuarios).toBe(facts(first).Usuarios);
    const all = await visitor.follow('Imprimir');
    expect(all.table().length).toBe(Number(facts(first).Usuarios?.split(':')[0]));
    expect(all.text).toContain(facts(first)['Código de verificación']);
    expect((await visitor.open(`${state}?pagina=99`)).title).toContain('página 2 de 2');
  });

  test.for(['csv', 'excel'] as const)('is a file as %s, with its heading above the heads', async (format) => {
    const visitor = await asAdministrator();
    const page = await visitor.open(`${state}?fecha=2022-04-07&filas=100`);
    const before = await incidentsOfDownloads();
    const name = format === 'csv' ? 'Descargar CSV' : 'Descargar Excel';
    const { headers, bytes } = await download(stage, visitor, page.link(name).href);
    const ending = format === 'csv' ? 'csv' : 'xlsx';
    expect(headers['content-disposition']).toBe(
      `attachment; filename="estado-${stage.quito.ruc}-2022-04-07.${ending}"`,
    );
    const { heads, lines } = await readSheet(new Uint8Array(bytes), { lines: 10_000, columns: 30 });
    const rows = [heads, ...lines.map(({ cells }) => cells)];
    const head = rows.findIndex(([first]) => first === 'Usuario');
    expect(rows.slice(0, head)).toEqual([['Estado a la fecha'], ...Object.entries(facts(page))]);
    expect(rows[head]).toEqual(['Usuario', 'Nombre', 'Cargo', 'Delegación', 'Acceso', 'Menús', 'Monto Límite']);
    const shown = page.table().map((row) => ({ ...row, 'Monto Límite': undefined }));
    const written = rows.slice(head + 1).map((cells) => {
      return {
        ...Object.fromEntries(rows[head]?.map((one, place) => [one, cells[place]]) ?? []),
        'Monto Límite': undefined,
      };
    });
    expect(written).toEqual(shown);
    const limited = rows.find(([user]) => user === 'delegada07');
    expect(limited?.[6]).toBe(format === 'csv' ? '3450000.50' : '3450000.5');
    expect((await incidentsOfDownloads()).slice(before.length)).toEqual([
      [
        ['download.list', 'access-report'],
        ['download.format', format],
        ['download.records', rows.length - head - 1],
        ['download.day', '2022-04-07'],
      ],
    ]);
    const history = await visitor.open('/administracion/contactos/incidencias?que=list.downloaded');
    const ofFormat = format === 'csv' ? 'CSV' : 'Excel';
    expect(history.text).toContain(
      `Descargó el estado al 2022-04-07, con ${rows.length - head - 1} usuarios, en ${ofFormat}.`,
    );
  });

  async function incidentsOfDownloads() {
    const rows = await stage.database.owner
      .selectFrom('incidents')
      .select('changes')
      .where('event', '=', 'list.downloaded')
      .orderBy('id')
      .execute();
    return rows.map(({ changes }) => changes.map((change) => [change.field, change.new]));
  }
});

const base = 'DATOS_GENERALES';

/** Reads the heading of a report. */
function facts({ root }: Page): Record<string, string> {
  const [labels, values] = [elements(root, 'dt'), elements(root, 'dd')];
  return Object.fromEntries(labels.map((label, place) => [textOf(label), values[place] ? textOf(values[place]) : '']));
}

import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { importLabels } from '../../src/domain/import.ts';
import { readSheet } from '../../src/files/sheet.ts';
import { row, text, workbook } from '../files/workbook.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { visiting } from '../support/stage/administration.ts';
import { someone } from '../support/stage/cast.ts';
import { csvOf, formWithFile, importPage, numbersOf, personLine, review } from '../support/stage/imports.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const limit = 2_000_000;
// The beginning of a PNG.
const picture = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');

onStage('The form with a file', (stage) => {
  test('says which words each column takes, the menus with their codes and without those past their validity', async () => {
    const page = await (await stage.signedIn(stage.quito.administrator)).open(importPage);
    for (const words of [
      'Estado ACTIVO, INACTIVO',
      'Sexo Masculino, Femenino, Sin dato',
      'Tipo de Documento Cédula de Ciudadanía, ',
      'Menús ENTIDAD-CONSULTAS (CONSULTAS), ',
    ])
      expect(page.text).toContain(words);
    expect(page.text).not.toMatch(/\(ADMINISTRACION\)|\(DATOS_GENERALES\)/);
  });

  test.for<[string, (text: string) => Uint8Array]>([
    ['Windows-1252', (csv) => Buffer.from(csv, 'latin1')],
    ['UTF-16 with a mark', (csv) => Buffer.from(`\ufeff${csv}`, 'utf16le')],
    ['UTF-16 without a mark', (csv) => Buffer.from(csv, 'utf16le')],
    ['UTF-8 with a mark', (csv) => Buffer.from(`\ufeff${csv}`)],
    ['lines that end in CR alone', (csv) => Buffer.from(csv.replaceAll('\r\n', '\r'))],
    ['commas', (csv) => Buffer.from(csv.replaceAll(';', ','))],
    ['tabs', (csv) => Buffer.from(csv.replaceAll(';', '\t'))],
  ])('takes CSV in %s', async ([, encoded]) => {
    const { page } = await review(stage, encoded(csvOf([personLine({ 'Apellido Paterno': 'Ñauñay' })])));
    expect(numbersOf(page)).toEqual([1, 0, 0, 0]);
  });

  test('takes a workbook with days as numbers and in either date system, and results of formulas', async () => {
    for (const [date1904, serial] of [
      [false, 32_932],
      [true, 31_470],
    ] as const) {
      const { 'Fecha de Nacimiento': _, ...line } = personLine();
      const heads = [...Object.keys(line), 'Fecha de Nacimiento'];
      const cells = [...Object.values(line).map(text), `<c s="1"><v>${serial}</v></c>`];
      cells[1] = '<c t="str"><f>UPPER("inés")</f><v>INÉS</v></c>';
      const { page } = await review(stage, workbook(row(1, ...heads.map(text)) + row(2, ...cells), { date1904 }), {
        name: 'contactos.xlsx',
      });
      expect(numbersOf(page)).toEqual([1, 0, 0, 0]);
    }
  });

  test.for<[string, string | Uint8Array | null, string]>([
    ['no file', null, 'Archivo: elija un archivo CSV o XLSX de su equipo.'],
    ['an empty file', '', 'Archivo: el archivo está vacío. Elija otro.'],
    ['no head row', 'Juan;Mora;1710034065', 'Archivo: la primera línea no tiene los encabezados de la plantilla.'],
    ['a head twice', 'Cargo;Cargo;Número Identificación\n1;2;3', 'Archivo: la columna «Cargo» está dos veces.'],
    ['10,001 columns', `${'a;'.repeat(10_000)}a\n1`, 'Archivo: la línea 1 tiene más de 100 columnas.'],
    ['quotes that don’t match', 'Cargo;Número Identificación\n"a;b', 'Archivo: tiene comillas sin cerrar'],
    ['another archive', new Uint8Array([0x50, 0x4b, 3, 4, 9]), 'Archivo: no es un libro de Excel, o está dañado.'],
    ['macros', workbook('', { parts: { 'xl/_rels/workbook.xml.rels': macros() } }), 'Archivo: el libro tiene macros.'],
    [
      'a NUL in a head',
      'Car\0go;Número Identificación\na;b',
      'Archivo: la primera línea tiene signos que no se admiten.',
    ],
    ['a picture', picture, 'Archivo: no es un archivo CSV ni XLSX.'],
    ['5,001 lines', lines(5_001), 'Archivo: tiene más de 5000 líneas.'],
    ['one byte more than 2 MB', Buffer.alloc(limit + 1, 'a'), 'Archivo: pesa más de 2 MB.'],
  ])('is refused with %s, by a sentence at the field', async ([, contents, sentence]) => {
    const visitor = await visiting(stage, stage.quito.administrator, importPage);
    const { status, page } = await sent(visitor, contents);
    expect([status, page.errors]).toEqual([422, [expect.stringContaining(sentence)]]);
    expect(page.title).toMatch(/^Error: /);
  });

  test('names an unknown head that is cut within a sign of two halves', async () => {
    const head = `${'x'.repeat(59)}😀😀`;
    const { page } = await review(stage, csvOf([personLine()]).replace('\r\n', `;${head}\r\n`));
    expect(page.text).toContain(`No se leen estas columnas, que no están en la plantilla: ${'x'.repeat(59)}😀….`);
  });

  test('takes a head of two lines, and names an unknown one', async () => {
    const heads = '"Apellido\nPaterno";"Primer\r\nNombre";"De\notra\ttabla"';
    const csv = csvOf([personLine()])
      .replace('Apellido Paterno;Primer Nombre', heads)
      .replace('Importada;Inés', '$&;x');
    const { page } = await review(stage, csv);
    expect(numbersOf(page)).toEqual([1, 0, 0, 0]);
    expect(page.text).toContain('No se leen estas columnas, que no están en la plantilla: De otra tabla.');
  });

  test('takes 5,000 lines and 2 MB', async () => {
    const heads = 'Número Identificación;Comentario\n';
    const file = `${lines(4_999)}\nAB12345`;
    expect(numbersOf((await review(stage, file)).page)[3]).toBe(5_000);
    const padded = `${heads}AB12345;${'x'.repeat(limit - Buffer.byteLength(heads) - 'AB12345;'.length)}`;
    expect(Buffer.byteLength(padded)).toBe(limit);
    const { page } = await review(stage, padded);
    expect(page.text).toContain('No se leen estas columnas, que no están en la plantilla: Comentario.');
  });

  test('is refused early where it is far too large, without taking the memory', async () => {
    const visitor = await visiting(stage, stage.quito.administrator, importPage);
    const { type } = await formWithFile(visitor.token, 'x');
    const before = process.memoryUsage().rss;
    const page = await visitor.post(importPage, Buffer.alloc(50_000_000, 'a'), { 'Content-Type': type });
    expect([page.status, page.text.includes('se admiten hasta 2 MB')]).toEqual([413, true]);
    expect(page.link('Abrir de nuevo el formulario').href).toBe(importPage);
    const socket = connect(Number(stage.site.baseUrl.port), '127.0.0.1');
    socket.write(
      `POST ${importPage} HTTP/1.1\r\nHost: ${stage.site.baseUrl.host}\r\nContent-Type: ${type}\r\nContent-Length: 50000000\r\n\r\n`,
    );
    const [answer] = await once(socket, 'data');
    socket.destroy();
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  test.for<
    [string, number, (form: Awaited<ReturnType<typeof formWithFile>>) => { type: string; body: Uint8Array | string }]
  >([
    ['as another form', 415, ({ body }) => ({ type: 'application/x-www-form-urlencoded', body })],
    ['without a boundary', 415, ({ body }) => ({ type: 'multipart/form-data', body })],
    ['with another boundary', 400, ({ body }) => ({ type: 'multipart/form-data; boundary=otra', body })],
    ['cut off', 400, ({ type, body }) => ({ type, body: body.slice(0, body.length - 60) })],
    ['empty', 400, ({ type }) => ({ type, body: '' })],
  ])('is refused if it comes %s', async ([, status, spoilt]) => {
    const visitor = await visiting(stage, stage.quito.administrator, importPage);
    const { type, body } = spoilt(await formWithFile(visitor.token, csvOf([personLine()])));
    const page = await visitor.post(importPage, body, { 'Content-Type': type });
    expect(page.status).toBe(status);
  });

  test('is refused with two files, with another’s token, and with none', async () => {
    const visitor = await visiting(stage, stage.quito.administrator, importPage);
    const twice = await sentAs(visitor, ['file', 'file']);
    expect([twice.status, twice.text.includes('más de un archivo')]).toEqual([400, true]);
    for (const token of ['', 'x'.repeat(22)]) {
      const { type, body } = await formWithFile(token, csvOf([personLine()]));
      expect((await visitor.post(importPage, body, { 'Content-Type': type })).status).toBe(403);
    }
  });

  test('takes no file from a field that it doesn’t have', async () => {
    const visitor = await visiting(stage, stage.quito.administrator, importPage);
    const page = await sentAs(visitor, ['archivo']);
    expect([page.status, page.errors]).toEqual([
      422,
      [expect.stringContaining('Archivo: elija un archivo CSV o XLSX')],
    ]);
  });

  test('leads to the sign-in page where the session has ended, and keeps nothing', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    await visitor.open(importPage);
    const { type, body } = await formWithFile(visitor.token, csvOf([personLine()]));
    visitor.cookies.set('soce', 'x'.repeat(43));
    const page = await visitor.post(importPage, body, { 'Content-Type': type }, { follow: true });
    expect(page.url.pathname).toBe('/ingreso');
    const delegate = await stage.signedIn(await someone(stage));
    await delegate.open('/inicio');
    const other = await formWithFile(delegate.token, csvOf([personLine()]));
    expect((await delegate.post(importPage, other.body, { 'Content-Type': other.type })).status).toBe(403);
  });

  test('shows the name of the file without its folders and signs that nobody can read', async () => {
    const { page } = await review(stage, [personLine()], { name: 'C:\\Mis documentos\\<b>año\u202e 1.csv' });
    expect(page.text).toContain('Archivo <b>año 1.csv, 2022-04-06');
  });
});

onStage('The template', (stage) => {
  test.for(['csv', 'xlsx'])('has the heads of the form and two more (%s)', async (form) => {
    const { heads, lines: below } = await template(stage, form);
    expect([heads, below]).toEqual([Object.values(importLabels), []]);
  });

  test('filled in and sent back makes a contact', async () => {
    const { heads } = await template(stage, 'csv');
    const line: Record<string, string | undefined> = personLine();
    const { page } = await review(stage, `${heads.join(';')}\r\n${heads.map((head) => line[head] ?? '').join(';')}`);
    expect(numbersOf(page)).toEqual([1, 0, 0, 0]);
  });
});

async function template(stage: Stage, form: string) {
  const visitor = await stage.browserOf(stage.quito.administrator);
  const { 'set-cookie': _, ...headers } = (await visitor.get(`${importPage}/plantilla.${form}`)).headers;
  expect(headers['content-disposition']).toBe(`attachment; filename="plantilla-contactos.${form}"`);
  const cookie = visitor.cookies.header(stage.site.baseUrl) ?? '';
  const answer = await fetch(new URL(`${importPage}/plantilla.${form}`, stage.site.baseUrl), { headers: { cookie } });
  return readSheet(new Uint8Array(await answer.arrayBuffer()), { lines: 10, columns: 20 });
}

async function sent(visitor: Visitor, contents: string | Uint8Array | null) {
  const { type, body } = await formWithFile(visitor.token, contents);
  const page = await visitor.post(importPage, body, { 'Content-Type': type });
  return { status: page.status, page };
}

// Sends a file in each of these fields.
async function sentAs(visitor: Visitor, fields: string[]) {
  const form = new FormData();
  form.append('_token', visitor.token);
  for (const field of fields) form.append(field, new File([csvOf([personLine()])], 'contactos.csv'));
  const encoded = new Response(form);
  const headers = { 'Content-Type': encoded.headers.get('Content-Type') ?? '' };
  return visitor.post(importPage, new Uint8Array(await encoded.arrayBuffer()), headers);
}

function lines(count: number): string {
  return `Número Identificación\n${Array.from({ length: count }, (_, index) => `NADIE${index}`).join('\n')}`;
}

function macros(): string {
  const type = 'http://schemas.microsoft.com/office/2006/relationships/vbaProject';
  return `<Relationships><Relationship Id="rId9" Type="${type}" Target="vbaProject.bin"/></Relationships>`;
}

import { strFromU8, unzipSync } from 'fflate';
import readExcel from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import type { Column } from '../../src/files/column.ts';
import { writeCsv } from '../../src/files/csv.ts';
import { readSheet } from '../../src/files/sheet.ts';
import { writeXlsx } from '../../src/files/xlsx.ts';

const columns: Column[] = [
  { head: 'Número', kind: 'text' },
  { head: 'Desde', kind: 'day' },
  { head: 'Creado', kind: 'moment' },
  { head: 'Monto Límite (USD)', kind: 'amount' },
];
const rows = [
  ['0912345678', '2022-04-06', '2022-04-06 15:53', '3450000.50'],
  ['=1+1;"Ñ"\n', null, '', '999999999999.99'],
  ["'-x", '1950-12-31', null, '0.00'],
];
const limits = { lines: 10, columns: 4 };

describe('A written CSV file', () => {
  test('has a mark, semicolons, CRLF, quotes, and an apostrophe before formulas', async () => {
    expect(await textOf(writeCsv(columns, rows))).toBe(
      [
        '\ufeffNúmero;Desde;Creado;Monto Límite (USD)',
        '0912345678;2022-04-06;2022-04-06 15:53;3450000.50',
        '"\'=1+1;""Ñ""\n";;;999999999999.99',
        "''-x;1950-12-31;;0.00",
      ].join('\r\n'),
    );
  });

  test.for(['=', '+', '-', '@', '\t', '\r'])('guards a cell that begins with %j, and reads it back', async (sign) => {
    const [column] = columns as [Column];
    const bytes = await bytesOf(writeCsv([column], [[`${sign}A1`]]));
    expect(Buffer.from(bytes).toString()).toContain(`'${sign}A1`);
    expect((await readSheet(bytes, limits)).lines[0]?.cells).toEqual([`${sign}A1`]);
  });

  test('has the lines of its heading above its heads, which compute nothing either', async () => {
    const text = await textOf(writeCsv(columns, [], [['Entidad', '=1+1;"Ñ"']]));
    expect(text.split('\r\n').slice(0, 2)).toEqual([
      `\ufeffEntidad;"'=1+1;""Ñ"""`,
      columns.map(({ head }) => head).join(';'),
    ]);
  });

  test('is read back as it was', async () => {
    const { heads, lines } = await readSheet(await bytesOf(writeCsv(columns, rows)), limits);
    expect(heads).toEqual(columns.map(({ head }) => head));
    expect(lines.map(({ cells }) => cells)).toEqual(rows.map((row) => row.map((cell) => cell ?? '')));
  });
});

describe('A written workbook', () => {
  test('shows another reader texts as texts, days as days, amounts as numbers, and no formula', async () => {
    const bytes = Buffer.from(await bytesOf(writeXlsx(columns, rows, 'Usuarios')));
    const sheets = await readExcel(bytes, { trim: false });
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['Usuarios']);
    expect(sheets[0]?.data).toEqual([
      columns.map(({ head }) => head),
      ['0912345678', new Date('2022-04-06'), new Date('2022-04-06T15:53Z'), 3_450_000.5],
      ['=1+1;"Ñ"\n', null, null, 999_999_999_999.99],
      ["'-x", new Date('1950-12-31'), null, 0],
    ]);
  });

  test('keeps its heads in view', async () => {
    const parts = unzipSync(await bytesOf(writeXlsx(columns, rows, 'Usuarios')));
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" state="frozen" activePane="bottomLeft"/>');
    expect(sheet).not.toContain('<f');
  });

  test('keeps the lines above its heads in view as well', async () => {
    const heading = [['Estado a la fecha'], ['RUC', '0969999920001']];
    const bytes = await bytesOf(writeXlsx(columns, rows, 'Usuarios', heading));
    const sheet = strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    expect(sheet).toContain('<pane ySplit="3" topLeftCell="A4" state="frozen" activePane="bottomLeft"/>');
    const [written] = await readExcel(Buffer.from(bytes), { trim: false });
    expect(written?.data.slice(0, 2).map((line) => line.filter((cell) => cell !== null))).toEqual(heading);
  });

  test('is read back with its texts and days', async () => {
    const { lines } = await readSheet(await bytesOf(writeXlsx(columns, rows, 'Usuarios')), limits);
    expect(lines.map(({ cells }) => cells.slice(0, 2))).toEqual(rows.map(([text, day]) => [text, day ?? '']));
  });
});

describe('Both kinds of file', () => {
  test.for([
    ['CSV', writeCsv],
    ['Excel', (of: Column[], lines: AsyncIterable<string[]>) => writeXlsx(of, lines, 'Hoja')],
  ] as const)('are written while their lines come (%s)', async ([, write]) => {
    let asked = 0;
    const endless = (async function* () {
      for (;;) {
        asked += 1;
        yield [String(Math.random()), '2022-04-06', '2022-04-06 15:53', '1.00'];
      }
    })();
    const reader = write(columns, endless).getReader();
    for (let chunk = 0; chunk < 5; chunk += 1) await reader.read();
    const before = asked;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked - before).toBeLessThan(20_000);
    await reader.cancel();
  });
});

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as BodyInit).arrayBuffer());
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return Buffer.from(await bytesOf(stream)).toString();
}

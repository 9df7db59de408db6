import { strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { FileFault } from '../../src/files/file-fault.ts';
import { readSheet } from '../../src/files/sheet.ts';
import { row, sheetOf, text, workbook, zipped } from './workbook.ts';

const limits = { lines: 5_000, columns: 100 };
const heads = row(1, text('Nombre'), text('Desde'));

describe('A workbook', () => {
  test('is read with shared, rich and plain texts, numbers, results of formulas and gaps', async () => {
    const cells = ['<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>', text('0912&amp;'), '<c><v>912345678</v></c>'];
    const results = [
      '<c><f>1+1</f><v>2</v></c>',
      '<c t="str"><f>A2&amp;"x"</f><v>Año</v></c>',
      '<c t="b"><v>1</v></c>',
    ];
    const bytes = workbook(
      `${heads + row(2, ...cells) + row(4, ...results)}<row r="6"><c r="C6" t="e"><v>#N/A</v></c></row>`,
    );
    expect(await readSheet(bytes, limits)).toEqual({
      heads: ['Nombre', 'Desde'],
      lines: [
        { number: 2, cells: ['Peñafiel', 'Ana María', '0912&', '912345678'] },
        { number: 4, cells: ['2', 'Año', 'VERDADERO'] },
        { number: 6, cells: ['', '', '#N/A'] },
      ],
    });
  });

  test.for([
    [false, 44_713, '2022-06-01'],
    [true, 43_251, '2022-06-01'],
    [false, 60, '1900-02-28'],
    [false, 61, '1900-03-01'],
    [false, 44_713.75, '2022-06-01'],
  ] as const)('is read with its days (1904: %s, number %s)', async ([date1904, serial, day]) => {
    const days = [`<c s="1"><v>${serial}</v></c>`, `<c s="2"><v>${serial}</v></c>`];
    const { lines } = await readSheet(workbook(heads + row(2, ...days), { date1904 }), limits);
    expect(lines[0]?.cells).toEqual([day, day]);
  });

  test.for([
    ['that its relations name', { 'xl/_rels/workbook.xml.rels': macroRelation() }],
    ['that nothing names', { 'xl/vbaProject.bin': 'x' }],
    ['of Excel 4', { 'xl/macrosheets/sheet1.xml': '<x/>' }],
  ] as const)('is refused with macros %s, whatever the name of the file', async ([, parts]) => {
    await refused(workbook(heads, { parts }), 'macros');
  });

  test.for([
    ['its sheet', { 'xl/worksheets/sheet1.xml': sheetOf('<row/>'.repeat(6_700_000)) }],
    ['its texts', { 'xl/sharedStrings.xml': `<sst>${'<si><t>a</t></si>'.repeat(2_400_000)}</sst>` }],
    ['elements inside each other', { 'xl/workbook.xml': '<a>'.repeat(13_000_000) }],
    ['its styles', { 'xl/styles.xml': `<styleSheet>${' '.repeat(40_000_000)}</styleSheet>` }],
  ] as const)('is refused soon if %s are a zip bomb', async ([, parts]) => {
    const bytes = workbook(heads, { parts });
    expect(bytes.length).toBeLessThan(200_000);
    const before = process.memoryUsage().rss;
    await refused(bytes, /más de lo que se puede revisar|está dañado/);
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });

  test('is refused as a bomb whatever sizes it states', async () => {
    const bytes = workbook(heads, { parts: { 'xl/styles.xml': `<styleSheet>${' '.repeat(40_000_000)}</styleSheet>` } });
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    for (let at = 0; at < bytes.length - 46; at += 1) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0, true);
    }
    await refused(bytes, 'más de lo que se puede revisar');
  });

  test('is refused if a part that nobody needs is the bomb, and read beside a large one that is none', async () => {
    const beside = (size: number) => workbook(heads, { parts: { 'xl/media/image1.png': ' '.repeat(size) } });
    await refused(beside(40_000_000), 'más de lo que se puede revisar');
    expect((await readSheet(beside(39_000_000), limits)).heads).toEqual(['Nombre', 'Desde']);
  });

  test.for([
    ['another archive', zipped({ 'a.txt': strToU8('nada') })],
    ['a workbook that was cut off', workbook(heads).slice(0, 900)],
    ['a workbook whose sheet is missing', workbook(heads, { parts: { 'xl/_rels/workbook.xml.rels': '<x/>' } })],
    ['a workbook with broken markup', workbook('<row r="1"><c')],
    ['a workbook with entities of its own', workbook(row(1, text('&lol;')))],
    ['a workbook whose lines go backwards', workbook(row(2, text('a')) + row(1, text('b')))],
    ['a workbook in which a byte was changed', altered(workbook(heads))],
  ] as const)('is no %s', async ([, bytes]) => {
    await refused(bytes, 'está dañado');
  });

  test('is refused if a cell stands beyond the limit of columns, and read if it is blank', async () => {
    const far = (cell: string) => workbook(`${heads}<row r="2">${cell}</row>`);
    await refused(far('<c r="XFD2"><v>1</v></c>'), 'más de 100 columnas');
    expect((await readSheet(far('<c r="XFD2" s="1"/>'), limits)).lines).toEqual([]);
  });
});

function macroRelation(): string {
  const type = 'http://schemas.microsoft.com/office/2006/relationships/vbaProject';
  return `<Relationships><Relationship Id="rId9" Type="${type}" Target="vbaProject.bin"/></Relationships>`;
}

async function refused(bytes: Uint8Array, words: string | RegExp): Promise<void> {
  const reading = readSheet(bytes, limits);
  await expect(reading).rejects.toThrow(FileFault);
  await expect(reading).rejects.toThrow(words);
}

// The last byte of the sheet's packed contents, which stand in front of the list of parts.
function altered(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const list = Buffer.from(copy).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  copy[list - 8] = (copy[list - 8] ?? 0) ^ 1;
  return copy;
}

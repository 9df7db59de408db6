import { describe, expect, test } from 'vitest';
import { FileFault } from '../../src/files/file-fault.ts';
import { readSheet } from '../../src/files/sheet.ts';

const limits = { lines: 3, columns: 4 };
const people = { heads: ['Nombre', 'Año'], lines: [{ number: 2, cells: ['Peñafiel', '1980'] }] };

describe('A CSV file', () => {
  test.for([
    ['UTF-8', Buffer.from('Nombre;Año\r\nPeñafiel;1980\r\n')],
    ['UTF-8 with a mark', Buffer.from('\ufeffNombre;Año\r\nPeñafiel;1980')],
    ['UTF-16, little end first, with a mark', Buffer.from('\ufeffNombre;Año\nPeñafiel;1980', 'utf16le')],
    ['UTF-16, little end first, without a mark', Buffer.from('Nombre;Año\nPeñafiel;1980', 'utf16le')],
    ['UTF-16, big end first, with a mark', Buffer.from('\ufeffNombre;Año\nPeñafiel;1980', 'utf16le').swap16()],
    ['UTF-16, big end first, without a mark', Buffer.from('Nombre;Año\nPeñafiel;1980', 'utf16le').swap16()],
    ['Windows-1252', Buffer.from('Nombre;Año\nPeñafiel;1980', 'latin1')],
  ] as const)('is read in %s', async ([, bytes]) => {
    expect(await readSheet(bytes, limits)).toEqual(people);
  });

  test.for([
    ['semicolons', 'Nombre;Año\nPeñafiel;1980'],
    ['commas', 'Nombre,Año\nPeñafiel,1980'],
    ['tabs', 'Nombre\tAño\nPeñafiel\t1980'],
    ['quoted heads', '"Nombre","Año"\n"Peñafiel","1980"'],
    ['lines that end in CR alone', 'Nombre;Año\rPeñafiel;1980\r'],
  ])('is read with %s', async ([, text]) => {
    expect(await readSheet(Buffer.from(text ?? ''), limits)).toEqual(people);
  });

  test('keeps separators, quotes and line breaks inside of quotes', async () => {
    const { lines } = await readSheet(Buffer.from('Nombre;Año\n"a;""b""\r\nc";2\n'), limits);
    expect(lines).toEqual([{ number: 2, cells: ['a;"b"\r\nc', '2'] }]);
  });

  test('counts its blank lines and leaves them out', async () => {
    const { lines } = await readSheet(Buffer.from('Nombre;Año\n\n;;\nPeñafiel\n'), limits);
    expect(lines).toEqual([{ number: 4, cells: ['Peñafiel'] }]);
  });

  test('loses the apostrophe before what would be a formula, and no other', async () => {
    const { lines } = await readSheet(Buffer.from("Nombre;Año\n'=1+1;''-2\n'tis;'\n"), limits);
    expect(lines.map(({ cells }) => cells)).toEqual([
      ['=1+1', "'-2"],
      ["'tis", "'"],
    ]);
  });

  test('in UTF-8 keeps its letters where one is broken, which its cell tells', async () => {
    const bytes = Buffer.from('Nombre;Año\nPeñafiel;?\n');
    bytes[bytes.indexOf('?')] = 0xf1;
    const { heads, lines } = await readSheet(bytes, limits);
    expect([heads, lines[0]?.cells]).toEqual([people.heads, ['Peñafiel', '\ufffd']]);
  });

  test('keeps a NUL for its cell to be refused', async () => {
    const { lines } = await readSheet(Buffer.from('Nombre;Año\nPe\0ña;1980\n'), limits);
    expect(lines[0]?.cells).toEqual(['Pe\0ña', '1980']);
  });

  test.for([
    ['is empty', '', 'está vacío'],
    ['has a quote that never ends', 'a;b\nc;d\n"e;f\ng', 'comillas'],
    ['has a quote in the midst of a cell', 'a;b\nc"d;e\n', 'en la línea 2'],
    ['has a quote that ends two lines below', 'a;b\r\n"c;d\r\ne;f\r\n"g";h\r\n', 'en la línea 2'],
    ['has a quote that never ends, far above its end', `a\r\n"b\r\n${'c\r\n'.repeat(3_000)}`, 'en la línea 2'],
    ['has a line more than the limit', 'a\n1\n2\n3\n4', 'más de 3 líneas'],
    ['has a column more than the limit', 'a;b;c;d;e\n', 'más de 4 columnas'],
    ['has 10,001 columns', `${'a;'.repeat(10_000)}a\n`, 'más de 4 columnas'],
    ['has two million blank lines', '\n'.repeat(2_000_000), 'más de 50000 líneas'],
    ['is a workbook of an old Excel', '\u00d0\u00cf\u0011\u00e0', '.xls'],
  ])('is refused if it %s', async ([, content, words]) => {
    const reading = readSheet(Buffer.from(content ?? '', 'latin1'), limits);
    await expect(reading).rejects.toThrow(FileFault);
    await expect(reading).rejects.toThrow(words);
  });

  test('is read with as many lines and columns as the limits', async () => {
    const { heads, lines } = await readSheet(Buffer.from('a;b;c;d;;\n1\n2\n3\n\n'), limits);
    expect([heads.length, lines.length]).toEqual([4, 3]);
  });
});

import { strToU8, type Zippable, zipSync } from 'fflate';

/** The contents of a workbook with one sheet, as other programs write it; parts can be added, replaced or left out. */
export function workbook(rows: string, { date1904 = false, parts = {} as Record<string, string> } = {}): Uint8Array {
  const texts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': relations('officeDocument', ['xl/workbook.xml']),
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr date1904="${date1904 ? 1 : 0}"/><sheets><sheet name="Hoja1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${main}"><si><t>Peñafiel</t></si><si><r><t>Ana </t></r><r><t>María</t></r></si></sst>`,
    'xl/worksheets/sheet1.xml': sheetOf(rows),
    ...parts,
  };
  return zipped(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, strToU8(text)])));
}

/** The markup of a sheet with these rows. */
export function sheetOf(rows: string): string {
  return `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`;
}

/** A zip archive of these parts. */
export function zipped(parts: Zippable): Uint8Array {
  return zipSync(parts, { level: 9 });
}

/** A row of a sheet with these cells, each the markup of one, as of column A and onwards. */
export function row(number: number, ...cells: string[]): string {
  return `<row r="${number}">${cells.map((cell, place) => cell.replace('<c', `<c r="${'ABCDEFGH'[place]}${number}"`)).join('')}</row>`;
}

/** The markup of a cell with a text. */
export function text(value: string): string {
  return `<c t="inlineStr"><is><t>${value}</t></is></c>`;
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006/relationships';

function relations(kind: string, targets: string[]): string {
  const lines = targets.map(
    (one, index) => `<Relationship Id="rId${index + 1}" Type="${office}/${kind}" Target="${one}"/>`,
  );
  return `<Relationships xmlns="${packages}">${lines.join('')}</Relationships>`;
}

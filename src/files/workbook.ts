import { posix } from 'node:path';
import { type Archive, broken } from './archive.ts';
import { FileFault } from './file-fault.ts';
import { readWholeMarkup } from './markup.ts';

/** What the cells of a workbook's first sheet refer to. */
export type Workbook = {
  /** The part of the archive that holds the sheet. */
  sheet: string;
  /** Whether days are counted from 1904, as Excel on a Macintosh used to. */
  from1904: boolean;
  texts: string[];
  /** Whether a style shows a day, by its number. */
  days: boolean[];
};

/** Reads what belongs to the first sheet. Throws FileFault for another kind of document, and for macros. */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const [root] = await relationsOf(archive, '_rels/.rels', 'officeDocument');
  if (!root) throw new FileFault(broken);
  const folder = posix.dirname(root.target);
  const relations = posix.join(folder, '_rels', `${posix.basename(root.target)}.rels`);
  const [related] = await relationsOf(archive, relations, 'vbaProject', folder);
  if (related || archive.names.some((name) => macros.test(name)))
    throw new FileFault('el libro tiene macros. Guárdelo como «Libro de Excel (.xlsx)» y elíjalo de nuevo.');
  const { first, from1904 } = await contentsOf(archive, root.target);
  const sheet = (await relationsOf(archive, relations, 'worksheet', folder)).find(({ id }) => id === first);
  if (!sheet) throw new FileFault(broken);
  const [texts] = await relationsOf(archive, relations, 'sharedStrings', folder);
  const [styles] = await relationsOf(archive, relations, 'styles', folder);
  return {
    sheet: sheet.target,
    from1904,
    texts: texts ? await textsOf(archive, texts.target) : [],
    days: styles ? await daysOf(archive, styles.target) : [],
  };
}

// Where programs keep them, also where no relation leads to them.
const macros = /(^|\/)(vbaProject\.bin$|macrosheets\/)/i;

type Relation = { id: string; target: string };

async function relationsOf(archive: Archive, part: string, kind: string, folder = ''): Promise<Relation[]> {
  const found: Relation[] = [];
  if (!archive.has(part)) return found;
  await readWholeMarkup(archive.unpack(part), {
    open: (name, { Id = '', Type = '', Target = '' }) => {
      if (name !== 'Relationship' || !Type.endsWith(`/${kind}`)) return;
      found.push({ id: Id, target: Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target) });
    },
  });
  return found;
}

async function contentsOf(archive: Archive, part: string): Promise<{ first: string; from1904: boolean }> {
  let first = '';
  let from1904 = false;
  await readWholeMarkup(archive.unpack(part), {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name !== 'sheet' || first !== '') return;
      // The prefix of the attribute is the file's own.
      first = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
    },
  });
  return { first, from1904 };
}

// Beyond this many the texts can't be those of a table that is read.
const mostTexts = 1_000_000;

async function textsOf(archive: Archive, part: string): Promise<string[]> {
  const texts: string[] = [];
  let open = '';
  let isReading = false;
  await readWholeMarkup(archive.unpack(part), {
    open: (name) => {
      if (name === 'si') open = '';
      // What stands in a phonetic hint is no part of the text.
      if (name === 't') isReading = true;
      if (name === 'rPh') isReading = false;
    },
    text: (text) => {
      if (isReading) open += text;
    },
    close: (name) => {
      if (name === 't') isReading = false;
      if (name === 'si' && texts.push(open) > mostTexts) throw new FileFault(broken);
    },
  });
  return texts;
}

const mostStyles = 65_536;

async function daysOf(archive: Archive, part: string): Promise<boolean[]> {
  const formats = new Map<string, string>();
  const days: boolean[] = [];
  let isOfCells = false;
  await readWholeMarkup(archive.unpack(part), {
    open: (name, { numFmtId = '', formatCode = '' }) => {
      if (name === 'numFmt') formats.set(numFmtId, formatCode);
      if (name === 'cellXfs') isOfCells = true;
      if (name !== 'xf' || !isOfCells) return;
      if (days.push(isDay(numFmtId, formats.get(numFmtId))) > mostStyles) throw new FileFault(broken);
    },
    close: (name) => {
      if (name === 'cellXfs') isOfCells = false;
    },
  });
  return days;
}

// The formats with a day among those that have a number and no text in the file.
const dayFormats = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58];

function isDay(id: string, code: string | undefined): boolean {
  if (code === undefined) return dayFormats.includes(Number(id));
  return /[dy]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ''));
}

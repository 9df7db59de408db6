import { SaxesParser } from 'saxes';
import { broken } from './archive.ts';
import { FileFault } from './file-fault.ts';

type Attributes = Record<string, string>;

/** What to do at the beginning of an element, at its end, and with each text; names come without their prefix. */
type Markup = {
  open(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
};

// The parser remembers each open element. Those of a workbook are some ten deep.
const deepest = 100;

/**
 * Reads XML that comes in pieces, with what it does after each piece. Nothing is declared or expanded, and the memory is
 * that of one piece. Throws FileFault for faulty XML.
 */
export async function* readMarkup<T>(
  pieces: AsyncIterable<string>,
  { open, close, text }: Markup,
  after: () => Iterable<T>,
): AsyncGenerator<T> {
  const parser = new SaxesParser();
  let depth = 0;
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > deepest) throw new FileFault(broken);
    open(localName(name), attributes as Attributes);
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    close?.(localName(name));
  });
  if (text) parser.on('text', text);
  parser.on('error', (cause) => {
    throw new FileFault(broken, { cause });
  });
  for await (const piece of pieces) {
    parser.write(piece);
    yield* after();
  }
  parser.close();
}

/** Reads XML to its end. */
export async function readWholeMarkup(pieces: AsyncIterable<string>, markup: Markup): Promise<void> {
  for await (const _ of readMarkup(pieces, markup, () => []));
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

import { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { FileFault } from './file-fault.ts';

/** A zip archive that was opened: its parts are unpacked one by one, as text that comes in pieces. */
export type Archive = {
  names: readonly string[];
  has(name: string): boolean;
  unpack(name: string): AsyncIterable<string>;
};

/** True for the beginning of a zip archive, which a workbook is. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/** The most that an archive may unpack to, in bytes: twenty times the largest file (R5). */
const mostUnpacked = 40_000_000;

/**
 * Opens a zip archive. Throws FileFault if it is damaged, or states more than the most, also in parts that nobody needs.
 * Whatever sizes it states, the bytes that come out are counted, and unpacking stops at the most.
 */
export function openArchive(bytes: Uint8Array): Archive {
  const parts = new Map([...partsOf(bytes)].map((part) => [part.name, part]));
  const stated = [...parts.values()].reduce((sum, { size }) => sum + (size === unstated ? 0 : size), 0);
  if (stated > mostUnpacked) throw new FileFault(tooLarge);
  let unpacked = 0;
  return {
    names: [...parts.keys()],
    has: (name) => parts.has(name),
    async *unpack(name) {
      const part = parts.get(name);
      if (!part) throw new FileFault(broken);
      const decoder = new TextDecoder();
      let sum = 0;
      for await (const piece of piecesOf(bytes, part)) {
        unpacked += piece.length;
        if (unpacked > mostUnpacked) throw new FileFault(tooLarge);
        sum = crc32(piece, sum);
        yield decoder.decode(piece, { stream: true });
      }
      if (sum !== part.sum) throw new FileFault(broken);
    },
  };
}

/** The sentence for a workbook whose contents aren't what they should be. */
export const broken = 'no es un libro de Excel, o está dañado. Ábralo, guárdelo de nuevo como XLSX y elíjalo.';
const tooLarge = 'el libro contiene más de lo que se puede revisar. Copie la tabla a un libro nuevo y elíjalo.';

/** A part of an archive: its checksum, where its packed bytes stand, and the size that it is said to have unpacked. */
type Part = { name: string; method: number; sum: number; packed: number; size: number; header: number };

// The records of a zip archive by their marks, and the lengths of their fixed parts.
const marks = { part: 0x02014b50, end: 0x06054b50, header: 0x04034b50 };
const lengths = { part: 46, end: 22, header: 30, longestComment: 65_535 };
// What stands for a size that a larger kind of archive (zip64) states elsewhere.
const unstated = 0xffffffff;
const methods = { stored: 0, deflated: 8 };

// The list of parts at the end of the archive is read, because in front of a part its length may be missing.
function* partsOf(bytes: Uint8Array): Generator<Part> {
  const view = viewOf(bytes);
  const end = endOf(view);
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    expectMark(view, at, 'part');
    const nameLength = view.getUint16(at + 28, true);
    yield {
      name: new TextDecoder().decode(bytes.subarray(at + lengths.part, at + lengths.part + nameLength)),
      method: view.getUint16(at + 10, true),
      sum: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      header: view.getUint32(at + 42, true),
    };
    at += lengths.part + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

function endOf(view: DataView): number {
  const last = view.byteLength - lengths.end;
  for (let at = last; at >= Math.max(0, last - lengths.longestComment); at -= 1) {
    if (view.getUint32(at, true) === marks.end) return at;
  }
  throw new FileFault(broken);
}

async function* piecesOf(bytes: Uint8Array, { method, packed, header }: Part): AsyncGenerator<Uint8Array> {
  const view = viewOf(bytes);
  expectMark(view, header, 'header');
  const start = header + lengths.header + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  const contents = bytes.subarray(start, start + packed);
  if (method === methods.stored) return yield contents;
  if (method !== methods.deflated) throw new FileFault(broken);
  try {
    yield* Readable.from([contents]).pipe(createInflateRaw({ chunkSize: 65_536 }));
  } catch (cause) {
    throw new FileFault(broken, { cause });
  }
}

function expectMark(view: DataView, at: number, record: 'part' | 'header'): void {
  if (at + lengths[record] > view.byteLength || view.getUint32(at, true) !== marks[record]) throw new FileFault(broken);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

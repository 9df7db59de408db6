import { inflateSync } from 'node:zlib';

/** Reads the text of each sheet of a PDF by Chromium, without spaces, which the format has only as distances. */
export function sheetTexts(pdf: Buffer): string[] {
  const objects = new Map<string, string>();
  for (const [, number = '', content = ''] of pdf.toString('latin1').matchAll(/\n(\d+) 0 obj\n(.*?)\nendobj/gs)) {
    objects.set(number, content);
  }
  const find = (reference: string | undefined) => objects.get(reference ?? '') ?? '';
  const pages = [...objects.values()].filter((one) => /\/Type \/Page\s/.test(one));
  return pages.map((page) => {
    const fonts = new Map<string, Map<string, string>>();
    for (const [, font = '', number] of page.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const [, letters] = /\/ToUnicode (\d+) 0 R/.exec(find(number)) ?? [];
      fonts.set(font, lettersOf(unpacked(find(letters))));
    }
    const [, content] = /\/Contents (\d+) 0 R/.exec(page) ?? [];
    return shownText(unpacked(find(content)), fonts);
  });
}

function shownText(content: string, fonts: Map<string, Map<string, string>>): string {
  let [font, text] = ['', ''];
  for (const [, chosen, glyphs = ''] of content.matchAll(/\/(F\d+) \S+ Tf|<([0-9A-F]+)> Tj/g)) {
    if (chosen) font = chosen;
    for (const [glyph] of glyphs.matchAll(/.{4}/g)) text += fonts.get(font)?.get(glyph) ?? '\ufffd';
  }
  return text.replace(/\s+/g, '');
}

/** Reads the letters of a font's glyphs. */
function lettersOf(map: string): Map<string, string> {
  const letters = new Map<string, string>();
  for (const [, glyph = '', code = ''] of map.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]+)>$/gm)) {
    letters.set(glyph, Buffer.from(code, 'hex').swap16().toString('utf16le'));
  }
  for (const [, first = '', last = '', code = ''] of map.matchAll(
    /^<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]{4})>$/gm,
  )) {
    for (let step = 0; step <= hex(last) - hex(first); step += 1) {
      const glyph = (hex(first) + step).toString(16).toUpperCase().padStart(4, '0');
      letters.set(glyph, String.fromCharCode(hex(code) + step));
    }
  }
  return letters;
}

function unpacked(object: string): string {
  const [, packed = ''] = /stream\r?\n(.*)\nendstream/s.exec(object) ?? [];
  return inflateSync(Buffer.from(packed, 'latin1')).toString('latin1');
}

function hex(digits: string): number {
  return Number.parseInt(digits, 16);
}

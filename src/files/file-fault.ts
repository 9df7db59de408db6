/** A file can't be read as a table. The message is the rest of a sentence that begins with the field's label. */
export class FileFault extends Error {}

/** The fault of a line with too many cells. */
export function tooWide(number: number, columns: number): FileFault {
  return new FileFault(
    `la línea ${number} tiene más de ${columns} columnas. Deje las de la plantilla y quite las demás.`,
  );
}

/** The fault of a file with too many lines. */
export function tooLong(lines: number): FileFault {
  return new FileFault(`tiene más de ${lines} líneas. Divídalo en archivos más cortos.`);
}

import type { EntityContext } from './env.ts';

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Answers with a file that comes as a stream, for the browser to save under this name. */
export function download(
  c: EntityContext,
  contents: ReadableStream<Uint8Array>,
  { name, form }: { name: string; form: keyof typeof types },
): Response {
  c.header('Content-Type', types[form]);
  c.header('Content-Disposition', `attachment; filename="${name}.${form}"`);
  return c.body(contents as ReadableStream);
}

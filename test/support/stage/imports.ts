import { setTimeout } from 'node:timers/promises';
import type { Entity } from '../../../src/data/entity/entity.ts';
import { importLabels, importTable } from '../../../src/domain/import.ts';
import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import { visiting } from './administration.ts';
import type { CastUser } from './cast.ts';
import type { Stage } from './stage.ts';

/** The address of "Importar contactos". */
export const importPage = '/administracion/contactos/importar';

/** Values of a line by the labels of the form. */
export type Line = Partial<Record<(typeof importLabels)[keyof typeof importLabels], string>>;

let people = 0;

/** A line with a person whom nobody has, in the columns that are compulsory. */
export function personLine(more: Line = {}): Line {
  people += 1;
  return {
    'Apellido Paterno': 'Importada',
    'Primer Nombre': 'Inés',
    'Tipo de Documento': 'Pasaporte',
    'Número Identificación': `IMP${1000 + people}`,
    Estado: 'ACTIVO',
    Cargo: 'Analista',
    Desde: '2022-01-01',
    'Fecha de Nacimiento': '1990-02-28',
    ...more,
  };
}

/** The text of a CSV file with these lines, under the heads that any of them has. */
export function csvOf(lines: Line[]): string {
  const heads = Object.values(importLabels).filter((label) => lines.some((line) => label in line));
  const cells = lines.map((line) => heads.map((head) => quoted(line[head] ?? '')));
  return [heads, ...cells].map((row) => row.join(';')).join('\r\n');
}

function quoted(cell: string): string {
  return /[;"\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Reviews a file with one new person, by the product's verb; gives the number of the import. */
export function reviewedImport(scope: Entity): Promise<number> {
  const line = personLine();
  const table = importTable(Object.keys(line), [{ number: 2, cells: Object.values(line) }]);
  if (typeof table === 'string') throw new Error(table);
  return scope.imports.review(table, 'contactos.csv');
}

/** The body of a form with this file, and its type. */
export async function formWithFile(
  token: string,
  contents: string | Uint8Array | null,
  name = 'contactos.csv',
): Promise<{ type: string; body: Uint8Array }> {
  const form = new FormData();
  form.append('_token', token);
  if (contents !== null) form.append('file', new File([contents as BlobPart], name));
  const encoded = new Response(form);
  return { type: encoded.headers.get('Content-Type') ?? '', body: new Uint8Array(await encoded.arrayBuffer()) };
}

/** Sends a file on "Importar contactos" as an administrator; gives the answer, which is open in the browser. */
export async function review(
  stage: Stage,
  contents: string | Uint8Array | Line[],
  { name = 'contactos.csv', person = stage.quito.administrator }: { name?: string; person?: CastUser } = {},
): Promise<{ visitor: Visitor; page: Page }> {
  const visitor = await visiting(stage, person, importPage);
  const file = Array.isArray(contents) ? csvOf(contents) : contents;
  const { type, body } = await formWithFile(visitor.token, file, name);
  const page = await visitor.post(importPage, body, { 'Content-Type': type }, { follow: true });
  if (page.status === 200) await visitor.open(page.url.pathname);
  return { visitor, page };
}

/** The numbers on the page of an import: new, with changes, without, with faults. */
export function numbersOf(page: Page): number[] {
  return ['Nuevos', 'Con cambios', 'Sin cambios', 'Con errores'].map((label) => {
    const found = new RegExp(`${label} (\\d+)`).exec(page.text)?.[1];
    return found === undefined ? Number.NaN : Number(found);
  });
}

/** Presses "Importar" on the open review and waits for the end; gives the page of the import. */
export async function importReviewed(stage: Stage, visitor: Visitor): Promise<Page> {
  await visitor.press('Importar');
  return settled(stage, visitor);
}

const patience = 50_000;

/** Waits until the open import isn't under way any more. */
export async function settled({ queue }: Stage, visitor: Visitor): Promise<Page> {
  for (const end = Date.now() + patience; Date.now() < end; await setTimeout(50)) {
    queue.look();
    const page = await visitor.open(visitor.page.url.pathname);
    if (page.headers.refresh === undefined) return page;
  }
  throw new Error('The import did not end.');
}

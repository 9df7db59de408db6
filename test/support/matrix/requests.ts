import { routes } from '../../../src/routes/index.ts';
import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import { type CastEntity, scopeOf } from '../stage/cast.ts';
import { addHandover } from '../stage/handovers.ts';
import { formWithFile, reviewedImport } from '../stage/imports.ts';
import type { Stage } from '../stage/stage.ts';
import { addTemplate } from '../stage/templates.ts';

/** The numbers of the records that are no people. */
export type Records = { import: number; template: number; handover: number };

/** Makes a reviewed file, a template and a handover in Quito and in Cuenca. */
export async function addRecords(stage: Stage): Promise<{ own: Records; foreign: Records }> {
  const { database, quito, cuenca, clock } = stage;
  for (const entity of [quito, cuenca]) await reviewedImport(scopeOf(database, entity, clock.now));
  const others = async (entity: CastEntity) => ({
    template: await addTemplate(stage, entity, 'Compras', ['PAC']),
    handover: await addHandover(stage, entity),
  });
  return { own: { import: 1, ...(await others(quito)) }, foreign: { import: 2, ...(await others(cuenca)) } };
}

/** Sends a request to the route of a line, without fields but for these. */
export async function send(
  visitor: Visitor,
  key: string,
  path: (pattern: string) => string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Page> {
  const [method = '', pattern = ''] = key.split(' ');
  if (routes.some((route) => route.upload && route.method === method && route.path === pattern)) {
    const { type, body } = await formWithFile(form._token ?? '', null);
    return visitor.post(path(pattern), body, { ...headers, 'Content-Type': type });
  }
  return method === 'GET' ? visitor.get(path(pattern), headers) : visitor.post(path(pattern), form, headers);
}

/** The address of a line with this number in it. */
export function idIn(key: string, id: number | string): string {
  return key.slice(key.indexOf('/')).replace(':id', String(id));
}

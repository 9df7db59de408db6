import { randomBytes } from 'node:crypto';
import type { Database } from '../../../src/data/database/database.ts';
import type { Visitor } from '../browser/visitor.ts';
import { arriving } from './administration.ts';
import { type CastEntity, opening, scopeOf } from './cast.ts';
import type { Stage } from './stage.ts';

/** The address of the list of templates. */
export const templateList = '/administracion/perfiles';

type On = { database: Database; clock?: Stage['clock'] };

/** Adds a template to an entity; gives its number. */
export async function addTemplate(
  { database, clock }: On,
  entity: CastEntity,
  name: string,
  menus: string[],
): Promise<number> {
  const scope = scopeOf(database, entity, clock?.now ?? opening);
  const added = await scope.templates.add({ name, menus }, randomBytes(32).toString('base64url'));
  if (added.kind !== 'changed') throw new Error(JSON.stringify(added));
  return added.id;
}

/** The names and menus of an entity's templates as stored, oldest first, such as «Compras: CONSULTAS PAC». */
export async function storedTemplates({ database }: On, { ruc }: CastEntity): Promise<string[]> {
  const templates = await database.owner
    .selectFrom('profile_templates')
    .select(['id', 'name'])
    .where('ruc', '=', ruc)
    .orderBy('id')
    .execute();
  const menus = await database.owner.selectFrom('template_menus').selectAll().where('ruc', '=', ruc).execute();
  return templates.map(({ id, name }) => {
    const codes = menus.filter((menu) => menu.template_id === id).map((menu) => menu.menu_code);
    return `${name}: ${codes.sort().join(' ')}`;
  });
}

/** Opens the form of a template in a browser of its own, as the administrator. */
export function editing(stage: Stage, id: number): Promise<Visitor> {
  return arriving(stage, stage.quito.administrator, `${templateList}/${id}`);
}

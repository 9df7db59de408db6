import { sql } from 'kysely';
import { type Addition, isStale, type Outcome, outcomeOf } from '../../domain/outcome.ts';
import { sortKey } from '../../domain/person-name.ts';
import {
  deleteTemplate,
  editTemplate,
  foldTemplateName,
  registerTemplate,
  type Template,
  type TemplateData,
  type TemplateFacts,
  templateMark,
} from '../../domain/template.ts';
import type { Scope } from '../database/database.ts';
import { NotFound, unlessMissing, withUniqueValue } from '../database/errors.ts';
import { nameOfDeleted, recordIncident } from '../records/incident.ts';
import { addOnce } from './creation.ts';
import type { Door } from './door.ts';

/** A template with the number of users who hold exactly its menus, besides the compulsory one. */
type CountedTemplate = Template & { users: number };

/** Makes the verbs on the entity's templates of profiles (product 3.4). */
export function templates(door: Door) {
  const { ruc } = door;
  return {
    /**
     * Reads the templates by name, each with the number of users who hold exactly its menus. It reads all their menus.
     */
    list: async (): Promise<CountedTemplate[]> => byName(await door.read<CountedTemplate>(countedTemplates(ruc))),

    /** Reads the templates by name, at most a hundred, in one short statement. */
    all: async (): Promise<Template[]> =>
      byName(await door.read<Template>(sql`select ${columns} from profile_templates t where t.ruc = ${ruc}`)),

    /** Reads a template, in one short statement. Throws NotFound. */
    find: async (id: number): Promise<Template> => {
      const [found] = await door.read<Template>(templateWith(ruc, id));
      if (!found) throw new NotFound();
      return found;
    },

    /** Adds a template, once for each creation key (D3). */
    add: (data: TemplateData, creationKey: string): Promise<Addition<Template>> =>
      withUniqueValue(nameConstraint, (taken) =>
        door.enter((scope) => addTemplate(scope, door, data, creationKey, taken)),
      ),

    /** Changes a template that was read at a version (D3). No user's menus change. Throws NotFound. */
    edit: (id: number, version: number, data: TemplateData): Promise<Outcome<Template>> =>
      withUniqueValue(nameConstraint, (taken) =>
        door.enter((scope) => changeTemplate(scope, door, { id, version, data, taken })),
      ),

    /**
     * Deletes a template and gives its name, also of one that was deleted before (D3). No user's menus change. Throws
     * NotFound.
     */
    remove: (id: number): Promise<string> =>
      door.enter(async (scope) => {
        const template = await unlessMissing(lockTemplate(scope, ruc, id));
        if (!template) return nameOfDeleted(scope, ruc, { kind: 'template', id });
        await scope.deleteFrom('profile_templates').where('ruc', '=', ruc).where('id', '=', id).execute();
        await recordIncident(scope, door.caller, deleteTemplate(template), id);
        return template.name;
      }),
  };
}

/** Reads, in this scope, the template of a mark; null if it was deleted or changed since (D3). */
export async function markedTemplate(scope: Scope, ruc: string, mark: string): Promise<Template | null> {
  const [number = ''] = mark.split('.');
  const { rows } = await templateWith(ruc, Number(number)).execute(scope);
  return rows.find((template) => templateMark(template) === mark) ?? null;
}

const nameConstraint = 'profile_templates_name';

const columns = sql`t.id, t.version, t.name,
  array(select menu_code from template_menus m join menus on code = menu_code
         where m.ruc = t.ruc and m.template_id = t.id order by position) as menus`;

function templateWith(ruc: string, id: number) {
  return sql<Template>`select ${columns} from profile_templates t where t.ruc = ${ruc} and t.id = ${id}`;
}

// Compares whole sets: the menus of each user in the catalog's order, like those of each template. Each is made once,
// which the planner would do again for each pair.
function countedTemplates(ruc: string) {
  return sql`
    with held as (
      select array_agg(menu_code order by position) as menus
        from user_menus join menus on code = menu_code and not required where ruc = ${ruc} group by user_id),
    counted as materialized (select menus, count(*)::int as users from held group by menus),
    template as materialized (select ${columns} from profile_templates t where t.ruc = ${ruc})
    select template.*, coalesce(users, 0) as users from template left join counted on counted.menus = template.menus`;
}

// The templates are few, and the database doesn't sort in Spanish order.
function byName<One extends Template>(found: One[]): One[] {
  const keyed = found.map((template) => ({ template, key: sortKey(template.name) }));
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ template }) => template);
}

// Locked before it is read: a statement that waits for the lock would give the menus that stood before the wait beside
// the version after it.
async function lockTemplate(scope: Scope, ruc: string, id: number): Promise<Template> {
  const locking = sql`select from profile_templates where ruc = ${ruc} and id = ${id} for update`.execute(scope);
  const [, { rows }] = await Promise.all([locking, templateWith(ruc, id).execute(scope)]);
  const [found] = rows;
  if (!found) throw new NotFound();
  return found;
}

async function addTemplate(
  scope: Scope,
  door: Door,
  data: TemplateData,
  creationKey: string,
  taken: boolean,
): Promise<Addition<Template>> {
  const { ruc, caller } = door;
  // Those of an entity take turns, because each counts the ones before it.
  await sql`select pg_advisory_xact_lock(hashtext(${`templates ${ruc}`}))`.execute(scope);
  const facts = await templateFacts(scope, door, data, null);
  return addOnce(scope, door, {
    table: 'profile_templates',
    creationKey,
    data,
    decision: registerTemplate(data, { ...facts, nameTaken: facts.nameTaken || taken }),
    insert: async (form) => {
      const added = await scope
        .insertInto('profile_templates')
        .values({ ...form, ruc, name: data.name, name_folded: foldTemplateName(data.name), created_at: caller.now })
        .onConflict((conflict) => conflict.constraint('profile_templates_creation_key').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added) await addMenus(scope, ruc, added.id, data.menus);
      return added;
    },
    find: (id) => lockTemplate(scope, ruc, id),
    // Each template has a digest.
    resembles: () => false,
  });
}

type Edit = { id: number; version: number; data: TemplateData; taken: boolean };

async function changeTemplate(
  scope: Scope,
  door: Door,
  { id, version, data, taken }: Edit,
): Promise<Outcome<Template>> {
  const { ruc, caller } = door;
  const record = await lockTemplate(scope, ruc, id);
  const facts = await templateFacts(scope, door, data, id);
  const decision = editTemplate(record, data, { ...facts, nameTaken: facts.nameTaken || taken });
  if (isStale(decision, record.version === version)) return { kind: 'stale', record };
  if (decision.kind !== 'changed') return outcomeOf(decision, record);
  await scope
    .updateTable('profile_templates')
    .set((value) => ({
      name: data.name,
      name_folded: foldTemplateName(data.name),
      version: value('version', '+', 1),
    }))
    .where('ruc', '=', ruc)
    .where('id', '=', id)
    .execute();
  await scope.deleteFrom('template_menus').where('ruc', '=', ruc).where('template_id', '=', id).execute();
  await addMenus(scope, ruc, id, data.menus);
  await recordIncident(scope, caller, decision.event, id);
  return outcomeOf(decision, { ...record, ...data, version: version + 1 });
}

async function addMenus(scope: Scope, ruc: string, templateId: number, codes: string[]): Promise<void> {
  const rows = codes.map((menu_code) => ({ ruc, template_id: templateId, menu_code }));
  await scope.insertInto('template_menus').values(rows).execute();
}

async function templateFacts(
  scope: Scope,
  { ruc, catalogs, today }: Door,
  { name }: TemplateData,
  own: number | null,
): Promise<TemplateFacts> {
  const { rows } = await sql<{ templates: number; nameTaken: boolean | null }>`
    select count(*)::int as templates, bool_or(name_folded = ${foldTemplateName(name)} and id is distinct from ${own}) as "nameTaken"
      from profile_templates where ruc = ${ruc}`.execute(scope);
  const [{ templates, nameTaken } = { templates: 0, nameTaken: null }] = rows;
  return { templates, nameTaken: nameTaken ?? false, catalog: catalogs.menus, today };
}

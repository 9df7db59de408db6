import * as z from 'zod';
import type { CivilDate } from './civil-date.ts';
import { textField } from './fields.ts';
import { type AuditEvent, differences, type FieldChange } from './incident.ts';
import { type CatalogMenu, isCurrent } from './menu.ts';
import { type Decision, type FieldErrors, FORM, type Registration, refused } from './outcome.ts';

/** The data of the form of a template: its name, and the codes of its menus in the catalog's order. */
export type TemplateData = { name: string; menus: string[] };

/** A named set of menus of the entity ("perfil tipo"). Profiles copy it and don't refer to it (product 3.4). */
export type Template = TemplateData & { id: number; version: number };

/** Names a template as it stands at its version, so that one changed meanwhile is told apart (D3). */
export function templateMark({ id, version }: Pick<Template, 'id' | 'version'>): string {
  return `${id}.${version}`;
}

/** The sentence on a template that isn't, or no longer, as it was chosen (D3). */
export const templateGone = 'Perfil tipo: el que eligió se eliminó o cambió mientras tanto. Elija uno de la lista.';

/** The facts that the rules on templates need; templates is the number that the entity has. */
export type TemplateFacts = { nameTaken: boolean; templates: number; catalog: CatalogMenu[]; today: CivilDate };

/** The labels of the fields of a template. */
export const templateLabels = { name: 'Nombre', menu: 'Menús' } as const;

/** The number of templates that an entity has at most, so that one list and one page hold them all (product 3.4). */
export const mostTemplates = 100;

const shortestName = 3;
const longestName = 60;

/** The key by which names of templates are compared: the name in lower case (product 3.4). */
export function foldTemplateName(name: string): string {
  return name.toLowerCase();
}

/**
 * Makes the reader of the form of a template, in which commas join the codes; each fault is a sentence with its remedy.
 */
export function templateForm(catalog: CatalogMenu[]) {
  return z
    .object({
      name: textField
        .transform((text) => text.normalize('NFC').replace(/\s+/g, ' '))
        .refine(hasGoodLength, `Nombre: use de ${shortestName} a ${longestName} caracteres.`),
      menu: z.string().transform((text, context): string[] => {
        const codes = text === '' ? [] : text.split(',');
        const fault = menusFault(codes, catalog);
        if (fault) context.addIssue(`Menús: ${fault}`);
        return catalog.map(({ code }) => code).filter((code) => codes.includes(code));
      }),
    })
    .transform(({ name, menu }): TemplateData => ({ name, menus: menu }));
}

/** Decides on adding a template (product 3.4). */
export function registerTemplate(data: TemplateData, facts: TemplateFacts): Registration<TemplateData> {
  const errors = templateErrors(data, [], facts);
  if (facts.templates >= mostTemplates) {
    errors[FORM] = `Su entidad ya tiene ${mostTemplates} perfiles tipo. Elimine uno que no use y guarde de nuevo.`;
  }
  if (Object.keys(errors).length > 0) return refused(errors);
  return { kind: 'changed', value: data, event: eventOf('template.created', null, null, data) };
}

/** Decides on changing a template; it keeps a menu whose validity has ended (product 3.4). */
export function editTemplate(template: Template, data: TemplateData, facts: TemplateFacts): Decision<TemplateData> {
  const errors = templateErrors(data, template.menus, facts);
  if (Object.keys(errors).length > 0) return refused(errors);
  const event = eventOf('template.changed', template.id, template, data);
  return event.changes.length === 0 ? { kind: 'unchanged', value: data } : { kind: 'changed', value: data, event };
}

/** The event of deleting a template, which is always possible, because nothing refers to it (product 3.4). */
export function deleteTemplate(template: Template): AuditEvent {
  return eventOf('template.deleted', template.id, template, null);
}

function hasGoodLength(name: string): boolean {
  const { length } = [...name];
  return length >= shortestName && length <= longestName;
}

function menusFault(codes: string[], catalog: CatalogMenu[]): string | null {
  if (codes.length === 0) return 'elija al menos uno.';
  const menus = codes.map((code) => catalog.find((menu) => menu.code === code));
  if (menus.includes(undefined)) return 'llegó un menú que no existe. Elija los de la lista.';
  const known = menus.filter((menu) => menu !== undefined);
  const reserved = known.find(({ administratorOnly }) => administratorOnly);
  if (reserved) return `${reserved.name} es solo del administrador. Elija los de la lista.`;
  const required = known.find((menu) => menu.required);
  if (required) return `${required.name} lo tienen todos los usuarios. Elija los de la lista.`;
  const repeated = known.find((menu, place) => known.indexOf(menu) !== place);
  return repeated ? `${repeated.name} llegó más de una vez. Elija cada uno una sola vez.` : null;
}

function templateErrors(data: TemplateData, held: string[], { nameTaken, catalog, today }: TemplateFacts): FieldErrors {
  const errors: FieldErrors = {};
  if (nameTaken) {
    errors.name = 'Nombre: ya hay un perfil tipo con ese nombre, aunque cambien las mayúsculas. Escriba otro.';
  }
  const added = catalog.filter(({ code }) => data.menus.includes(code) && !held.includes(code));
  const expired = added.find((menu) => !isCurrent(menu, today));
  if (expired) {
    errors.menu = `Menús: ${expired.name} ya no está vigente y no se puede agregar. Elija los de la lista.`;
  }
  return errors;
}

function eventOf(
  event: Extract<AuditEvent['event'], `template.${string}`>,
  id: number | null,
  before: TemplateData | null,
  after: TemplateData | null,
): AuditEvent {
  const [was, is] = [before?.menus ?? [], after?.menus ?? []];
  return {
    event,
    subject: { kind: 'template', id, name: (after ?? before)?.name ?? '' },
    changes: [
      ...differences(
        ['template.name'],
        before && { 'template.name': before.name },
        after && { 'template.name': after.name },
      ),
      ...is
        .filter((code) => !was.includes(code))
        .map((code): FieldChange => ({ field: 'template.menu', old: null, new: code })),
      ...was
        .filter((code) => !is.includes(code))
        .map((code): FieldChange => ({ field: 'template.menu', old: code, new: null })),
    ],
  };
}

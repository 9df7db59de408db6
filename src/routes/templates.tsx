import { type FormState, withErrors } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import { TemplateFormPage } from '../../views/template-form.tsx';
import { TemplateDeletionPage, TemplatesPage } from '../../views/templates.tsx';
import { civilDate } from '../domain/civil-date.ts';
import { heldName } from '../domain/menu.ts';
import { FORM } from '../domain/outcome.ts';
import { menusByGroup, offeredMenus } from '../domain/profile.ts';
import { type Template, templateForm, templateLabels } from '../domain/template.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { withVersion } from '../web/forms/carried.ts';
import { addingForm, editingForm, openForm, readForm } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { recordId } from '../web/record-id.ts';
import { done, show, showForm } from '../web/respond.ts';

/** Routes of "Perfiles tipo", the templates of profiles (product 3.4). */
export const templateRoutes: Route[] = [
  get(paths.templates(), 'administration', async (c) => {
    const found = await c.var.entity.templates.list();
    const rows = found.map((template) => ({ ...template, menus: menuNames(c, template.menus) }));
    const page = (
      <TemplatesPage frame={frame(c, 'Perfiles tipo', 'perfiles')} rows={rows} required={requiredNames(c)} />
    );
    return show(c, page);
  }),

  get(paths.newTemplate(), 'administration', (c) => newTemplatePage(c, openForm(c, newTemplate))),

  post(paths.newTemplate(), 'administration', async (c) => {
    const reading = readForm(c, newTemplate, templateForm(c.var.app.catalogs.menus));
    if (!reading.ok) return newTemplatePage(c, reading.form);
    const outcome = await c.var.entity.templates.add(reading.value, reading.creationKey);
    if (outcome.kind === 'refused') return newTemplatePage(c, withErrors(reading.form, outcome.errors));
    if (outcome.kind === 'reused') return newTemplatePage(c, formForAnother(c, reading.form, outcome.record));
    return done(c, rowAddress(outcome.id), 'Datos Actualizados');
  }),

  get(paths.template(':id'), 'administration', async (c) => {
    const template = await c.var.entity.templates.find(recordId(c));
    const { name, menus, version } = template;
    return editPage(c, template, openForm(c, templateEdit, { values: { name, menu: menus.join(',') }, version }));
  }),

  post(paths.template(':id'), 'administration', async (c) => {
    const id = recordId(c);
    const { templates } = c.var.entity;
    const reading = readForm(c, templateEdit, templateForm(c.var.app.catalogs.menus));
    if (!reading.ok) return editPage(c, await templates.find(id), reading.form);
    const outcome = await templates.edit(id, reading.version, reading.value);
    if (outcome.kind === 'stale') return editPage(c, outcome.record, staleForm(c, reading.form, outcome.record));
    if (outcome.kind === 'refused') return editPage(c, outcome.record, withErrors(reading.form, outcome.errors));
    return done(c, rowAddress(id), 'Datos Actualizados');
  }),

  get(paths.templateDeletion(':id'), 'administration', async (c) => {
    const template = await c.var.entity.templates.find(recordId(c));
    const shown = { ...template, menus: menuNames(c, template.menus) };
    return show(c, <TemplateDeletionPage frame={frame(c, 'Eliminar Perfil Tipo', 'perfiles')} template={shown} />);
  }),

  post(paths.templateDeletion(':id'), 'administration', async (c) => {
    const name = await c.var.entity.templates.remove(recordId(c));
    return done(c, paths.templates(), `Se eliminó el perfil tipo ${name}.`);
  }),
];

const fields = {
  name: { label: templateLabels.name },
  menu: { label: templateLabels.menu, mayBeMissing: true, several: true },
};
const newTemplate = addingForm(fields);
const templateEdit = editingForm(fields);

function rowAddress(id: number): string {
  return `${paths.templates()}#p${id}`;
}

function newTemplatePage(c: EntityContext, form: FormState): Response {
  return formPage(c, form, { title: 'Agregar Perfil Tipo', action: paths.newTemplate(), held: [] });
}

// A menu that somebody else has taken out meanwhile stays chosen, for the administrator to decide.
function editPage(c: EntityContext, { id, name, menus }: Template, form: FormState): Response {
  const held = [...menus, ...(form.values.menu ?? '').split(',')];
  return formPage(c, form, { title: `Editar Perfil Tipo ${name}`, action: paths.template(id), held });
}

type FormPage = { title: string; action: string; held: string[] };

function formPage(c: EntityContext, form: FormState, { title, action, held }: FormPage): Response {
  const { menus } = c.var.app.catalogs;
  const today = civilDate(c.var.now);
  const offered = offeredMenus(menus, held, today);
  const page = (
    <TemplateFormPage
      frame={frame(c, title, 'perfiles')}
      form={form}
      action={action}
      choices={offered.map((menu) => ({ value: menu.code, text: heldName(menu, today), group: menu.group }))}
      required={requiredNames(c)}
      groups={menusByGroup(offered)}
    />
  );
  return showForm(c, page, form);
}

// The form with a new creation key, because its own has added this template with other content (D3).
function formForAnother(c: EntityContext, { values }: FormState, { name }: Template): FormState {
  return withErrors(openForm(c, newTemplate, { values }), {
    [FORM]: `Con este formulario ya se agregó el perfil tipo ${name}, que sigue como estaba. Abajo está lo que usted escribió después. Si quiere agregar otro, revíselo y guarde de nuevo. Si quería cambiar ${name}, elija «Editar» en su fila de la lista.`,
  });
}

// The fields show the typed values; each that differs from the stored template also shows the stored value (D3).
function staleForm(c: EntityContext, form: FormState, { name, menus, version }: Template): FormState {
  const { values } = form;
  const chosen = (values.menu ?? '').split(',');
  const sameMenus = chosen.length === menus.length && menus.every((code) => chosen.includes(code));
  return withErrors(withVersion(form, version), {
    [FORM]:
      'Otra persona guardó este perfil tipo mientras usted lo editaba. Los campos muestran lo que usted escribió; junto a cada uno que difiere está lo guardado. Corrija lo que haga falta y guarde de nuevo.',
    ...(values.name !== name && { name: `Nombre: está guardado «${name}». Escriba el que deba quedar.` }),
    ...(!sameMenus && { menu: `Menús: está guardado ${menuNames(c, menus).join(', ')}. Elija los que deban quedar.` }),
  });
}

function menuNames(c: EntityContext, codes: string[]): string[] {
  const today = civilDate(c.var.now);
  return c.var.app.catalogs.menus.filter(({ code }) => codes.includes(code)).map((menu) => heldName(menu, today));
}

function requiredNames(c: EntityContext): string {
  const required = c.var.app.catalogs.menus.filter((menu) => menu.required);
  return required.map(({ name }) => name).join(', ');
}

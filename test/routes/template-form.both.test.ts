import { expect, test } from 'vitest';
import { accessibleName, elements, inputType } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { whileLocked } from '../support/server/while-locked.ts';
import { arriving, visiting } from '../support/stage/administration.ts';
import { grant, menusOf, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage } from '../support/stage/stage.ts';
import { addTemplate, editing, storedTemplates, templateList } from '../support/stage/templates.ts';

onStage('The form of a template', (stage) => {
  test('is refused with each fault named, and keeps what was typed', async () => {
    await addTemplate(stage, stage.quito, 'Compras', ['PAC']);
    const admin = await visiting(stage, stage.quito.administrator, `${templateList}/nuevo`);
    const empty = await admin.press('Guardar');
    expect([empty.status, empty.title]).toEqual([422, 'Error: Agregar Perfil Tipo · SOCE Usuarios']);
    expect(empty.errors).toEqual(['Nombre: use de 3 a 60 caracteres.', 'Menús: elija al menos uno.']);
    expect(empty.field('Nombre').describedBy).toContain('use de 3 a 60 caracteres.');
    const taken = await admin.fill({ Nombre: 'COMPRAS', 'ENTIDAD-REPORTES': true }).press('Guardar');
    expect(taken.errors).toEqual([
      'Nombre: ya hay un perfil tipo con ese nombre, aunque cambien las mayúsculas. Escriba otro.',
    ]);
    expect([taken.field('Nombre').value, checked(taken)]).toEqual(['COMPRAS', ['ENTIDAD-REPORTES']]);
    for (const [name, status] of [
      ['ab', 422],
      ['ñ'.repeat(61), 422],
      ['abc', 303],
      ['ñ'.repeat(60), 303],
    ] as const) {
      await admin.open(`${templateList}/nuevo`);
      const { entries, url } = admin.fill({ Nombre: name, 'ENTIDAD-REPORTES': true }).page.submission('Guardar');
      expect([name, (await admin.post(url.pathname, entries)).status]).toEqual([name, status]);
    }
  });

  test.for<[what: string, codes: string[], sentence: string]>([
    ['an unknown menu', ['PAC', 'NADA'], 'Menús: llegó un menú que no existe. Elija los de la lista.'],
    [
      'ADMINISTRACIÓN',
      ['PAC', 'ADMINISTRACION'],
      'Menús: ADMINISTRACIÓN es solo del administrador. Elija los de la lista.',
    ],
    [
      'the compulsory menu',
      ['DATOS_GENERALES'],
      'Menús: ENTIDAD-DATOS GENERALES lo tienen todos los usuarios. Elija los de la lista.',
    ],
    [
      'a menu twice',
      ['REPORTES', 'REPORTES'],
      'Menús: ENTIDAD-REPORTES llegó más de una vez. Elija cada uno una sola vez.',
    ],
  ])('refuses %s and stores nothing', async ([, codes, sentence]) => {
    const before = await storedTemplates(stage, stage.quito);
    const admin = await visiting(stage, stage.quito.administrator, `${templateList}/nuevo`);
    const sent: [string, string][] = [
      ['_token', admin.token],
      ['creationKey', admin.page.hidden('creationKey') ?? ''],
      ['name', 'Forjado'],
      ...codes.map((code): [string, string] => ['menu', code]),
    ];
    const page = await admin.post(`${templateList}/nuevo`, sent);
    expect([page.status, page.errors]).toEqual([422, [sentence]]);
    expect(page.field('Nombre').value).toBe('Forjado');
    expect(await storedTemplates(stage, stage.quito)).toEqual(before);
  });

  test('offers no menu past its validity from the day after on, and marks one that is held', async () => {
    const before = stage.clock.now;
    const id = await addTemplate(stage, stage.quito, 'Antiguo', ['COTIZACION', 'PAC']);
    stage.clock.now = new Date('2025-06-26T05:01:00Z');
    const admin = await arriving(stage, stage.quito.administrator, `${templateList}/nuevo`);
    expect(labels(admin.page).some((label) => label.startsWith('ENTIDAD-COTIZACIÓN'))).toBe(false);
    const edit = await admin.open(`${templateList}/${id}`);
    expect(checked(edit)).toEqual(['ENTIDAD-PLAN ANUAL DE CONTRATACIÓN', 'ENTIDAD-COTIZACIÓN (no vigente)']);
    expect((await admin.open(templateList)).text).toContain('ENTIDAD-COTIZACIÓN (no vigente)');
    const kept = await openedAt(admin, id).then(() => admin.fill({ 'ENTIDAD-REPORTES': true }).press('Guardar'));
    expect(kept.announced).toEqual(['Datos Actualizados']);
    await openedAt(admin, id);
    await admin.fill({ 'ENTIDAD-COTIZACIÓN (no vigente)': false }).press('Guardar');
    expect(labels(await openedAt(admin, id)).some((label) => label.startsWith('ENTIDAD-COTIZACIÓN'))).toBe(false);
    const sent = {
      _token: admin.token,
      version: admin.page.hidden('version') ?? '',
      name: 'Antiguo',
      menu: 'COTIZACION',
    };
    const refused = await admin.post(`${templateList}/${id}`, sent);
    expect(refused.errors).toEqual([
      'Menús: ENTIDAD-COTIZACIÓN ya no está vigente y no se puede agregar. Elija los de la lista.',
    ]);
    stage.clock.now = before;
  });

  test('sent twice adds once; with other content it adds nothing and names what it has added', async () => {
    const admin = await visiting(stage, stage.quito.administrator, `${templateList}/nuevo`);
    const { entries, url } = admin.fill({ Nombre: 'Doble', 'ENTIDAD-REPORTES': true }).page.submission('Guardar');
    const post = () => admin.post(url.pathname, entries);
    const answers = [...(await Promise.all([post(), post(), post()])), await post()];
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303, 303]);
    const doubles = async () => (await storedTemplates(stage, stage.quito)).filter((one) => /doble/i.test(one));
    expect(await doubles()).toEqual(['Doble: REPORTES']);
    const other = await admin.fill({ Nombre: 'Doble dos' }).press('Guardar');
    expect(other.status).toBe(422);
    expect(other.errors.join()).toContain('Con este formulario ya se agregó el perfil tipo Doble');
    expect([other.field('Nombre').value, checked(other)]).toEqual(['Doble dos', ['ENTIDAD-REPORTES']]);
    expect((await admin.press('Guardar')).announced).toEqual(['Datos Actualizados']);
    expect(await doubles()).toEqual(['Doble: REPORTES', 'Doble dos: REPORTES']);
  });

  test('of one name that two people add at once is stored for one', async () => {
    const pages = await Promise.all(
      ['Gemelo', 'GEMELO'].map(async (name) => {
        const admin = await arriving(stage, stage.quito.administrator, `${templateList}/nuevo`);
        return admin.fill({ Nombre: name, 'ENTIDAD-REPORTES': true }).press('Guardar');
      }),
    );
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(pages.flatMap(({ errors }) => errors)).toEqual([
      expect.stringContaining('ya hay un perfil tipo con ese nombre'),
    ]);
  });

  test('changes nobody’s menus, and leaves one incident that names what changed', async () => {
    const user = await someone(stage);
    await grant(stage, user, ['PAC', 'REPORTES']);
    const id = await addTemplate(stage, stage.quito, 'Planificación', ['PAC', 'REPORTES']);
    const admin = await visiting(stage, stage.quito.administrator, templateList);
    const form = await admin.follow('Editar Planificación');
    expect([form.h1, checked(form)]).toEqual([
      'Editar Perfil Tipo Planificación',
      ['ENTIDAD-PLAN ANUAL DE CONTRATACIÓN', 'ENTIDAD-REPORTES'],
    ]);
    admin.fill({ Nombre: 'Planes', 'ENTIDAD-REPORTES': false, 'ENTIDAD-EMERGENCIAS': true });
    const { entries, url } = admin.page.submission('Guardar');
    expect((await admin.press('Guardar')).announced).toEqual(['Datos Actualizados']);
    expect((await admin.post(url.pathname, entries)).status).toBe(303);
    expect(await menusOf(stage, user)).toEqual(['DATOS_GENERALES', 'PAC', 'REPORTES']);
    expect(await incidentsOf(stage, 'template', id, 'template.changed')).toHaveLength(1);
    const [told] = (await admin.open('/administracion/contactos/incidencias')).table();
    expect(told?.Cambios).toMatch(
      /^Se le agregó: ENTIDAD-EMERGENCIAS; se le quitó: ENTIDAD-REPORTES\. Nombre: Planificación → Planes$/,
    );
  });

  test('that somebody else has saved meanwhile overwrites nothing and shows both', async () => {
    const id = await addTemplate(stage, stage.quito, 'Disputado', ['PAC']);
    const [first, later] = [await editing(stage, id), await editing(stage, id)];
    await first.fill({ Nombre: 'Del primero', 'ENTIDAD-REPORTES': true }).press('Guardar');
    const page = await later.fill({ 'ENTIDAD-EMERGENCIAS': true }).press('Guardar');
    expect(page.status).toBe(422);
    expect(page.errors).toEqual([
      expect.stringContaining('Otra persona guardó este perfil tipo mientras usted lo editaba'),
      'Nombre: está guardado «Del primero». Escriba el que deba quedar.',
      'Menús: está guardado ENTIDAD-PLAN ANUAL DE CONTRATACIÓN, ENTIDAD-REPORTES. Elija los que deban quedar.',
    ]);
    expect([page.field('Nombre').value, checked(page)]).toEqual([
      'Disputado',
      ['ENTIDAD-PLAN ANUAL DE CONTRATACIÓN', 'ENTIDAD-EMERGENCIAS'],
    ]);
    expect(await storedTemplates(stage, stage.quito)).toContain('Del primero: PAC REPORTES');
    expect((await later.press('Guardar')).announced).toEqual(['Datos Actualizados']);
    expect(await storedTemplates(stage, stage.quito)).toContain('Disputado: EMERGENCIAS PAC');
  });

  test('that one person sends three times at once is no quarrel with somebody else', async () => {
    const id = await addTemplate(stage, stage.quito, 'Impaciente', ['PAC']);
    const admin = await editing(stage, id);
    const { entries, url } = admin.fill({ 'ENTIDAD-REPORTES': true }).page.submission('Guardar');
    const send = () => admin.post(url.pathname, entries);
    const answers = await Promise.all(
      await whileLocked(stage.database, 'profile_templates', () => [send(), send(), send()]),
    );
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await storedTemplates(stage, stage.quito)).toContain('Impaciente: PAC REPORTES');
    expect(await incidentsOf(stage, 'template', id, 'template.changed')).toHaveLength(1);
  });

  test('that comes after its session is kept with its name and its menus', async () => {
    const admin = await arriving(stage, stage.quito.administrator, `${templateList}/nuevo`);
    admin.fill({ Nombre: 'Tardío', 'ENTIDAD-REPORTES': true, 'ENTIDAD-CONSULTAS': true });
    stage.clock.advance(31 * 60_000);
    await admin.press('Guardar');
    const { ruc, userName, password } = stage.quito.administrator;
    const page = await admin.fill({ Ruc: ruc, Usuario: userName, Contraseña: password }).press('Entrar');
    expect([page.url.pathname, page.field('Nombre').value, checked(page)]).toEqual([
      `${templateList}/nuevo`,
      'Tardío',
      ['ENTIDAD-CONSULTAS', 'ENTIDAD-REPORTES'],
    ]);
  });
});

function openedAt(admin: Visitor, id: number): Promise<Page> {
  return admin.open(`${templateList}/${id}`);
}

/** The labels of the checkboxes, and of those that are checked. */
function labels(page: Page): string[] {
  const boxes = elements(page.root, 'input').filter((input) => inputType(input) === 'checkbox');
  return boxes.map((box) => accessibleName(box, page.root));
}

function checked(page: Page): string[] {
  return labels(page).filter((label) => page.field(label).checked);
}

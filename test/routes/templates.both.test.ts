import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { accessibleName, elements, inputType } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { whileLocked } from '../support/server/while-locked.ts';
import { arriving, visiting } from '../support/stage/administration.ts';
import { type CastEntity, grant, menusOf, secondUser, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';
import { addTemplate, storedTemplates, templateList } from '../support/stage/templates.ts';

onStage('“Perfiles tipo”', (stage) => {
  test('is empty at first, says what a template is, and leads to adding one', async () => {
    const admin = await visiting(stage, stage.quito.administrator, '/administracion/contactos');
    const page = await admin.follow('Perfiles tipo');
    expect([page.url.pathname, page.h1]).toEqual([templateList, 'Perfiles tipo']);
    expect(page.text).toContain('Aún no hay perfiles tipo. Un perfil tipo es un conjunto de menús con nombre');
    expect((await admin.follow('Agregar Perfil Tipo')).h1).toBe('Agregar Perfil Tipo');
  });

  test('is added with its menus, which stand in their groups without the compulsory one and ADMINISTRACIÓN', async () => {
    const admin = await visiting(stage, stage.quito.administrator, `${templateList}/nuevo`);
    const form = admin.page;
    expect(form.text).toContain('Procedimientos comunes ENTIDAD-CATÁLOGO ELECTRÓNICO');
    expect([form.text.includes('ADMINISTRACIÓN '), form.html.includes('value="DATOS_GENERALES"')]).toEqual([
      false,
      false,
    ]);
    admin.fill({ Nombre: '  Compras   públicas ', 'ENTIDAD-CONSULTAS': true, 'ENTIDAD-REPORTES': true });
    const page = await admin.press('Guardar');
    expect(page.announced).toEqual(['Datos Actualizados']);
    const [row] = page.table();
    expect(row).toMatchObject({
      Nombre: 'Compras públicas',
      Menús: 'ENTIDAD-CONSULTAS, ENTIDAD-REPORTES',
      Usuarios: 'ningún usuario',
    });
    expect(page.ids).toContain(page.url.hash.slice(1));
    expect(await storedTemplates(stage, stage.quito)).toEqual(['Compras públicas: CONSULTAS REPORTES']);
    const [id] = await idsOf(stage);
    expect(await incidentsOf(stage, 'template', id ?? 0)).toMatchObject([
      {
        event: 'template.created',
        actor_name: 'adminquito',
        subject_name: 'Compras públicas',
        changes: [
          { field: 'template.name', old: null, new: 'Compras públicas' },
          { field: 'template.menu', old: null, new: 'CONSULTAS' },
          { field: 'template.menu', old: null, new: 'REPORTES' },
        ],
      },
    ]);
    const [told] = (await admin.open('/administracion/contactos/incidencias')).table();
    expect(told).toMatchObject({
      Qué: 'Perfil tipo creado',
      'Sobre quién': 'Compras públicas',
      Cambios: 'Tiene: ENTIDAD-CONSULTAS, ENTIDAD-REPORTES.',
    });
  });

  test('counts the users who hold exactly these menus, besides the compulsory one, whatever their state', async () => {
    const [exact, active, fewer, more] = [
      await someone(stage, { state: 'new' }),
      await someone(stage),
      await someone(stage),
      await someone(stage),
    ];
    for (const user of [exact, active]) await grant(stage, user, ['EMERGENCIAS', 'PAC']);
    await grant(stage, fewer, ['PAC']);
    await grant(stage, more, ['EMERGENCIAS', 'PAC', 'REPORTES']);
    await addTemplate(stage, stage.quito, 'Dos', ['PAC', 'EMERGENCIAS']);
    await addTemplate(stage, stage.quito, 'Uno', ['PAC']);
    await addTemplate(stage, stage.quito, 'Otro', ['LICITACION']);
    const page = await visitList(stage);
    expect(usersOf(page)).toMatchObject({ Dos: '2 usuarios', Uno: '1 usuario', Otro: 'ningún usuario' });
    await secondUser(stage, stage.carla, 'vecina001').then((user) => grant(stage, user, ['LICITACION']));
    expect(usersOf(await visitList(stage))).toMatchObject({ Otro: 'ningún usuario' });
  });

  test('stands in Spanish order, whatever the case', async () => {
    for (const name of ['Ñandú', 'nube', 'Óleo', 'zeta']) await addTemplate(stage, stage.quito, name, ['PAC']);
    const names = (await visitList(stage)).table().map((row) => row.Nombre);
    expect(names.filter((name) => /^(nube|Ñandú|Óleo|Otro|zeta)$/.test(name ?? ''))).toEqual([
      'nube',
      'Ñandú',
      'Óleo',
      'Otro',
      'zeta',
    ]);
  });

  test('of another entity is neither listed nor found', async () => {
    const foreign = await addTemplate(stage, stage.cuenca, 'Ajeno', ['PAC']);
    const admin = await visiting(stage, stage.quito.administrator, templateList);
    expect(admin.page.text).not.toContain('Ajeno');
    for (const path of ['', '/eliminar']) {
      expect((await admin.get(`${templateList}/${foreign}${path}`)).status).toBe(404);
      const sent = { _token: admin.token, version: '1', name: 'Robado', menu: 'PAC' };
      expect((await admin.post(`${templateList}/${foreign}${path}`, sent)).status).toBe(404);
    }
    expect(await storedTemplates(stage, stage.cuenca)).toEqual(['Ajeno: PAC']);
    // Each entity has names of its own.
    expect(await addTemplate(stage, stage.quito, 'ajeno', ['PAC'])).toBeGreaterThan(foreign);
  });
});

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
    const [first, later] = [await edited(stage, id), await edited(stage, id)];
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

onStage('An entity with 99 templates', (stage) => {
  const full = 'Su entidad ya tiene 100 perfiles tipo. Elimine uno que no use y guarde de nuevo.';
  const hold99 = ({ ruc }: CastEntity) =>
    sql`insert into profile_templates (ruc, creation_key, creation_digest, name, name_folded, created_at)
      select ${ruc}, n, '', 'Tipo ' || n, 'tipo ' || n, now() from generate_series(1, 99) n`.execute(
      stage.database.owner,
    );

  test('adds one of two that two people add at once', async () => {
    await hold99(stage.cuenca);
    const forms = await Promise.all(
      ['Uno', 'Otro'].map(async (name) => {
        const admin = await arriving(stage, stage.cuenca.administrator, `${templateList}/nuevo`);
        return admin.fill({ Nombre: name, 'ENTIDAD-REPORTES': true });
      }),
    );
    const press = () => forms.map((admin) => admin.press('Guardar'));
    const pages = await Promise.all(await whileLocked(stage.database, 'profile_templates', press));
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(pages.flatMap(({ errors }) => errors)).toEqual([full]);
    expect(await storedTemplates(stage, stage.cuenca)).toHaveLength(100);
  });

  test('adds the hundredth, and then says that it has as many as there may be', async () => {
    await hold99(stage.quito);
    const admin = await visiting(stage, stage.quito.administrator, `${templateList}/nuevo`);
    const last = await admin.fill({ Nombre: 'El último', 'ENTIDAD-REPORTES': true }).press('Guardar');
    expect([last.announced, last.table().length]).toEqual([['Datos Actualizados'], 100]);
    await admin.open(`${templateList}/nuevo`);
    const refused = await admin.fill({ Nombre: 'Uno más', 'ENTIDAD-REPORTES': true }).press('Guardar');
    expect([refused.status, refused.errors, refused.field('Nombre').value]).toEqual([422, [full], 'Uno más']);
  });
});

onStage('Deleting a template', (stage) => {
  test('asks first on a page that says that nobody loses a menu, and leaves its last values in the incident', async () => {
    const user = await someone(stage);
    await grant(stage, user, ['PAC']);
    const id = await addTemplate(stage, stage.quito, 'Pasajero', ['PAC']);
    const admin = await visiting(stage, stage.quito.administrator, templateList);
    const page = await admin.follow('Eliminar Pasajero');
    expect([page.h1, page.url.pathname]).toEqual(['Eliminar Perfil Tipo', `${templateList}/${id}/eliminar`]);
    expect(page.text).toContain('A nadie se le quita un menú');
    const list = await admin.press('Eliminar');
    expect(list.announced).toEqual(['Se eliminó el perfil tipo Pasajero.']);
    expect(await storedTemplates(stage, stage.quito)).toEqual([]);
    expect(await menusOf(stage, user)).toEqual(['DATOS_GENERALES', 'PAC']);
    expect(await incidentsOf(stage, 'template', id, 'template.deleted')).toHaveLength(1);
    const [told] = (await admin.open('/administracion/contactos/incidencias')).table();
    expect(told).toMatchObject({
      Qué: 'Perfil tipo eliminado',
      'Sobre quién': 'Pasajero',
      Cambios: 'Tenía: ENTIDAD-PLAN ANUAL DE CONTRATACIÓN.',
    });
  });

  test('twice deletes once, and a form that was open then finds nothing and stores nothing', async () => {
    const id = await addTemplate(stage, stage.quito, 'Efímero', ['PAC']);
    const form = await edited(stage, id);
    const admin = await arriving(stage, stage.quito.administrator, `${templateList}/${id}/eliminar`);
    const sent = { _token: admin.token };
    const answers = await Promise.all([1, 2].map(() => admin.post(admin.page.url.pathname, sent)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404]);
    expect((await form.fill({ Nombre: 'Resucitado' }).press('Guardar')).status).toBe(404);
    expect(await storedTemplates(stage, stage.quito)).toEqual([]);
    // The name is free again.
    expect(await addTemplate(stage, stage.quito, 'Efímero', ['PAC'])).toBeGreaterThan(id);
  });
});

function visitList(stage: Stage): Promise<Page> {
  return visiting(stage, stage.quito.administrator, templateList).then(({ page }) => page);
}

function edited(stage: Stage, id: number): Promise<Visitor> {
  return arriving(stage, stage.quito.administrator, `${templateList}/${id}`);
}

function openedAt(admin: Visitor, id: number): Promise<Page> {
  return admin.open(`${templateList}/${id}`);
}

function usersOf(page: Page): Record<string, string> {
  return Object.fromEntries(page.table().map((row) => [row.Nombre ?? '', row.Usuarios ?? '']));
}

/** The labels of the checkboxes, and of those that are checked. */
function labels(page: Page): string[] {
  const boxes = elements(page.root, 'input').filter((input) => inputType(input) === 'checkbox');
  return boxes.map((box) => accessibleName(box, page.root));
}

function checked(page: Page): string[] {
  return labels(page).filter((label) => page.field(label).checked);
}

async function idsOf({ database, quito }: Stage): Promise<number[]> {
  const rows = database.owner.selectFrom('profile_templates').select('id').where('ruc', '=', quito.ruc);
  return (await rows.execute()).map(({ id }) => id);
}

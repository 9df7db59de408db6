import { expect, test } from 'vitest';
import { attribute, elements, isButton, textOf } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { userList, visiting } from '../support/stage/administration.ts';
import { type CastUser, menusOf, someone } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const contactList = '/administracion/contactos';
const newUser = `${userList}/nuevo`;
const passwords = { Contraseña: 'Temporal-2026', 'Confirmar Contraseña': 'Temporal-2026' };
let people = 0;

onStage('The message on a change', (stage) => {
  test('leads from a new contact to a user, the menus and the activation', async () => {
    const visitor = await administrator(stage, `${contactList}/nuevo`);
    const registered = await visitor.fill(aPerson('Pinto', 'María')).press('Guardar');
    expect(registered.announced).toEqual(['Datos Actualizados. Se registró a María Pinto. Crear su usuario']);
    expect(registered.title).toMatch(/^Datos Actualizados\. Se registró a María Pinto · Contactos/);
    const form = await visitor.follow('Crear su usuario');
    expect([form.h1, form.field('Nombre').value]).toEqual(['Agregar Usuario', 'Pinto María']);
    const added = await visitor.fill({ Usuario: 'mpinto2022', ...passwords }).press('Guardar');
    expect(added.announced).toEqual([
      'Datos Actualizados. Se creó el usuario mpinto2022, que aún está desactivado. Asignar sus menús',
    ]);
    await visitor.follow('Asignar sus menús');
    const saved = await visitor.fill({ 'Menú 1': lastMenu(visitor.page) }).press('Grabar');
    expect(saved.announced).toEqual(['Datos Actualizados. El usuario mpinto2022 aún está desactivado. Activar']);
    const activated = await visitor.press('Activar');
    expect(activated.announced).toEqual(['El usuario mpinto2022 quedó activado.']);
    expect(activated.ids).toContain(activated.url.hash.slice(1));
    expect(activated.table().find((row) => row.USUARIO === 'mpinto2022')?.['ACTIVAR USUARIO']).toMatch(/^ACTIVO/);
    expect((await visitor.open(userList)).announced).toEqual([]);
  });

  test('offers no user for a contact that is INACTIVO', async () => {
    for (const button of ['Guardar', 'Guardar y crear su usuario', 'Guardar y agregar otro']) {
      const visitor = await administrator(stage, `${contactList}/nuevo`);
      const page = await visitor.fill({ ...aPerson('Inca', 'Inti'), Estado: 'INACTIVO' }).press(button);
      expect(page.announced).toEqual(['Datos Actualizados. Se registró a Inti Inca.']);
    }
  });

  test.for([
    [{ state: 'new' }, true],
    [{ state: 'new', from: '2022-04-07' }, true],
    [{ state: 'settled' }, false],
    [{ state: 'new', until: '2022-04-05' }, false],
    [{ state: 'new', until: '2022-04-06' }, true],
  ] as const)('offers the activation of a user only where it lets the person in: %j %s', async ([who, offered]) => {
    const user = await someone(stage, who);
    expect((await savedProfile(stage, user)).offers('Activar')).toBe(offered);
  });

  test('offers no activation where the contact is INACTIVO or the temporary password ran out', async () => {
    const [inactive, late] = [await someone(stage, { state: 'new' }), await someone(stage, { state: 'new' })];
    const { owner } = stage.database;
    await owner.updateTable('contacts').set({ active: false }).where('id', '=', inactive.contactId).execute();
    await owner.updateTable('users').set({ temporary_until: stage.clock.now }).where('id', '=', late.id).execute();
    for (const user of [inactive, late]) {
      expect((await savedProfile(stage, user)).announced).toEqual(['Datos Actualizados']);
    }
  });

  test('shows a delegate no step, and one that the browser made up as text', async () => {
    const made = 'asignar-menus.7.Datos Actualizados';
    const delegate = await stage.signedIn(stage.diana);
    const administrators = await stage.signedIn(stage.quito.administrator);
    const told = async (visitor: Visitor, notice: string) => {
      visitor.cookies.take(`soce_aviso=${encodeURIComponent(notice)}; Path=/`, visitor.page.url);
      return (await visitor.open('/inicio')).announced;
    };
    expect(await told(delegate, made)).toEqual(['Datos Actualizados']);
    expect(await told(administrators, made)).toEqual(['Datos Actualizados Asignar sus menús']);
    for (const other of ['borrar.7.x', 'activar.0.x', 'activar.7', 'activar.-7.x', 'activar.7777777777777777.x']) {
      expect(await told(administrators, other)).toEqual([other]);
    }
    expect(await told(administrators, 'activar.7.<b>x</b>')).toEqual(['<b>x</b> Activar']);
  });
});

onStage('The form for a new contact or user', (stage) => {
  test('goes on with the user of the contact that it has added, and with the menus of the user', async () => {
    const visitor = await administrator(stage, `${contactList}/nuevo`);
    const form = await visitor.fill(aPerson('Quishpe', 'Rosa')).press('Guardar y crear su usuario');
    expect([form.h1, form.field('Nombre').value]).toEqual(['Agregar Usuario', 'Quishpe Rosa']);
    expect(form.announced).toEqual(['Datos Actualizados. Se registró a Rosa Quishpe.']);
    const profile = await visitor.fill({ Usuario: 'rquishpe22', ...passwords }).press('Guardar y asignar sus menús');
    expect([profile.h1, lines(profile)]).toEqual(['Agregar Perfil', 3]);
    expect(profile.announced.join()).toContain('Se creó el usuario rquishpe22');
    await visitor.fill(chosenMenus(profile)).press('Grabar');
    expect(await menusOf(stage, await stored(stage, 'rquishpe22'))).toHaveLength(4);
    expect(lines(await visitor.open(`${profile.url.pathname}?lineas=3`))).toBe(4);
  });

  test('begins anew with “Guardar y agregar otro”, with the confirmation and the focus in its first field', async () => {
    const visitor = await administrator(stage, `${contactList}?buscar=a`);
    await visitor.follow('Agregar Contacto');
    const keys = new Set<string | undefined>();
    for (const firstName of ['Ana', 'Eva']) {
      keys.add(visitor.page.hidden('creationKey'));
      const page = await visitor.fill(aPerson('Uribe', firstName)).press('Guardar y agregar otro');
      expect([page.url.pathname, page.status]).toEqual([`${contactList}/nuevo`, 200]);
      expect(page.announced).toEqual([`Datos Actualizados. Se registró a ${firstName} Uribe. Crear su usuario`]);
      expect([page.field('Primer Nombre').value, page.field('Estado').value]).toEqual(['', 'ACTIVO']);
      expect(page.autofocused).toMatch(/^Apellido Paterno/);
    }
    expect(keys.size).toBe(2);
    await visitor.open(newUser);
    for (const name of ['auribe2022', 'euribe2022']) {
      const page = await visitor
        .fill({
          Usuario: name,
          Nombre: nameOf(visitor.page, name.startsWith('a') ? 'Uribe Ana' : 'Uribe Eva'),
          ...passwords,
        })
        .press('Guardar y agregar otro');
      expect([page.url.pathname, page.field('Usuario').value]).toEqual([newUser, '']);
      expect(page.announced.join()).toMatch(new RegExp(`Se creó el usuario ${name}, .*Asignar sus menús$`));
      expect(page.autofocused).toMatch(/^Usuario/);
      expect(page.field('Nombre').value).toBe('Elija una opción');
    }
  });

  test('is saved by Enter, and adds once what was sent twice', async () => {
    for (const path of [`${contactList}/nuevo`, newUser]) {
      const { page } = await administrator(stage, path);
      const [form] = elements(page.root, 'form').filter((one) => attribute(one, 'action') === path);
      expect(form && elements(form).filter(isButton).map(textOf)[0]).toBe('Guardar');
    }
    const visitor = await administrator(stage, `${contactList}/nuevo`);
    const { entries } = visitor.fill(aPerson('Doble', 'Dora')).page.submission('Guardar y agregar otro');
    for (const _ of [1, 2]) {
      const answer = await visitor.post(`${contactList}/nuevo`, entries);
      expect([answer.status, answer.headers.location]).toEqual([303, `${contactList}/nuevo?otro=1`]);
    }
    expect((await visitor.open(`${contactList}?buscar=doble`)).table()).toHaveLength(1);
  });

  test('is shown again with what was typed, whichever button sent it', async () => {
    for (const button of ['Guardar y crear su usuario', 'Guardar y agregar otro']) {
      const visitor = await administrator(stage, `${contactList}/nuevo`);
      const page = await visitor.fill({ ...aPerson('Falta', 'Fe'), Desde: '' }).press(button);
      expect([page.status, page.errors.length, page.field('Primer Nombre').value]).toEqual([422, 1, 'Fe']);
    }
  });
});

function administrator(stage: Stage, path: string): Promise<Visitor> {
  return visiting(stage, stage.quito.administrator, path);
}

async function savedProfile(stage: Stage, user: CastUser): Promise<Page> {
  const visitor = await administrator(stage, `${userList}/${user.id}/perfil`);
  return visitor.fill({ 'Menú 1': lastMenu(visitor.page) }).press('Grabar');
}

function lastMenu(page: Page): string {
  return page.field('Menú 1').options.at(-1) ?? '';
}

function chosenMenus(page: Page): Record<string, string> {
  const [, ...menus] = page.field('Menú 1').options;
  return Object.fromEntries(menus.slice(0, 3).map((menu, index) => [`Menú ${index + 1}`, menu]));
}

function lines(page: Page): number {
  return elements(page.root, 'select').filter((one) => attribute(one, 'name') === 'menu').length;
}

function nameOf(page: Page, person: string): string {
  return page.field('Nombre').options.find((text) => text.startsWith(person)) ?? '';
}

async function stored(stage: Stage, name: string): Promise<CastUser> {
  const users = stage.database.owner.selectFrom('users').select('id').where('name', '=', name);
  return { ...stage.bruno, id: (await users.executeTakeFirstOrThrow()).id };
}

function aPerson(paternalSurname: string, firstName: string): Record<string, string> {
  people += 1;
  return {
    'Apellido Paterno': paternalSurname,
    'Primer Nombre': firstName,
    'Tipo de Documento': 'Pasaporte',
    'Número Identificación': `PASO${1000 + people}`,
    Cargo: 'Otro',
    Desde: '2022-01-01',
    'Fecha de Nacimiento': '1990-02-01',
  };
}

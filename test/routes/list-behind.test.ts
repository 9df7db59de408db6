import { beforeAll, expect, test } from 'vitest';
import { attribute, type Element, elements } from '../support/browser/dom.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { addContact, newcomer, scopeOf } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const contacts = '?buscar=mu%C3%B1oz&orden=nombres&sentido=desc&pagina=2';
const users = '?buscar=delegad&orden=nombre&filas=50';

/** Opens a list, and a page of one of its records by the link that a row has for it. */
async function fromList(stage: Stage, list: string, link: string): Promise<Visitor> {
  const visitor = await stage.signedIn(stage.quito.administrator);
  await visitor.open(list);
  await visitor.follow(link);
  return visitor;
}

onStage('A list that one comes back to', (stage) => {
  beforeAll(async () => {
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (let one = 0; one < 25; one += 1) await addContact(scope, newcomer('Muñoz', 'Mateo'));
  });

  test.each(['Cancelar', 'Regresar'])('keeps search, order and page after “%s” on a contact', async (link) => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    const page = await visitor.open(`/administracion/contactos${contacts}`);
    const [edit] = elements(page.root, 'a').filter((one) => /^Editar /.test(attribute(one, 'aria-label') ?? ''));
    await visitor.follow(attribute(edit as Element, 'aria-label') ?? '');
    expect((await visitor.follow(link)).url.search).toBe(contacts);
  });

  test.each([
    ['Agregar Perfil', 'Cancelar'],
    ['Resetear Contraseña', 'Cancelar'],
    ['Presupuesto', 'Regresar'],
  ])('keeps them after “%s” and “%s”', async (action, link) => {
    const visitor = await fromList(stage, `/administracion/usuarios${users}`, `${action} delegada01`);
    expect((await visitor.follow(link)).url.search).toBe(users);
  });

  test('keeps them over refused forms and lines of a profile, and has the row in view', async () => {
    const visitor = await fromList(stage, `/administracion/usuarios${users}`, 'Agregar Perfil delegada01');
    await visitor.press('Aumentar Menú');
    const list = await visitor.press('Grabar');
    expect(list.announced).toEqual(['Datos Actualizados']);
    expect([list.url.search, list.url.hash]).toEqual([`${users}&ver=${stage.diana.id}`, `#u${stage.diana.id}`]);
  });

  test('keeps them over a budget, which shows its page again', async () => {
    const visitor = await fromList(stage, `/administracion/usuarios${users}`, 'Presupuesto delegada01');
    await visitor.fill({ 'Monto Límite (USD)': '1,5' }).press('Guardar');
    await visitor.fill({ 'Monto Límite (USD)': '15', Estado: 'ACTIVO' }).press('Guardar');
    expect(visitor.page.announced).toEqual(['Datos Actualizados']);
    expect((await visitor.follow('Regresar')).url.search).toBe(users);
  });

  test.each(['Cancelar', 'Regresar'])('keeps them over an emptied and a recovered form before “%s”', async (link) => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    for (const buttons of [['Limpiar Campos'], ['Limpiar Campos', 'Recuperar lo guardado']]) {
      const page = await visitor.open(`/administracion/contactos${contacts}`);
      const [edit] = elements(page.root, 'a').filter((one) => /^Editar /.test(attribute(one, 'aria-label') ?? ''));
      await visitor.follow(attribute(edit as Element, 'aria-label') ?? '');
      for (const button of buttons) await visitor.press(button);
      expect((await visitor.follow(link)).url.search).toBe(contacts);
    }
    await visitor.open(`/administracion/contactos${contacts}`);
    await visitor.follow('Agregar Contacto');
    await visitor.press('Limpiar Campos');
    expect((await visitor.follow(link)).url.search).toBe(contacts);
  });

  test('keeps them over a reset', async () => {
    const visitor = await fromList(stage, `/administracion/usuarios${users}`, 'Resetear Contraseña delegado02');
    await visitor.press('Resetear Contraseña');
    expect(visitor.page.h1).toBe('Reseteo de Contraseñas');
    expect((await visitor.follow('Regresar')).url.search).toBe(users);
  });

  test('keeps them over a form that came too late', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    await visitor.open('/administracion/contactos?buscar=Vera');
    await visitor.follow(/^Editar/);
    stage.clock.advance(31 * 60_000);
    await visitor.fill({ 'Segundo Nombre': 'Ana', 'Correo Electrónico': 'vera@uno.example' }).press('Guardar');
    const { ruc, userName, password } = stage.quito.administrator;
    await visitor.fill({ Ruc: ruc, Usuario: userName, Contraseña: password }).press('Entrar');
    expect((await visitor.press('Guardar')).url.searchParams.get('buscar')).toBe('Vera');
  });

  test.each([
    'https://otro.example/administracion/usuarios?buscar=x',
    'javascript:alert(1)',
    '?buscar=x#"><b>',
    `?buscar=${'x'.repeat(500)}`,
    '//otro.example',
  ])('is never another address (%s)', async (forged) => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    const path = `/administracion/usuarios/${stage.bruno.id}/presupuesto?lista=${encodeURIComponent(forged)}`;
    const { href } = (await visitor.open(path)).link('Regresar');
    expect(href).toMatch(/^\/administracion\/usuarios(\?buscar=x(%23%22%3E%3Cb%3E)?)?$/);
  });
});

import { expect, test } from 'vitest';
import { attribute, elements, isButton } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { visiting } from '../support/stage/administration.ts';
import { type CastUser, menusOf, secondUser, someone } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const htmx = { 'HX-Request': 'true' };

onStage('The form of a profile', (stage) => {
  test('is swapped with the message after it, and the added line has the focus', async () => {
    const { admin, delegate } = await opened(stage);
    admin.fill({ 'Menú 1': 'ENTIDAD-REPORTES' });
    const more = await admin.swap('Aumentar Menú');
    expect(more.html).toMatch(/^<div id="perfil"/);
    expect(more.html.indexOf('id="mensaje"')).toBeGreaterThan(more.html.indexOf('</form>'));
    expect(more.text).toContain('Se añadió la línea Menú 2.');
    expect(more.field('Menú 1').value).toBe('ENTIDAD-REPORTES');
    expect(more.autofocused).toBe('Menú 2');
    expect(more.headers.vary).toContain('HX-Request');
    expect(await menusOf(stage, delegate)).toEqual(['DATOS_GENERALES']);
  });

  test('names the person, and offers the menus in their groups with what each is for', async () => {
    const { admin } = await opened(stage);
    const { root, text } = admin.page;
    expect(text).toMatch(/Menús de Persona Paz \(persona\d+\)\./);
    const [line] = elements(root, 'select').filter((one) => attribute(one, 'id') === 'menu-1');
    const groups = line ? elements(line, 'optgroup').map((one) => attribute(one, 'label')) : [];
    expect(groups.slice(0, 3)).toEqual(['Consultar', 'Planificación', 'Procedimientos comunes']);
    expect(new Set(groups).size).toBe(groups.length);
    const [planning] = line ? elements(line, 'optgroup').slice(1) : [];
    expect(planning && elements(planning, 'option').map((one) => attribute(one, 'value'))).toEqual([
      'PAC',
      'NECESIDADES',
    ]);
    expect(text).toContain('Para qué sirve cada menú');
    expect(text).toContain('ENTIDAD-PLAN ANUAL DE CONTRATACIÓN Plan anual y sus reformas');
    expect(text).not.toContain('Contactos, usuarios, perfiles');
    await admin.fill({ 'Menú 1': 'ENTIDAD-PLAN ANUAL DE CONTRATACIÓN' }).press('Aumentar Menú');
    expect(admin.page.field('Menú 1').describedBy).toBe('Plan anual y sus reformas');
    expect(admin.page.field('Menú 2').describedBy).toBe('Elija el menú que quiere darle.');
  });

  test('says which menus are in effect, and what isn’t stored yet', async () => {
    const { admin } = await opened(stage);
    expect(admin.page.text).toContain('Rigen ahora: ENTIDAD-DATOS GENERALES.');
    expect(admin.page.text).not.toContain('Sin grabar');
    await admin.fill({ 'Menú 1': 'ENTIDAD-REPORTES' }).press('Aumentar Menú');
    expect(admin.page.text).toContain('Rigen ahora: ENTIDAD-DATOS GENERALES.');
    expect(admin.page.text).toContain('Sin grabar: se agrega ENTIDAD-REPORTES.');
    await admin.press('Quitar Menú 1');
    expect(admin.page.text).not.toContain('Sin grabar');
  });

  test('moves the focus to the line after a removed one, else to the last, else to “Aumentar Menú”', async () => {
    const { admin } = await opened(stage);
    await admin.fill({ 'Menú 1': 'ENTIDAD-REPORTES' }).press('Aumentar Menú');
    const first = await admin.swap('Quitar Menú 1');
    expect([first.text, first.autofocused]).toEqual([expect.stringContaining('Se quitó ENTIDAD-REPORTES; '), 'Menú 1']);
    const last = await admin.swap('Quitar Menú 2');
    expect([last.text, last.autofocused]).toEqual([expect.stringContaining('Se quitó la línea Menú 2.'), 'Menú 1']);
    await admin.press('Quitar Menú 1');
    const none = await admin.swap('Quitar Menú 1');
    expect(none.autofocused).toBe('Aumentar Menú');
    expect(none.offers('Quitar Menú 1')).toBe(false);
  });

  test('asks before it adds a line, and sends “Grabar” for Enter', async () => {
    const { admin } = await opened(stage);
    const { root } = admin.page;
    expect(attribute(admin.page.button('Aumentar Menú'), 'hx-confirm')).toBe('¿Desea aumentar un menú?');
    const [form] = elements(root, 'form').filter((one) => attribute(one, 'action')?.endsWith('/perfil'));
    const [first] = form ? elements(form).filter(isButton) : [];
    expect([first && attribute(first, 'name'), first && attribute(first, 'value')]).toEqual(['accion', 'grabar']);
  });

  test('adds lines until no menu is left, which it says', async () => {
    const { admin, delegate } = await opened(stage);
    const all = admin.page.field('Menú 1').options.slice(1);
    for (const [index, name] of all.entries()) {
      admin.fill({ [`Menú ${index + 1}`]: name });
      if (index < all.length - 1) await admin.press('Aumentar Menú');
    }
    const page = await admin.press('Aumentar Menú');
    expect(page.announced).toEqual(['No quedan más menús que agregar.']);
    await admin.press('Grabar');
    expect(await menusOf(stage, delegate)).toHaveLength(all.length + 1);
    const again = await admin.open(addressOf(delegate));
    expect(() => again.field(`Menú ${all.length + 1}`)).toThrow();
    expect(again.field(`Menú ${all.length}`).value).toBe(all.at(-1));
  });

  test('leads back to the page of the list with the row', async () => {
    for (let number = 10; number < 34; number += 1) {
      await secondUser(stage, stage.bruno, `abultado${number}`);
    }
    const { admin, delegate } = await opened(stage);
    const list = await admin.press('Grabar');
    expect(list.hops.at(-1)?.location).toBe(`/administracion/usuarios?ver=${delegate.id}#u${delegate.id}`);
    expect(list.table().map((row) => row.USUARIO)).toContain(delegate.userName);
  });

  test('of the administrator does not exist: the page says why, and nothing is stored', async () => {
    const { administrator } = stage.quito;
    const admin = await stage.signedIn(administrator);
    const page = await admin.open(addressOf(administrator));
    expect([page.status, page.h1]).toEqual([200, 'Agregar Perfil']);
    expect(page.text).toContain('adminquito es el usuario administrador de la entidad: su perfil no se cambia.');
    expect(page.offers('Grabar')).toBe(false);
    expect(page.offers('Regresar')).toBe(true);
    const before = await menusOf(stage, administrator);
    for (const accion of ['grabar', 'aumentar', 'quitar-1']) {
      const answer = await send(admin, administrator, ['DATOS_GENERALES', 'PAC'], { accion, seen: before.join(',') });
      expect([answer.status, answer.title]).toEqual([422, 'Error: Agregar Perfil · SOCE Usuarios']);
    }
    expect(await menusOf(stage, administrator)).toEqual(before);
  });

  test('of another entity’s user is not found', async () => {
    const { admin } = await opened(stage);
    expect((await admin.get(addressOf(stage.carla))).status).toBe(404);
    expect((await send(admin, stage.carla, ['DATOS_GENERALES', 'PAC'])).status).toBe(404);
  });

  test.for<[what: string, menus: string[], sentence: string]>([
    ['a code that does not exist', ['DATOS_GENERALES', 'PAC', 'FORGED'], 'Menú 2: el menú enviado no existe.'],
    ['the administrator’s menu', ['DATOS_GENERALES', 'PAC', 'ADMINISTRACION'], 'Menú 2: ADMINISTRACIÓN es solo del'],
    ['a menu twice', ['DATOS_GENERALES', 'PAC', 'PAC'], 'ya está en Menú 1. Elija otro'],
    ['the compulsory menu twice', ['DATOS_GENERALES', 'PAC', 'DATOS_GENERALES'], 'lo tienen todos los usuarios'],
    ['the compulsory menu left out', ['PAC'], 'ENTIDAD-DATOS GENERALES lo tienen todos los usuarios'],
    ['no menu at all', [], 'ENTIDAD-DATOS GENERALES lo tienen todos los usuarios'],
    ['signs in place of a code', ['DATOS_GENERALES', 'PAC', '\u0000<script>'], 'Menú 2: el menú enviado no existe.'],
  ])('is refused with %s and a remedy, and keeps the choices', async ([, menus, sentence]) => {
    const { admin, delegate } = await opened(stage);
    const page = await send(admin, delegate, menus);
    expect(page.status).toBe(422);
    expect(page.errors.join(' ')).toContain(sentence);
    if (menus.includes('PAC')) expect(page.field('Menú 1').value).toBe('ENTIDAD-PLAN ANUAL DE CONTRATACIÓN');
    expect(await menusOf(stage, delegate)).toEqual(['DATOS_GENERALES']);
  });

  test.for(['', 'borrar', 'quitar-9', 'quitar-0', 'quitar-1e0', 'grabar '])(
    'with the action “%s” does nothing, and names the buttons',
    async (accion) => {
      const { admin, delegate } = await opened(stage);
      const page = await send(admin, delegate, ['DATOS_GENERALES', 'PAC'], { accion });
      expect(page.status).toBe(422);
      expect(page.errors).toEqual(['No se grabó nada: elija Grabar, Aumentar Menú, Quitar, Copiar o Aplicar.']);
      expect(page.field('Menú 1').value).toBe('ENTIDAD-PLAN ANUAL DE CONTRATACIÓN');
      const swapped = await send(admin, delegate, ['DATOS_GENERALES', 'PAC'], { accion }, htmx);
      expect([swapped.status, swapped.html]).toEqual([
        422,
        expect.stringMatching(/^<div id="perfil".*id="mensaje".*No se grabó nada/s),
      ]);
      expect(swapped.field('Menú 1').value).toBe('ENTIDAD-PLAN ANUAL DE CONTRATACIÓN');
      expect(await menusOf(stage, delegate)).toEqual(['DATOS_GENERALES']);
    },
  );

  test('with two actions does nothing', async () => {
    const { admin, delegate } = await opened(stage);
    const twice = bodyOf(admin, ['DATOS_GENERALES', 'PAC'], {}).concat([['accion', 'grabar']]);
    expect((await admin.post(addressOf(delegate), twice)).status).toBe(422);
    expect(await menusOf(stage, delegate)).toEqual(['DATOS_GENERALES']);
  });

  test.for(['', 'PAC', 'x', 'DATOS_GENERALES,,', '\u0000'])(
    'with “%s” as the menus seen before is stale',
    async (seen) => {
      const { admin, delegate } = await opened(stage);
      const page = await send(admin, delegate, ['DATOS_GENERALES', 'PAC'], { seen });
      expect([page.status, page.errors.join()]).toEqual([
        422,
        expect.stringContaining('Otra persona cambió este perfil'),
      ]);
      expect(await menusOf(stage, delegate)).toEqual(['DATOS_GENERALES']);
    },
  );

  test.for(['', 'PAC', 'FORGED'])(
    'with ten thousand times the menu “%s” is refused on a page of the usual size',
    async (code) => {
      const { admin, delegate } = await opened(stage);
      const count = code === 'FORGED' ? 5_000 : 6_000;
      for (const accion of ['grabar', 'aumentar', 'quitar-1']) {
        const page = await send(admin, delegate, Array(code === '' ? 10_000 : count).fill(code), { accion });
        expect(page.status).toBe(422);
        expect(page.errors).toEqual([
          'Llegaron más líneas que menús hay. Elija los menús de las listas y grabe de nuevo.',
        ]);
        expect(page.html.length).toBeLessThan(12_000);
      }
      expect(await menusOf(stage, delegate)).toEqual(['DATOS_GENERALES']);
    },
  );

  test('with thousands of different codes shows the menus among them', async () => {
    const { admin, delegate } = await opened(stage);
    const codes = Array.from({ length: 4_000 }, (_, index) => (index === 3_000 ? 'PAC' : `F${index}`));
    const page = await send(admin, delegate, codes);
    expect([page.status, page.field('Menú 1').value]).toEqual([422, 'ENTIDAD-PLAN ANUAL DE CONTRATACIÓN']);
    expect(page.html.length).toBeLessThan(12_000);
  });

  test('keeps a choice that another tab has made invalid, and says so', async () => {
    const before = stage.clock.now;
    const { admin: first, delegate } = await opened(stage);
    await first.fill({ 'Menú 1': 'ENTIDAD-COTIZACIÓN' }).press('Grabar');
    stage.clock.now = new Date('2025-07-01T12:00:00Z');
    const later = await stage.signedIn(stage.quito.administrator);
    const other = await stage.signedIn(stage.quito.administrator);
    await later.open(addressOf(delegate));
    await other.open(addressOf(delegate));
    await other.press('Quitar Menú 1');
    await other.press('Grabar');
    await later.fill({ 'Menú 2': 'ENTIDAD-REPORTES' }).press('Grabar');
    expect(later.page.field('Menú 1').value).toBe('ENTIDAD-COTIZACIÓN (no vigente)');
    const page = await later.press('Grabar');
    expect(page.errors.join()).toContain('Menú 1: ENTIDAD-COTIZACIÓN ya no está vigente');
    expect(page.field('Menú 1').describedBy).toContain('ya no está vigente');
    await later.press('Quitar Menú 1');
    expect((await later.press('Grabar')).announced).toEqual(['Datos Actualizados']);
    expect(await menusOf(stage, delegate)).toEqual(['DATOS_GENERALES', 'REPORTES']);
    stage.clock.now = before;
  });

  test('for the printer lists the menus without controls', async () => {
    const { admin } = await opened(stage);
    const page = await admin.open(`${addressOf(stage.diana)}?imprimir=1`);
    expect(page.text).toContain('Menú 1: ENTIDAD-CONSULTAS Menú 2: ENTIDAD-SUBASTA INVERSA ELECTRÓNICA');
    expect(page.text).not.toContain('Menú 3');
    expect(elements(page.root).filter(isButton)).toEqual([]);
  });
});

// Registers a delegate and opens their profile as the administrator.
async function opened(stage: Stage): Promise<{ admin: Visitor; delegate: CastUser }> {
  const delegate = await someone(stage, { state: 'new' });
  return { admin: await visiting(stage, stage.quito.administrator, addressOf(delegate)), delegate };
}

function addressOf({ id }: CastUser): string {
  return `/administracion/usuarios/${id}/perfil`;
}

type More = { accion?: string; seen?: string };

function bodyOf({ token }: Visitor, menus: string[], { accion = 'grabar', seen = 'DATOS_GENERALES' }: More) {
  const lines = menus.map((menu): [string, string] => ['menu', menu]);
  return [['_token', token], ['seen', seen], ...lines, ['accion', accion]] as [string, string][];
}

function send(admin: Visitor, to: CastUser, menus: string[], more: More = {}, headers = {}): Promise<Page> {
  return admin.post(addressOf(to), bodyOf(admin, menus, more), headers);
}

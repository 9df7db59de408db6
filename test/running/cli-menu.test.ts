import { existsSync } from 'node:fs';
import { describe, test } from 'vitest';
import { commandLine } from '../support/server/command-line.ts';

const { soce, untouched, onServer } = commandLine();

const code = 'CONSULTAS';
const address = 'https://consultas.example/inicio?modulo=1&vista=a';

describe.concurrent('soce menu', { timeout: 60_000 }, () => {
  test('list prints the modules in the order of the catalog with their codes and addresses', async ({ expect }) => {
    const { database, settings } = await onServer();
    const { owner } = database;
    await owner.updateTable('menus').set({ address }).where('code', '=', 'PAC').execute();
    const menus = owner.selectFrom('menus').select('code').where('menu_group', '<>', 'Base');
    const expected = (await menus.orderBy('position').execute()).map((menu) => menu.code);
    const { code: exit, out, err } = await soce(settings, 'menu', 'list');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const lines = out.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(expected);
    expect(lines[0]).toMatch(/^CONSULTAS +ENTIDAD-CONSULTAS +sin dirección$/);
    expect(lines[1]).toMatch(/^PAC +ENTIDAD-PLAN ANUAL DE CONTRATACIÓN +https:\/\/consultas\.example\/inicio\?/);
    const { modules } = JSON.parse((await soce(settings, 'menu', 'list', '--json')).out);
    expect(modules.map((one: { code: string }) => one.code)).toEqual(expected);
    expect(modules[1]).toEqual({ code: 'PAC', name: 'ENTIDAD-PLAN ANUAL DE CONTRATACIÓN', address });
  });

  test('address sets and removes the address of a module, and does nothing the second time', async ({ expect }) => {
    const { database, settings } = await onServer();
    const setting = ['menu', 'address', '--code', code, '--url', ` ${address} `];
    const removing = ['menu', 'address', 'remove', '--code', code];
    const set = { code: 0, out: `El módulo ${code} tiene ahora esta dirección: ${address}\n`, err: '' };
    expect(await soce(settings, ...setting)).toEqual(set);
    expect((await soce(settings, ...setting)).out).toBe(`El módulo ${code} ya tenía esta dirección: ${address}\n`);
    expect(JSON.parse((await soce(settings, ...setting, '--json')).out)).toEqual({ code, address, changed: false });
    const addressed = database.owner.selectFrom('menus').select(['code', 'address']).where('address', 'is not', null);
    const kept = await addressed.execute();
    expect(kept).toEqual([{ code, address }]);

    expect(JSON.parse((await soce(settings, ...removing, '--json')).out)).toEqual({
      code,
      address: null,
      changed: true,
    });
    const again = { code: 0, out: `El módulo ${code} ya estaba sin dirección.\n`, err: '' };
    expect(await soce(settings, ...removing)).toEqual(again);
  });

  test.for([
    ['is not in the catalog', 'NADA'],
    ['is written in small letters', 'consultas'],
    ['is that of pages of this system', 'ADMINISTRACION'],
  ])(
    'address refuses a code that %s, and names the command that lists the codes',
    async ([, wrong = ''], { expect }) => {
      const { settings } = await onServer();
      const { code: exit, out, err } = await soce(settings, 'menu', 'address', '--code', wrong, '--url', address);
      expect({ exit, out }).toEqual({ exit: 1, out: '' });
      expect(err).toBe(
        `--code: ningún módulo tiene el código ${wrong}. Los códigos se ven con la orden «menu list».\n`,
      );
    },
  );

  test.for([
    ['--url javascript:alert(1)', '--url: escriba una dirección completa que empiece por https:// o http://'],
    ['--url https://ana:clave@consultas.example/', '--url: quite el usuario y la contraseña.'],
    ['', 'Falta el valor de --url: escriba, por ejemplo, --url "https://modulo.example/".'],
  ])('address with «%s» is refused before a database is opened', async ([options = '', sentence = ''], { expect }) => {
    const folder = untouched();
    const given = options.split(' ').filter(Boolean);
    const { code: exit, out } = await soce(folder, 'menu', 'address', '--code', code, ...given, '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out).error).toContain(sentence);
    expect(existsSync(folder)).toBe(false);
  });
});

import { describe, expect, test } from 'vitest';
import type { CatalogMenu } from '../../src/domain/menu.ts';
import { fillLines, offeredMenus, type Profile, setProfile } from '../../src/domain/profile.ts';
import { aUser } from './a-user.ts';

const today = '2025-06-25';
const menu = (code: string, rest: Partial<CatalogMenu> = {}): CatalogMenu => ({
  code,
  name: `ENTIDAD-${code}`,
  group: 'Consultar',
  description: '',
  required: false,
  administratorOnly: false,
  validUntil: null,
  ...rest,
});
const catalog = [
  menu('BASE', { required: true }),
  menu('ADMINISTRACION', { administratorOnly: true }),
  menu('PAC'),
  menu('REPORTES'),
  menu('LAST_DAY', { validUntil: '2025-06-25' }),
  menu('OVER', { validUntil: '2025-06-24' }),
];
const delegate: Profile = { user: aUser(), held: ['BASE', 'PAC'] };

function set(lines: string[], profile = delegate) {
  return setProfile(profile, lines, catalog, today);
}

test('A profile is stored with one incident that names the added and the removed menus', () => {
  expect(set(['BASE', 'REPORTES', 'LAST_DAY'])).toEqual({
    kind: 'changed',
    value: ['BASE', 'REPORTES', 'LAST_DAY'],
    event: {
      event: 'profile.changed',
      subject: { kind: 'user', id: 7, name: 'delegado01' },
      changes: [
        { field: 'user.menu', old: null, new: 'REPORTES' },
        { field: 'user.menu', old: null, new: 'LAST_DAY' },
        { field: 'user.menu', old: 'PAC', new: null },
      ],
    },
  });
});

test('A profile with the menus that the user has already changes nothing; empty lines do not count', () => {
  expect(set(['BASE', '', 'PAC', '']).kind).toBe('unchanged');
});

describe('A profile is refused', () => {
  test.each<[what: string, lines: string[], errors: Record<string, string>]>([
    ['a menu that does not exist', ['BASE', 'PAC', 'FORGED'], { 'menu-2': 'no existe' }],
    ["the administrator's menu", ['BASE', 'ADMINISTRACION'], { 'menu-1': 'es solo del administrador' }],
    ['a menu twice', ['BASE', 'PAC', '', 'PAC'], { 'menu-3': 'ENTIDAD-PAC ya está en Menú 1' }],
    ['a menu past its validity', ['BASE', 'OVER'], { 'menu-1': 'ya no está vigente' }],
    ['two faults', ['BASE', 'OVER', 'FORGED'], { 'menu-1': 'ya no está vigente', 'menu-2': 'no existe' }],
    ['the compulsory menu twice', ['BASE', 'BASE', 'PAC'], { '': 'ENTIDAD-BASE lo tienen todos' }],
    ['no compulsory menu', ['PAC'], { '': 'ENTIDAD-BASE lo tienen todos' }],
  ])('with %s, and each faulty line is named', (_, lines, errors) => {
    const outcome = set(lines);
    const expected = Object.entries(errors).map(([field, text]) => [field, expect.stringContaining(text)]);
    expect(outcome).toEqual({ kind: 'refused', errors: Object.fromEntries(expected) });
  });

  test('for the administrator', () => {
    const outcome = set(['BASE', 'PAC'], { ...delegate, user: aUser({ administrator: true }) });
    expect(outcome.kind === 'refused' && outcome.errors['']).toContain('su perfil no se cambia');
  });
});

test('A profile may keep a menu that has expired', () => {
  const holder = { ...delegate, held: ['BASE', 'OVER'] };
  expect(set(['BASE', 'OVER', 'PAC'], holder).kind).toBe('changed');
});

test('A profile’s choices leave out compulsory and administrative menus, and expired ones that the user does not have', () => {
  const codes = (held: string[]) => offeredMenus(catalog, held, today).map((one) => one.code);
  expect(codes(['BASE'])).toEqual(['PAC', 'REPORTES', 'LAST_DAY']);
  expect(codes(['BASE', 'OVER'])).toEqual(['PAC', 'REPORTES', 'LAST_DAY', 'OVER']);
});

test('The menus of another user fill the lines that lack them: no compulsory, administrative or expired ones', () => {
  const source = { id: 9, name: 'Pinto Ana (delegado09)', menus: catalog.map(({ code }) => code) };
  const filled = fillLines(['PAC', '', 'OVER'], source, catalog, today);
  expect(filled.lines).toEqual(['PAC', 'OVER', 'REPORTES', 'LAST_DAY']);
  expect(filled.added.map(({ code }) => code)).toEqual(['REPORTES', 'LAST_DAY']);
  expect(filled.expired).toEqual([]);
  expect(fillLines([], source, catalog, today).expired.map(({ code }) => code)).toEqual(['OVER']);
  expect(fillLines([''], { ...source, menus: ['BASE', 'ADMINISTRACION'] }, catalog, today)).toEqual({
    lines: [],
    added: [],
    expired: [],
  });
});

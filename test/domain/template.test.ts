import { describe, expect, test } from 'vitest';
import { templateMenus } from '../../src/domain/profile.ts';
import {
  deleteTemplate,
  editTemplate,
  foldTemplateName,
  mostTemplates,
  registerTemplate,
  type Template,
  templateForm,
} from '../../src/domain/template.ts';
import { catalogs } from '../support/stage/catalogs.ts';

const catalog = catalogs.menus;
// Both menus had their last day on 25 June 2025.
const over = ['MENOR_CUANTIA', 'COTIZACION'];
const facts = { nameTaken: false, templates: 0, catalog, today: '2026-01-15' };
const stored: Template = { id: 7, version: 3, name: 'Compras', menus: ['CONSULTAS', 'PAC', 'COTIZACION'] };

describe('The form of a template', () => {
  const read = (name: string, menu = 'PAC') => templateForm(catalog).safeParse({ name, menu });
  const faults = (name: string, menu?: string) =>
    read(name, menu).error?.issues.map(({ path, message }) => `${path}: ${message}`) ?? [];

  test.for<[typed: string, name: string]>([
    ['abc', 'abc'],
    ['  Jefe   de\u00a0compras ', 'Jefe de compras'],
    ['ñ'.repeat(60), 'ñ'.repeat(60)],
    ['😀😀😀', '😀😀😀'],
    ['Com\u200bpras', 'Compras'],
    ['n\u0303aña', 'ñaña'],
    ['<b>&', '<b>&'],
  ])('takes the name “%s”', ([typed, name]) => {
    expect(read(typed).data).toEqual({ name, menus: ['PAC'] });
  });

  test.for(['', 'ab', 'a b'.slice(0, 2), '  ab  ', '\u200b\u200b\u200b', 'ñ'.repeat(61), '😀😀'])(
    'refuses the name “%s”',
    (typed) => expect(faults(typed)).toEqual(['name: Nombre: use de 3 a 60 caracteres.']),
  );

  test('gives the menus in the catalog’s order', () => {
    expect(read('Compras', 'REPORTES,PAC,CONSULTAS').data?.menus).toEqual(['CONSULTAS', 'PAC', 'REPORTES']);
  });

  test.for<[menu: string, sentence: string]>([
    ['', 'elija al menos uno.'],
    ['PAC,', 'llegó un menú que no existe. Elija los de la lista.'],
    ['PAC,FORGED', 'llegó un menú que no existe. Elija los de la lista.'],
    ['toString', 'llegó un menú que no existe. Elija los de la lista.'],
    ['PAC,ADMINISTRACION', 'ADMINISTRACIÓN es solo del administrador. Elija los de la lista.'],
    ['DATOS_GENERALES', 'ENTIDAD-DATOS GENERALES lo tienen todos los usuarios. Elija los de la lista.'],
    ['PAC,PAC', 'ENTIDAD-PLAN ANUAL DE CONTRATACIÓN llegó más de una vez. Elija cada uno una sola vez.'],
  ])('refuses the menus “%s”', ([menu, sentence]) => {
    expect(faults('Compras', menu)).toEqual([`menu: Menús: ${sentence}`]);
    expect(faults('', menu)).toHaveLength(2);
  });
});

test('A name in another case is the same name; one with other accents is not', () => {
  expect(foldTemplateName('ÑAÑA Compras')).toBe(foldTemplateName('ñaña compras'));
  expect(foldTemplateName('Cómpras')).not.toBe(foldTemplateName('Compras'));
});

test('A template is added with one incident that has its name and its menus', () => {
  const data = { name: 'Compras', menus: ['CONSULTAS', 'PAC'] };
  expect(registerTemplate(data, facts)).toEqual({
    kind: 'changed',
    value: data,
    event: {
      event: 'template.created',
      subject: { kind: 'template', id: null, name: 'Compras' },
      changes: [
        { field: 'template.name', old: null, new: 'Compras' },
        { field: 'template.menu', old: null, new: 'CONSULTAS' },
        { field: 'template.menu', old: null, new: 'PAC' },
      ],
    },
  });
});

describe('A new template is refused', () => {
  const errors = (more: Partial<typeof facts>, menus = ['PAC']) => {
    const decision = registerTemplate({ name: 'Compras', menus }, { ...facts, ...more });
    return decision.kind === 'refused' ? decision.errors : null;
  };

  test('where the name is taken', () => {
    expect(errors({ nameTaken: true })).toEqual({
      name: 'Nombre: ya hay un perfil tipo con ese nombre, aunque cambien las mayúsculas. Escriba otro.',
    });
  });

  test.for(over)('with %s, the day after its validity and not on its last day', (code) => {
    expect(errors({ today: '2025-06-25' }, [code])).toBe(null);
    expect(errors({ today: '2025-06-26' }, ['PAC', code])).toEqual({
      menu: expect.stringMatching(
        /^Menús: ENTIDAD-.* ya no está vigente y no se puede agregar\. Elija los de la lista\.$/,
      ),
    });
  });

  test('beyond the hundred that an entity has at most', () => {
    expect(errors({ templates: mostTemplates - 1 })).toBe(null);
    expect(errors({ templates: mostTemplates })).toEqual({ '': expect.stringContaining('100 perfiles tipo') });
  });
});

test('An edited template has one incident with its names and the menus that came and went; it keeps one past its validity', () => {
  const data = { name: 'Compras públicas', menus: ['CONSULTAS', 'REPORTES', 'COTIZACION'] };
  expect(editTemplate(stored, data, facts)).toEqual({
    kind: 'changed',
    value: data,
    event: {
      event: 'template.changed',
      subject: { kind: 'template', id: 7, name: 'Compras públicas' },
      changes: [
        { field: 'template.name', old: 'Compras', new: 'Compras públicas' },
        { field: 'template.menu', old: null, new: 'REPORTES' },
        { field: 'template.menu', old: 'PAC', new: null },
      ],
    },
  });
  expect(editTemplate(stored, stored, facts).kind).toBe('unchanged');
  expect(editTemplate(stored, { ...stored, menus: over }, facts).kind).toBe('refused');
  // The number counts for new ones alone.
  expect(editTemplate(stored, data, { ...facts, templates: mostTemplates }).kind).toBe('changed');
});

test('A deleted template leaves its last values in the incident', () => {
  expect(deleteTemplate(stored)).toMatchObject({
    event: 'template.deleted',
    subject: { kind: 'template', id: 7, name: 'Compras' },
    changes: [
      { field: 'template.name', old: 'Compras', new: null },
      { field: 'template.menu', old: 'CONSULTAS', new: null },
      { field: 'template.menu', old: 'PAC', new: null },
      { field: 'template.menu', old: 'COTIZACION', new: null },
    ],
  });
});

test('A template gives a user its menus of today, and one past its validity only where the user holds it already', () => {
  const given = (held: string[], today: string) => templateMenus(stored, { held, catalog, today });
  expect(given([], '2026-01-15')).toEqual({ menus: ['CONSULTAS', 'PAC'], expired: ['COTIZACION'] });
  expect(given(['COTIZACION'], '2026-01-15')).toEqual({ menus: stored.menus, expired: [] });
  expect(given([], '2025-06-25')).toEqual({ menus: stored.menus, expired: [] });
});

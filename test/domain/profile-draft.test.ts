import { expect, test } from 'vitest';
import type { Profile } from '../../src/domain/profile.ts';
import {
  addLine,
  applyTemplate,
  fillDraft,
  type ProfileDraft,
  removeLine,
  sentDraft,
  staleDraft,
  storedDraft,
  unsavedText,
} from '../../src/domain/profile-draft.ts';
import { catalogs } from '../support/stage/catalogs.ts';
import { aUser } from './a-user.ts';

const profile: Profile = { user: aUser(), held: ['DATOS_GENERALES', 'CONSULTAS', 'PAC'] };
const of = { profile, catalog: catalogs.menus, today: '2026-01-15' };
const stored = storedDraft(of);
const withLines = (...lines: string[]): ProfileDraft => ({ ...stored, lines });
const optional = catalogs.menus.filter((menu) => !menu.required && !menu.administratorOnly && !menu.validUntil);

test('A profile begins with a line for each optional menu and one empty line', () => {
  expect(stored.lines).toEqual(['CONSULTAS', 'PAC', '']);
  const everything = storedDraft({ ...of, profile: { ...profile, held: optional.map(({ code }) => code) } });
  expect(everything.lines).not.toContain('');
});

test('There is one empty line at most; a further one leads to it', () => {
  const added = addLine(withLines('CONSULTAS', 'PAC'));
  expect([added.lines, added.focus]).toEqual([['CONSULTAS', 'PAC', ''], 3]);
  const again = addLine(withLines('CONSULTAS', '', 'PAC'));
  expect([again.lines, again.focus, again.message]).toEqual([
    ['CONSULTAS', '', 'PAC'],
    2,
    'Ya hay una línea vacía, Menú 2: elija ahí el menú.',
  ]);
});

test('No line is added once there is one for each menu', () => {
  const all = optional.map(({ code }) => code);
  expect(addLine(withLines(...all.slice(1))).lines).toHaveLength(all.length);
  expect(addLine(withLines(...all))).toMatchObject({ lines: all, focus: 'more' });
});

test('A removed line gives the focus to the next one, to the last one, or to the button that adds one', () => {
  expect(removeLine(stored, 0)).toMatchObject({ lines: ['PAC', ''], focus: 1 });
  expect(removeLine(stored, 2)).toMatchObject({ lines: ['CONSULTAS', 'PAC'], focus: 2 });
  expect(removeLine(withLines('PAC'), 0)).toMatchObject({ lines: [], focus: 'more' });
});

test('A copy fills the lines, empties the choice of its source, and gives the first new line the focus', () => {
  const source = { id: 9, name: 'Pinto Ana (delegado09)', menus: ['PAC', 'REPORTES', 'EMERGENCIAS'] };
  const filled = fillDraft({ ...stored, source: '9' }, source);
  expect(filled).toMatchObject({ lines: ['CONSULTAS', 'PAC', 'EMERGENCIAS', 'REPORTES'], source: '', focus: 3 });
  expect(fillDraft(filled, source)).toMatchObject({ lines: filled.lines, focus: 'source' });
  expect(fillDraft(stored, undefined)).toMatchObject({ lines: stored.lines, errors: { source: expect.any(String) } });
});

test('A template takes the place of the lines, empties its choice, and gives the first line the focus', () => {
  const template = { id: 4, version: 1, name: 'Compras', menus: ['CONSULTAS', 'EMERGENCIAS'] };
  const applied = applyTemplate({ ...stored, template: '4' }, template);
  expect(applied).toMatchObject({ lines: ['CONSULTAS', 'EMERGENCIAS'], template: '', focus: 1 });
  expect(unsavedText(applied)).toBe('se agrega ENTIDAD-EMERGENCIAS; se quita ENTIDAD-PLAN ANUAL DE CONTRATACIÓN.');
  expect(applyTemplate(stored, undefined)).toMatchObject({
    lines: stored.lines,
    errors: { template: 'Perfil tipo: elija uno de la lista.' },
  });
});

test('A template without a menu that can be given leaves the lines as they are', () => {
  const template = { id: 4, version: 1, name: 'Antiguo', menus: ['COTIZACION'] };
  const { lines, focus, message } = applyTemplate(stored, template);
  expect([lines, focus, message]).toEqual([
    stored.lines,
    'template',
    'Antiguo no tiene menús que se puedan dar; las líneas siguen como estaban. No se puso ENTIDAD-COTIZACIÓN, que ya no está vigente.',
  ]);
});

test('What is not stored yet is told; an empty line is nothing', () => {
  expect(unsavedText(stored)).toBe('');
  expect(unsavedText(withLines('CONSULTAS', 'PAC', 'REPORTES'))).toBe('se agrega ENTIDAD-REPORTES.');
  expect(unsavedText(withLines('PAC', 'REPORTES'))).toBe('se agrega ENTIDAD-REPORTES; se quita ENTIDAD-CONSULTAS.');
});

test('A stale draft takes the stored set for its version', () => {
  const sent = sentDraft(of, {
    codes: ['DATOS_GENERALES', 'PAC'],
    seen: 'DATOS_GENERALES',
    search: '',
    source: '',
    template: '',
  });
  expect([sent.seen, staleDraft(sent).seen]).toEqual([['DATOS_GENERALES'], profile.held]);
});

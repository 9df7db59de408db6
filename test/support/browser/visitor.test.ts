import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startSite } from './client.ts';
import { toyApp } from './toy-app.ts';
import type { Visitor } from './visitor.ts';

let now = new Date('2026-03-02T15:00:00Z');
const site = await startSite(() => toyApp(), { clock: () => now, weigh: false });
afterAll(() => site.close());

describe('A visitor', () => {
  let ana: Visitor;
  beforeEach(async () => {
    ana = site.visitor();
    await ana.open('/formulario');
  });

  test('sends an untouched form with all successful controls in order', async () => {
    const { text } = await ana.press('Guardar');
    expect(text).toContain(
      '_token=abc | nombre=Ana | cargo= | sexo=F | menu=B | menu=A | motivo=uno dos | accion=guardar',
    );
  });

  test('fills in fields by their labels', async () => {
    ana.fill({
      'Primer Nombre': 'Íñigo',
      Cargo: 'Analista de Compras',
      Sexo: 'Masculino',
      Acepto: true,
      'Menú 2': 'B',
    });
    const { text } = await ana.press('Aumentar Menú');
    expect(text).toContain('nombre=Íñigo | cargo=7 | sexo=M | acepto=on | menu=B | menu=B');
    expect(text).toContain('accion=aumentar');
    expect(ana.page.url.search).toBe('?linea=2');
  });

  test('sends line breaks as CR LF', async () => {
    ana.fill({ Motivo: 'a\nb' });
    const { html } = await ana.press('Guardar');
    expect(html).toMatch(/motivo=a\r\nb/);
  });

  test('undoes the edits of a form by its reset button, and sends nothing', async () => {
    ana.fill({ 'Primer Nombre': 'Eva', Sexo: 'Masculino' });
    const page = await ana.press('Limpiar Campos');
    expect(page.field('Primer Nombre').value).toBe('Ana');
    expect(page.field('Sexo').value).toBe('Femenino');
  });

  test('sends a search in the address', async () => {
    ana.fill({ Buscar: 'peña' });
    expect((await ana.press('Buscar ahora')).url.search).toBe('?q=pe%C3%B1a');
  });

  test('reads the properties of a field', () => {
    expect(ana.page.field('Primer Nombre')).toMatchObject({
      value: 'Ana',
      required: true,
      invalid: false,
      describedBy: 'Como en la cédula',
    });
    expect(ana.page.field('Sexo')).toMatchObject({ value: 'Femenino', options: ['Masculino', 'Femenino'] });
    expect(ana.page.field('Cargo').options).toEqual(['Elija', 'Analista de Compras']);
  });

  test('throws for a missing control with the names of those that there are', () => {
    expect(() => ana.fill({ Apellido: 'x' })).toThrow(/0 of field “Apellido”.*“Primer Nombre \*”/);
    expect(() => ana.fill({ Cargo: 'Alcalde' })).toThrow(/0 options “Alcalde”/);
    expect(() => ana.fill({ Fijo: 'x' })).toThrow(/can't be changed/);
  });
});

describe('A visitor who reads answers', () => {
  test('finds the cells of a table by its headings', async () => {
    const page = await site.visitor().open('/lista');
    expect(page.table('Usuarios')).toEqual([
      { USUARIO: 'anaperez', Acción: 'Editar anaperez Activar Usuario anaperez' },
      { USUARIO: 'luisvega', Acción: 'Editar luisvega Activar Usuario luisvega' },
    ]);
    expect(page.link('Editar', { row: 'luisvega' }).name).toBe('Editar luisvega');
    expect(page.offers('Editar')).toBe(false);
  });

  test('gets a swapped row without leaving the page', async () => {
    const ana = site.visitor();
    await ana.open('/lista');
    const fragment = await ana.swap('Activar Usuario', { row: 'anaperez' });
    expect(fragment.text).toBe('Listo');
    expect(ana.page.h1).toBe('Lista');
  });

  test('reads the entries of the summary of errors', async () => {
    const ana = site.visitor();
    await ana.open('/lista');
    const page = await ana.post('/falta', {});
    expect([page.status, page.errors, page.announced]).toEqual([422, ['Escriba el nombre.'], ['Escriba el nombre.']]);
    expect(page.field('Primer Nombre')).toMatchObject({ invalid: true, describedBy: 'Escriba el nombre.' });
  });

  test('throws for an answer that breaks the rules', async () => {
    await expect(site.visitor().get('/no-hay', { 'HX-Request': 'true' })).resolves.toMatchObject({ status: 404 });
    await expect(site.visitor().get('/lista', { 'HX-Request': 'true' })).rejects.toThrow(/the fragment holds/);
  });
});

describe('A visitor’s browser', () => {
  test('deletes cookies when they expire, on demand, and when it closes', async () => {
    const ana = site.visitor();
    expect((await ana.open('/sesion')).hops).toEqual([{ status: 303, location: '/galletas' }]);
    expect(ana.page.text).toContain('larga=1; corta=2');
    ana.cookies.closeBrowser();
    expect((await ana.open('/galletas')).text).toContain('larga=1');
    now = new Date(now.getTime() + 60_000);
    expect((await ana.open('/galletas')).text).toContain('ninguna');
    expect((await ana.get('/sesion')).status).toBe(303);
    expect(ana.cookies.get('larga')).toBe('1');
    await ana.open('/salida');
    expect(ana.cookies.get('larga')).toBeNull();
    expect((await site.visitor().open('/galletas')).text).toContain('ninguna');
  });
});

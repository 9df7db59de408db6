import { expect, test } from 'vitest';
import { attribute, elements } from '../support/browser/dom.ts';
import { onStage } from '../support/stage/stage.ts';

const asHtmx = { 'HX-Request': 'true' };

onStage('A list asked for by htmx', (stage) => {
  test.each([
    '/administracion/contactos?orden=nombres',
    '/administracion/usuarios?buscar=delegad&orden=nombre',
    '/administracion/contactos/incidencias?sentido=asc',
    '/administracion/importaciones?filas=50',
  ])('%s comes without the frame, which is on the page already', async (address) => {
    const visitor = await stage.browserOf(stage.quito.administrator);
    const page = await visitor.open(address);
    const swap = await visitor.get(address, asHtmx);
    expect(elements(swap.root, 'title')).toHaveLength(1);
    expect(swap.html).toContain(page.html.match(/<title>.*?<\/title>/)?.[0]);
    expect(swap.html).toContain(page.html.match(/<nav class="bar".*?<\/nav>/)?.[0]);
    expect(swap.html.slice(swap.html.indexOf('<div id="lista"'))).toBe(
      page.html.match(/<div id="lista".*(?=<\/main>)/s)?.[0],
    );
    expect(elements(swap.root, 'header', 'main', 'h1', 'nav').map((one) => attribute(one, 'class'))).toEqual(['bar']);
    expect(swap.headers.vary).toContain('HX-Request');
    expect(page.headers.vary).toContain('HX-Request');
    expect(Number(swap.headers['content-length'])).toBeLessThan(Number(page.headers['content-length']) - 400);
  });

  test('tells a wrong day in its title and above the rows', async () => {
    const visitor = await stage.browserOf(stage.quito.administrator);
    await visitor.open('/administracion/contactos/incidencias');
    const swap = await visitor.get('/administracion/contactos/incidencias?desde=31/06/2022', asHtmx);
    expect(swap.status).toBe(422);
    expect(swap.html).toMatch(/^<title>Error: Incidencias .*<div id="lista" class="wide"><div class="errors" /s);
  });
});

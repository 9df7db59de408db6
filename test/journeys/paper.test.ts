import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { routes } from '../../src/routes/index.ts';
import { openBrowser } from '../support/browser/browser.ts';
import { someone } from '../support/stage/cast.ts';
import { leaveUndelivered } from '../support/stage/mail-queue.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';
import { KeyboardUser, type Seat } from './keyboard.ts';
import { sheetTexts } from './pdf-text.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

const administration = '/administracion';
const date = 'Miércoles 6 de Abril de 2022';
const people = ['nobody', 'delegate', 'administrator'] as const;

/** Buttons, fields that don't stand as text, and links that are no words of a sentence, a heading or a list besides. */
const controls = [
  ...['button', '[type=password]', '[type=checkbox]', '[type=radio]', '[type=search]', '.button'],
  ...['p > a', '.bar a', '.nav a', '.subnav a', '.toolbar a', '.pager a', 'td > a'],
].join(', ');

onStage('A sheet of paper', (stage) => {
  test.for(people)('has no button, field or way to another page, whatever %s prints', async (person) => {
    const user = await sit(stage, person);
    const left: string[] = [];
    const seen = new Set<string>();
    for (const path of pagesFor(stage)) {
      for (const query of ['', '?imprimir=1']) {
        // Whoever may not open a page gets the sign-in or the same refusal, which is looked at once.
        const html = await (await user.page.request.get(path + query)).text();
        const page = html.replace(/(value|href|action)="[^"]*"/g, '');
        if (seen.has(page)) continue;
        seen.add(page);
        await user.page.emulateMedia({ media: null });
        await user.page.goto(path + query);
        await user.page.emulateMedia({ media: 'print' });
        for (const control of await printed(user.page, controls)) left.push(`${path}${query}: ${control}`);
      }
    }
    expect(left).toEqual([]);
    expect(seen.size).toBeGreaterThan(person === 'nobody' ? 10 : 30);
    await user.leave(/the server responded with a status of/);
  });

  test.each([
    [`${administration}/contactos?buscar=zzzz`, 'Ningúncontactocoincide'],
    [`${administration}/usuarios?buscar=zzzz`, 'Ningúnusuariocoincide'],
  ])('names entity, RUC and day where %s has no row', async (path, sentence) => {
    const user = await sit(stage, 'administrator');
    for (const query of ['', '&imprimir=1']) {
      await user.page.goto(path + query);
      const [sheet = '', ...others] = sheetTexts(await user.page.pdf({ format: 'A4' }));
      for (const words of [stage.quito.name, stage.quito.ruc, date, sentence]) {
        expect(sheet).toContain(words.replaceAll(' ', ''));
      }
      expect(sheet).not.toContain('Vertod');
      expect(others).toEqual([]);
    }
    await user.leave();
  });

  test('keeps a fault beside its field, and asks for no password', async () => {
    const user = await sit(stage, 'administrator', { javaScript: false });
    const { page } = user;
    await page.goto(`${administration}/usuarios/nuevo`);
    await user.press('Guardar');
    await page.emulateMedia({ media: 'print' });
    const labels = await page.locator('.field > label').filter({ visible: true }).allInnerTexts();
    expect(labels).toEqual(['Usuario', 'Nombre']);
    await page.setViewportSize({ width: 500, height: 800 });
    const [label, fault] = await Promise.all([
      page.locator('label[for=name]').boundingBox(),
      page.locator('#name-error').boundingBox(),
    ]);
    if (!label || !fault) throw new Error('The label or its fault is not on paper.');
    const gap = await page.locator('#name-error').evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return Math.min(...[...range.getClientRects()].map(({ left }) => left));
    });
    expect(gap).toBeGreaterThanOrEqual(label.x + label.width);
    expect(await page.locator('.errors').evaluate((box) => getComputedStyle(box).outlineStyle)).toBe('none');
    await user.leave(/422/);
  });

  test.each([true, false])('says whose mail was not delivered (scripting %s)', async (javaScript) => {
    const one = await someone(stage, { paternalSurname: `Devuelto${javaScript ? 'A' : 'B'}` });
    await leaveUndelivered(stage, one);
    const user = await sit(stage, 'administrator', { javaScript });
    for (const query of ['', '&imprimir=1']) {
      await user.page.goto(`${administration}/usuarios?buscar=${one.userName}${query}`);
      const text = sheetTexts(await user.page.pdf({ format: 'A4' })).join('');
      expect(text.match(/correonoentregado/g)).toHaveLength(1);
      expect(text).not.toContain('Reenviar');
    }
    await user.leave();
  });

  test('says which session is the own one, on the page for the printer, too', async () => {
    const user = await sit(stage, 'administrator');
    for (const query of ['', '?imprimir=1']) {
      await user.page.goto(`/datos-generales/sesiones${query}`);
      const text = sheetTexts(await user.page.pdf({ format: 'A4' })).join('');
      expect(text.match(/Estasesión/g)).toHaveLength(1);
      expect(text).not.toContain('Acción');
      expect(text).not.toContain('Cerrar');
    }
    await user.leave();
  });

  test.each([17, 18, 19, 20, 21, 41, 42, 43])('never holds the length of a list of %i lines alone', async (rows) => {
    const user = await sit(stage, 'administrator');
    const { page } = user;
    await page.goto(`${administration}/contactos`);
    await page.evaluate((count) => {
      const body = document.querySelector('tbody');
      const row = body?.rows[0];
      const lines = Array.from({ length: count }, () => row?.cloneNode(true) as Node);
      body?.replaceChildren(...lines);
      for (const line of body?.rows ?? []) line.style.height = '11mm';
    }, rows);
    for (const sheet of sheetTexts(await page.pdf({ format: 'A4' }))) expect(sheet).toContain(stage.quito.ruc);
    await user.leave();
  });
});

async function sit(stage: Stage, person: (typeof people)[number], seat: Seat = {}): Promise<KeyboardUser> {
  const settings = { ...seat, axe: false };
  if (person === 'nobody') return KeyboardUser.sitDown(browser, stage.site.baseUrl, settings);
  const who = person === 'delegate' ? stage.diana : stage.quito.administrator;
  return KeyboardUser.signedIn(browser, stage, who, settings);
}

/** The addresses of all pages. A user's number stands for that of a session, and a topic of help for all. */
function pagesFor({ diana }: Stage): string[] {
  // A download is no page.
  const pages = routes.filter(
    ({ method, right, path, file }) => method === 'GET' && right !== 'machine' && !file && !/\.(csv|xlsx)$/.test(path),
  );
  return pages.map(({ path }) =>
    path
      .replace(':id', String(path.includes('contactos') ? diana.contactId : diana.id))
      .replace(':topic', 'usuarios')
      .replace(':token', 'a'.repeat(43)),
  );
}

/** Lists what has a place on paper, without links that stand in a sentence. */
async function printed(page: Page, selector: string): Promise<string[]> {
  return page
    .locator(selector)
    .filter({ visible: true })
    .evaluateAll((found) =>
      found
        .filter(
          ({ parentElement, textContent }) =>
            parentElement?.tagName !== 'P' || parentElement.textContent === textContent,
        )
        .map((one) => `${one.tagName} ${one.textContent?.trim() || one.getAttribute('name')}`),
    );
}

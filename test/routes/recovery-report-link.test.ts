import { beforeEach, expect, test } from 'vitest';
import { contents } from '../support/server/contents.ts';
import { attempt, freshAddress } from '../support/stage/guesses.ts';
import { putAdministratorsBack, recoverByMail } from '../support/stage/recovery.ts';
import { onMailStage } from '../support/stage/stage.ts';

const day = 24 * 3_600_000;
const path = '/recuperar/no-solicite';
const button = 'Confirmar el reporte';

onMailStage('The link “Yo no solicité este cambio”', (stage) => {
  beforeEach(async () => {
    await stage.forgetGuesses();
    await putAdministratorsBack(stage);
  });

  test('redirects at once to an address without its token', async () => {
    const { link } = await recoverByMail(stage, stage.quito.administrator);
    const visitor = stage.visitor();
    const answer = await visitor.get(link);
    expect([answer.status, answer.headers.location]).toEqual([303, path]);
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['set-cookie']).toMatch(/^soce_reporte=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const page = await visitor.open(path);
    expect(page.h1).toBe('Yo no solicité este cambio');
    expect(page.text).toContain('Usuario adminquito de Municipio de Prueba, RUC 1769999930001.');
    expect(page.text).toContain('el usuario administrador queda deshabilitado y sus sesiones se cierran');
    expect(page.html).not.toContain(link.split('/').at(-1));
  });

  test.for(['.', ',', '>', '%3E', ').', '%22', '»', '%C2%BB'])(
    'is followed with the “%s” that stood behind it',
    async (sign) => {
      const { link } = await recoverByMail(stage, stage.quito.administrator);
      expect((await stage.visitor().open(`${link}${sign}`)).offers(button)).toBe(true);
    },
  );

  test('changes nothing when it is opened twice, by a preview or by HEAD', async () => {
    const { link } = await recoverByMail(stage, stage.quito.administrator);
    const open = await stage.signedIn(stage.quito.administrator);
    const before = await contents(stage.database, 'throttling');
    const visitor = stage.visitor();
    for (const headers of [{}, {}, { 'Sec-Purpose': 'prefetch' }, { Purpose: 'prefetch' }]) {
      const page = await visitor.get(link, headers as Record<string, string>, { follow: true });
      expect(page.offers(button)).toBe(true);
    }
    const Cookie = `soce_reporte=${visitor.cookies.get('soce_reporte')}`;
    for (const address of [link, path]) {
      const url = new URL(address, stage.site.baseUrl);
      const { status } = await fetch(url, { method: 'HEAD', redirect: 'manual', headers: { Cookie } });
      expect(status).toBe(address === link ? 303 : 200);
    }
    expect(await contents(stage.database, 'throttling')).toEqual(before);
    expect((await open.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test('is valid for ten days', async () => {
    const { link } = await recoverByMail(stage, stage.quito.administrator);
    const visitor = stage.visitor();
    stage.clock.advance(10 * day - 1);
    expect((await visitor.open(link)).offers(button)).toBe(true);
    stage.clock.advance(1);
    const before = await contents(stage.database, 'throttling');
    const late = await visitor.press(button);
    expect(late.text).toContain('El plazo de 10 días para reportar esta solicitud terminó.');
    expect((await visitor.open(link)).offers(button)).toBe(false);
    expect(await contents(stage.database, 'throttling')).toEqual(before);
  });

  test('is not found at any other address', async () => {
    const { link } = await recoverByMail(stage, stage.quito.administrator);
    const token = link.split('/').at(-1) ?? '';
    const others = [
      token.slice(0, -1),
      `${token}x`,
      token.toLowerCase(),
      'x'.repeat(43),
      '%',
      '%00',
      '%FF',
      '..',
      'x'.repeat(8_000),
    ];
    const before = await contents(stage.database, 'throttling');
    for (const other of others) {
      const visitor = stage.site.visitor({ address: freshAddress() });
      visitor.cookies.set('soce_reporte', other);
      expect((await visitor.open(path)).status).toBe(404);
      await visitor.open('/recuperar');
      expect((await visitor.post(path, { _token: visitor.token })).status).toBe(404);
    }
    for (const odd of ['%', '%00', '%FF', '%2F', 'x'.repeat(8_000)]) {
      const address = new URL(`${path}/${odd}`, stage.site.baseUrl);
      expect((await fetch(address, { redirect: 'manual' })).status).toBe(303);
    }
    expect(await contents(stage.database, 'throttling')).toEqual(before);
  });

  test('needs a form with its token', async () => {
    const { link } = await recoverByMail(stage, stage.quito.administrator);
    const visitor = stage.visitor();
    await visitor.open(link);
    expect((await visitor.post(path, { _token: 'x'.repeat(43) })).status).toBe(403);
    expect((await visitor.post(path, { _token: visitor.token }, { Origin: 'https://otra.example' })).status).toBe(403);
    expect((await attempt(stage, stage.quito.administrator)).url.pathname).toBe('/inicio');
  });

  test('can be opened twenty times a minute from one address', async () => {
    const { link } = await recoverByMail(stage, stage.quito.administrator);
    const visitor = stage.site.visitor({ address: freshAddress(), weigh: false });
    for (let time = 0; time < 20; time += 1) expect((await visitor.open(link)).status).toBe(200);
    const refused = await visitor.open(link);
    expect(refused.status).toBe(429);
    expect(refused.text).toMatch(/Hubo demasiados intentos\. Vuelva a intentarlo a partir de las \d\d:\d\d\./);
    expect((await stage.site.visitor({ address: freshAddress() }).open(link)).status).toBe(200);
  });
});

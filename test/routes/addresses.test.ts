import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { routes } from '../../src/routes/index.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { onStage } from '../support/stage/stage.ts';

onStage('An address', (stage) => {
  test.for([
    ['/ingreso/', '/ingreso'],
    ['/administracion/usuarios/?filas=50', '/administracion/usuarios?filas=50'],
    ['/recuperar//', '/recuperar'],
  ] as const)('with a slash too many at its end leads to the one without: %s', async ([path, without]) => {
    const { status, headers } = await stage.visitor().get(path);
    expect([status, headers.location]).toEqual([301, without]);
  });

  test.for([
    ['/ingreso.', '/ingreso'],
    ['/ingreso%3E', '/ingreso'],
    ['/ingreso),', '/ingreso'],
    ['/ingreso%C2%BB.', '/ingreso'],
    ['/recuperar/?paso=1', '/recuperar?paso=1'],
    ['/canci%C3%B3n.', '/canci%C3%B3n'],
  ] as const)('with the sign that stood behind it in a mail leads to the one without: %s', async ([path, without]) => {
    const { status, headers } = await stage.visitor().get(path);
    expect([status, headers.location]).toEqual([301, without]);
  });

  test('that would lead to another site leads nowhere', async () => {
    const elsewhere = [
      '//malo.example/',
      '//malo.example//',
      '//malo.example.',
      '/\\malo.example/',
      '/\\malo.example.',
    ];
    for (const path of elsewhere) {
      const asked = request({ host: '127.0.0.1', port: stage.site.baseUrl.port, path }).end();
      const [{ statusCode, headers }] = await once(asked, 'response');
      expect([path, statusCode, headers.location]).toEqual([path, expect.toBeOneOf([400, 404]), undefined]);
    }
  });

  test('of the style sheet, the script or the icon answers HEAD as it answers GET, without the body', async () => {
    const { html } = await stage.visitor().open('/ingreso');
    const assets = [...html.matchAll(/(?:href|src)="(\/estatico\/[^"]+)"/g)].map(([, path]) => path);
    expect(assets).toHaveLength(2);
    for (const path of [...assets, '/favicon.ico']) {
      const answer = await fetch(new URL(path ?? '', stage.site.baseUrl), { method: 'HEAD' });
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, '']);
    }
  });

  test('answers HEAD as it answers GET, without the body, for whoever isn’t signed in, too', async () => {
    const addresses = routes.flatMap(({ method, path }) => (method === 'GET' ? path.replace(/:\w+/, '1') : []));
    const people = [
      stage.visitor(),
      await stage.signedIn(stage.diana),
      await stage.signedIn(stage.quito.administrator),
    ];
    for (const visitor of people) {
      for (const address of [...addresses, '/nada', '/ingreso/', '/administracion/usuarios.']) {
        const head = await ask(visitor, address, 'HEAD');
        const got = await ask(visitor, address, 'GET');
        expect([address, head]).toEqual([address, { ...got, body: '' }]);
      }
    }
  });

  async function ask(visitor: Visitor, address: string, method: 'GET' | 'HEAD') {
    const url = new URL(address, stage.site.baseUrl);
    const Cookie = visitor.cookies.header(url) ?? '';
    const answer = await fetch(url, { method, headers: { Cookie }, redirect: 'manual' });
    return { status: answer.status, location: answer.headers.get('Location'), body: await answer.text() };
  }

  test('that a client forges in X-Forwarded-For is not believed', async () => {
    const visitor = stage.visitor();
    await visitor.open('/ingreso');
    const { ruc, userName, password } = stage.diana;
    const body = { _token: visitor.token, ruc, userName, password };
    await visitor.post('/ingreso', body, { 'X-Forwarded-For': '203.0.113.7' });
    const { address } = await stage.database.owner
      .selectFrom('sessions')
      .select('address')
      .where('user_id', '=', stage.diana.id)
      .executeTakeFirstOrThrow();
    expect(address).toMatch(/^127\./);
  });
});

import { expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { userList, visiting } from '../support/stage/administration.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

onStage('A form', (stage) => {
  test('with its token is accepted', async () => {
    const administrator = await listOpened(stage);
    expect(await deactivates(stage, administrator, { token: administrator.token })).toBe(303);
  });

  test.for<[string, (administrator: Visitor, cast: Stage) => Promise<string | undefined>]>([
    ['no token', async () => undefined],
    ['an empty token', async () => ''],
    ['an invented token', async () => 'A'.repeat(43)],
    ['a visitor’s token', async (_, { visitor }) => tokenOf(visitor(), '/ingreso')],
    ['the token that this browser had before the sign-in', async (administrator) => visitorTokenOf(administrator)],
    ['a delegate’s token', async (_, cast) => tokenOf(await cast.signedIn(cast.diana))],
    [
      'the token of another entity’s administrator',
      async (_, cast) => tokenOf(await cast.signedIn(cast.cuenca.administrator)),
    ],
    [
      'the token of another session of one’s own',
      async (_, cast) => tokenOf(await cast.signedIn(cast.quito.administrator)),
    ],
    ['half its token', async (administrator) => administrator.token.slice(0, 20)],
  ])('with %s is refused with a way back, and changes nothing', async ([, other]) => {
    const administrator = await listOpened(stage);
    const token = await other(administrator, stage);
    const page = await send(stage, administrator, { token });
    expect([page.status, page.h1]).toEqual([403, 'Formulario vencido']);
    expect(page.link(/Regresar|Ir a la página inicial/).href).toMatch(/^\/(inicio)?$/);
    await stage.signedIn(stage.bruno);
  });

  test('that is refused leads to its page with the list behind it, or to none where it stands in a row', async () => {
    const administrator = await listOpened(stage);
    const own = '/administracion/contactos/nuevo?lista=%3Ffilas%3D50';
    const page = await administrator.post(own, {});
    expect([page.status, page.link('Abrir de nuevo el formulario').href]).toEqual([403, own]);
    const inRow = await send(stage, administrator, { token: '' });
    expect([inRow.status, inRow.offers('Abrir de nuevo el formulario')]).toEqual([403, false]);
  });

  test.for<Record<string, string>>([
    { Origin: 'https://malo.example' },
    { Origin: 'null' },
    { Origin: 'no es una dirección' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ])('from another site, %j, is refused in spite of a right token', async (headers) => {
    const administrator = await listOpened(stage);
    expect(await deactivates(stage, administrator, { token: administrator.token, headers })).toBe(403);
  });

  test('whose origin the browser hides is accepted where it says that the site is ours', async () => {
    const administrator = await listOpened(stage);
    const headers = { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' };
    expect(await deactivates(stage, administrator, { token: administrator.token, headers })).toBe(303);
  });

  test.for<Record<string, string>>([
    { Origin: 'null', 'Sec-Fetch-Site': 'none' },
    { Origin: 'null', 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://malo.example', 'Sec-Fetch-Site': 'same-origin' },
  ])('is refused where the two headers don’t vouch for it together: %j', async (headers) => {
    const administrator = await listOpened(stage);
    expect(await deactivates(stage, administrator, { token: administrator.token, headers })).toBe(403);
  });

  test('from another site is refused to htmx too, and the row stays as it is', async () => {
    const administrator = await listOpened(stage);
    const headers = { 'HX-Request': 'true', Origin: 'https://malo.example' };
    const answer = await send(stage, administrator, { token: administrator.token, headers });
    expect([answer.status, answer.headers['hx-reswap']]).toEqual([403, 'none']);
    expect(answer.text).toContain('no se guardó nada');
  });

  test.for<Record<string, string>>([{ 'Sec-Fetch-Site': 'same-origin' }, { 'Sec-Fetch-Site': 'none' }, {}])(
    'from the product’s own pages, %j, is accepted',
    async (headers) => {
      const administrator = await listOpened(stage);
      const { token } = administrator;
      const { origin } = stage.site.baseUrl;
      expect(await deactivates(stage, administrator, { token, headers })).toBe(303);
      expect(await deactivates(stage, administrator, { token, headers: { ...headers, Origin: origin } })).toBe(303);
    },
  );

  test('for signing in needs a token', async () => {
    const visitor = stage.visitor();
    await visitor.open('/ingreso');
    const { ruc, userName, password } = stage.bruno;
    expect((await visitor.post('/ingreso', { ruc, userName, password })).status).toBe(403);
    expect((await visitor.open('/inicio')).url.pathname).toBe('/ingreso');
  });

  test('for signing out needs a token', async () => {
    const visitor = await stage.signedIn(stage.bruno);
    expect((await visitor.post('/salir', {})).status).toBe(403);
    expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test('for signing out takes the token of the session, not the one from before the sign-in', async () => {
    const visitor = await stage.signedIn(stage.bruno);
    const _token = await visitorTokenOf(visitor);
    expect((await visitor.post('/salir', { _token })).status).toBe(403);
    expect((await visitor.post('/salir', { _token: await tokenOf(visitor) })).status).toBe(303);
  });

  test('for signing in that is open in two tabs is accepted from both, the second time after a wrong password', async () => {
    const visitor = stage.visitor();
    await visitor.open('/ingreso');
    const form = visitor.page.submission('Entrar');
    const { token } = visitor;
    const signIn = (_token: string, password: string) =>
      visitor.post(form.url.pathname, { ...credentialsOf(stage.bruno), password, _token });
    expect((await signIn(token, stage.bruno.password)).status).toBe(303);
    const refused = await signIn(token, 'Otra-Clave-99');
    expect(refused.status).toBe(422);
    expect((await signIn(refused.hidden('_token') ?? '', stage.bruno.password)).status).toBe(303);
    expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test('for signing in that two tabs show after the end of the session is accepted from both', async () => {
    const visitor = await stage.signedIn(stage.bruno);
    stage.clock.advance(31 * 60_000);
    const first = await tokenOf(visitor);
    const second = await tokenOf(visitor);
    for (const _token of [first, second]) {
      expect((await visitor.post('/ingreso', { ...credentialsOf(stage.bruno), _token })).status).toBe(303);
    }
  });

  test('of the recovery goes on after a sign-in in another tab, and when it was opened while signed in', async () => {
    const visitor = stage.visitor();
    const before = await tokenOf(visitor, '/recuperar');
    await visitor.open('/ingreso');
    await visitor.post('/ingreso', { ...credentialsOf(stage.bruno), _token: visitor.token });
    const after = await tokenOf(visitor, '/recuperar');
    expect(before).not.toBe(after);
    for (const _token of [before, after]) {
      expect((await visitor.post('/recuperar', { _token, ruc: '', email: '', birthDate: '' })).status).toBe(422);
    }
  });

  test.for(['/ingreso', '/salir', '/recuperar', '/administracion/contactos/nuevo'])(
    'to %s from a browser without cookies says that it needs them',
    async (path) => {
      const visitor = stage.visitor();
      await visitor.open('/ingreso');
      const { token } = visitor;
      visitor.cookies.closeBrowser();
      const page = await visitor.post(path, { ...credentialsOf(stage.bruno), _token: token });
      expect([page.status, page.h1]).toEqual([403, 'Faltan las cookies']);
      expect(page.text).toContain('Permita las cookies de este sitio, abra de nuevo el formulario y envíelo.');
      const foreign = await visitor.post(path, { _token: token }, { Origin: 'https://malo.example' });
      expect([foreign.status, foreign.h1]).toEqual([403, 'Formulario vencido']);
    },
  );

  test('sent after the end of its session leads to the sign-in page', async () => {
    const administrator = await listOpened(stage);
    stage.clock.advance(31 * 60_000);
    const answer = await send(stage, administrator, { token: administrator.token });
    expect([answer.status, answer.headers.location]).toEqual([303, '/ingreso']);
  });

  test.for([
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/json',
    'application/x-www-form-urlencoded2',
    '',
  ])('of the type “%s” is refused', async (type) => {
    const administrator = await listOpened(stage);
    const page = await send(stage, administrator, { token: administrator.token, headers: { 'Content-Type': type } });
    expect([page.status, page.h1]).toEqual([415, 'Formulario no admitido']);
    await stage.signedIn(stage.bruno);
  });

  test.for(['application/x-www-form-urlencoded;charset=UTF-8', 'Application/X-WWW-Form-Urlencoded'])(
    'of the type “%s” is accepted',
    async (type) => {
      const administrator = await listOpened(stage);
      const headers = { 'Content-Type': type };
      expect(await deactivates(stage, administrator, { token: administrator.token, headers })).toBe(303);
    },
  );

  test.for<Record<string, string>>([{}, { 'Transfer-Encoding': 'chunked' }])(
    'may have at most 64 kB: %j',
    async (headers) => {
      const administrator = await listOpened(stage);
      const start = `_token=${administrator.token}&accion=desactivar&relleno=`;
      const path = `/administracion/usuarios/${stage.nadia.id}/activacion`;
      const sized = (size: number) => administrator.post(path, start.padEnd(size, 'x'), headers);
      const tooLarge = await sized(64 * 1024 + 1);
      expect([tooLarge.status, tooLarge.h1]).toEqual([413, 'Formulario no admitido']);
      expect((await sized(1024 * 1024)).status).toBe(413);
      expect((await sized(64 * 1024)).status).toBe(303);
    },
  );
});

function listOpened(stage: Stage): Promise<Visitor> {
  return visiting(stage, stage.quito.administrator, userList);
}

async function tokenOf(visitor: Visitor, path = '/inicio'): Promise<string> {
  await visitor.open(path);
  return visitor.token;
}

// Gives the token of the forms that this browser was shown before its sign-in.
async function visitorTokenOf(visitor: Visitor): Promise<string> {
  const session = visitor.cookies.get('soce') ?? '';
  visitor.cookies.set('soce', '');
  const token = await tokenOf(visitor, '/ingreso');
  visitor.cookies.set('soce', session);
  return token;
}

function credentialsOf({ ruc, userName, password }: CastUser) {
  return { ruc, userName, password };
}

type Sending = { token: string | undefined; headers?: Record<string, string> };

function send(stage: Stage, administrator: Visitor, { token, headers = {} }: Sending) {
  const typed = { accion: 'desactivar', ...(token !== undefined && { _token: token }) };
  return administrator.post(`/administracion/usuarios/${stage.bruno.id}/activacion`, typed, headers);
}

// Sends a deactivation; gives the status, after checking that it agrees with the user's state, and activates the user
// again.
async function deactivates(stage: Stage, administrator: Visitor, sending: Sending): Promise<number> {
  const { status } = await send(stage, administrator, sending);
  expect(await isActive(stage, stage.bruno)).toBe(status !== 303);
  await stage.database.owner.updateTable('users').set({ active: true }).where('id', '=', stage.bruno.id).execute();
  return status;
}

async function isActive({ database }: Stage, { id }: CastUser): Promise<boolean> {
  const user = await database.owner.selectFrom('users').select('active').where('id', '=', id).executeTakeFirstOrThrow();
  return user.active;
}

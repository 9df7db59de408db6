import { expect, test } from 'vitest';
import { tokenHash } from '../../src/data/secrets/tokens.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { type CastUser, password, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { changePage, isOpen, signIn } from '../support/stage/sign-in.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const second = 1_000;
const minute = 60 * second;
const page = '/datos-generales/sesiones';
const others = `${page}/cerrar-las-demas`;
const closed = 'Esa sesión ya no está abierta, o es la que está usando.';

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0';
const chrome =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';

onStage('The page “Sesiones”', (stage) => {
  test('shows for each session its browser, address, beginning and last request', async () => {
    const user = await someone(stage);
    await signedIn(stage, user, chrome, '127.0.0.9');
    stage.clock.advance(10 * minute);
    const visitor = await signedIn(stage, user, firefox);
    stage.clock.advance(minute);
    const shown = await visitor.open(page);
    expect(shown.table('Sus sesiones abiertas')).toEqual([
      {
        Navegador: 'Firefox 128 en Windows Esta sesión',
        Dirección: '127.0.0.1',
        Desde: '2022-04-06 16:03',
        'Última actividad': '2022-04-06 16:04',
        Acción: '',
      },
      {
        Navegador: 'Chrome 126 en Android',
        Dirección: '127.0.0.9',
        Desde: '2022-04-06 15:53',
        'Última actividad': '2022-04-06 15:53',
        Acción: 'Cerrar',
      },
    ]);
    expect(shown.headings()).toEqual(['Navegador', 'Dirección', 'Desde', 'Última actividad', 'Acción']);
  });

  test('calls a browser without a known name “Desconocido”, and repeats nothing of its user agent', async () => {
    const user = await someone(stage);
    await signedIn(stage, user, '<b>Robot</b>/1.0 (secreto)');
    const visitor = await signedIn(stage, user, '');
    const shown = await visitor.open(page);
    expect(shown.table().map((row) => row.Navegador)).toEqual(['Desconocido Esta sesión', 'Desconocido']);
    expect(shown.html).not.toMatch(/Robot|secreto/);
  });

  test('contains neither the cookie nor the stored id of a session', async () => {
    const user = await someone(stage);
    const first = await signedIn(stage, user, chrome);
    const visitor = await signedIn(stage, user, firefox);
    const { html } = await visitor.open(page);
    for (const one of [first, visitor]) {
      const token = one.cookies.get('soce') ?? '';
      expect(html).not.toContain(token);
      expect(html).not.toContain(tokenHash(token));
    }
  });

  test('leaves out expired sessions and those of other people', async () => {
    const [user, other] = [await someone(stage), await someone(stage)];
    await signedIn(stage, user, chrome);
    stage.clock.advance(31 * minute);
    await signedIn(stage, other, chrome);
    const visitor = await signedIn(stage, user, firefox);
    expect((await visitor.open(page)).table().map((row) => row.Navegador)).toEqual([
      'Firefox 128 en Windows Esta sesión',
    ]);
    expect(visitor.page.offers('Cerrar todas las demás')).toBe(false);
  });

  test('can’t be opened with a temporary password', async () => {
    const visitor = stage.visitor();
    await signIn(visitor, await someone(stage, { state: 'temporary' }));
    for (const path of [page, others]) expect((await visitor.open(path)).url.pathname).toBe(changePage);
  });
});

onStage('“Cerrar”', (stage) => {
  test('ends that session alone, at once', async () => {
    const user = await someone(stage);
    const [lost, kept] = [await signedIn(stage, user, chrome), await signedIn(stage, user, firefox)];
    const visitor = await signedIn(stage, user, firefox);
    await visitor.open(page);
    const question = await visitor.follow(/^Cerrar la sesión de Chrome 126 en Android, desde 2022-04-06 15:53$/);
    expect(question.text).toContain('Chrome 126 en Android, desde 2022-04-06 15:53, con la dirección 127.0.0.1');
    expect([await isOpen(lost), question.h1]).toEqual([true, 'Cerrar una sesión']);
    const after = await visitor.fill({ Contraseña: password }).press('Cerrar la sesión');
    expect([after.url.pathname, after.announced]).toEqual([
      page,
      ['Se cerró la sesión de Chrome 126 en Android, desde 2022-04-06 15:53.'],
    ]);
    expect(after.table()).toHaveLength(2);
    expect([await isOpen(lost), await isOpen(kept), await isOpen(visitor)]).toEqual([false, true, true]);
    expect(await endings(stage, user)).toEqual([
      [
        user.userName,
        [
          { field: 'session.count', old: 3, new: 2 },
          {
            field: 'session.ended',
            old: { browser: 'Chrome 126 en Android', since: expect.stringMatching(/^2022-04-06T20:53:\d\d\.\d{3}Z$/) },
            new: null,
          },
        ],
      ],
    ]);
  });

  test('pressed twice ends the session once, and then says that it is not open any more', async () => {
    const user = await someone(stage);
    await signedIn(stage, user, chrome);
    const visitor = await signedIn(stage, user, firefox);
    await visitor.open(page);
    await visitor.follow(/^Cerrar la sesión de Chrome/);
    const { url, entries } = visitor.fill({ Contraseña: password }).page.submission('Cerrar la sesión');
    await visitor.post(url.pathname, entries);
    const again = await visitor.post(url.pathname, entries, {}, { follow: true });
    expect(again.announced).toEqual([closed]);
    expect(await endings(stage, user)).toHaveLength(1);
  });

  test('ends no session of another person, and does not reveal whether it exists', async () => {
    const victims = [await signedIn(stage, stage.bruno, chrome), await signedIn(stage, stage.carla, chrome)];
    const numbers = await stage.database.owner.selectFrom('sessions').select('number').execute();
    const user = await someone(stage);
    const visitor = await signedIn(stage, user, firefox);
    await visitor.open(page);
    const token = visitor.token;
    const tried = [...numbers.map(({ number }) => String(number)), '987654321'];
    const own = stage.database.owner.selectFrom('sessions').select('number').where('user_id', '=', user.id);
    for (const session of [...tried, String((await own.executeTakeFirstOrThrow()).number)]) {
      const path = `${page}/${session}`;
      const answers = [
        await visitor.post(path, { _token: token, password }, {}, { follow: true }),
        await visitor.get(path, {}, { follow: true }),
      ];
      for (const answer of answers) expect(answer.announced).toEqual([closed]);
    }
    for (const session of ['-1', '0', 'x', '1 or 1=1']) {
      expect((await visitor.post(`${page}/${session}`, { _token: token, password })).status).toBe(404);
    }
    expect(await isOpen(visitor)).toBe(true);
    for (const victim of victims) expect(await isOpen(victim)).toBe(true);
    expect(await endings(stage, user)).toEqual([]);
  });
});

onStage('A session that is ended by itself', (stage) => {
  test('stays open with a wrong password, which is not repeated, or with an empty one', async () => {
    const user = await someone(stage);
    const [other, visitor] = [await signedIn(stage, user, chrome), await signedIn(stage, user, firefox)];
    await visitor.open(page);
    await visitor.follow(/^Cerrar la sesión de Chrome/);
    for (const typed of ['', 'Otra-Clave-99']) {
      const refused = await visitor.fill({ Contraseña: typed }).press('Cerrar la sesión');
      expect([refused.status, refused.errors.length]).toEqual([422, 1]);
      expect(refused.field('Contraseña').value).toBe('');
      expect(refused.text).toContain('Chrome 126 en Android');
    }
    expect(await isOpen(other)).toBe(true);
    expect(await endings(stage, user)).toEqual([]);
  });

  test('stays open even with the right password after five failures', async () => {
    const user = await someone(stage);
    const [other, visitor] = [await signedIn(stage, user, chrome), await signedIn(stage, user, firefox)];
    await visitor.open(page);
    await visitor.follow(/^Cerrar la sesión de Chrome/);
    for (let count = 0; count < 5; count += 1) {
      await visitor.fill({ Contraseña: `Otra-Clave-${count}` }).press('Cerrar la sesión');
    }
    const waiting = await visitor.fill({ Contraseña: password }).press('Cerrar la sesión');
    expect([waiting.status, waiting.errors]).toEqual([422, [expect.stringMatching(/^Hubo demasiados intentos\./)]]);
    expect(await isOpen(other)).toBe(true);
    await stage.forgetGuesses();
    expect((await visitor.fill({ Contraseña: password }).press('Cerrar la sesión')).announced).toEqual([
      expect.stringMatching(/^Se cerró la sesión de Chrome/),
    ]);
  });
});

onStage('“Cerrar todas las demás”', (stage) => {
  test('lists the sessions, asks for the password, and ends them', async () => {
    const user = await someone(stage);
    const lost = [await signedIn(stage, user, chrome), await signedIn(stage, user, firefox)];
    const visitor = await signedIn(stage, user, firefox);
    await visitor.open(page);
    const question = await visitor.follow('Cerrar todas las demás');
    expect(question.url.pathname).toBe(others);
    expect(question.text).toContain('Chrome 126 en Android, desde 2022-04-06 15:53');
    const after = await visitor.fill({ Contraseña: password }).press('Cerrar todas las demás');
    expect([after.url.pathname, after.announced]).toEqual([page, ['Se cerraron 2 sesiones.']]);
    expect(after.table()).toHaveLength(1);
    for (const one of lost) expect(await isOpen(one)).toBe(false);
    expect(await endings(stage, user)).toMatchObject([[user.userName, [{ old: 3, new: 1 }, {}, {}]]]);
  });

  test('with a wrong password ends none, and does not repeat it', async () => {
    const user = await someone(stage);
    const other = await signedIn(stage, user, chrome);
    const visitor = await signedIn(stage, user, firefox);
    await visitor.open(others);
    for (const typed of ['', 'Otra-Clave-99']) {
      const refused = await visitor.fill({ Contraseña: typed }).press('Cerrar todas las demás');
      expect([refused.status, refused.errors.length, refused.url.pathname]).toEqual([422, 1, others]);
      expect(refused.field('Contraseña').value).toBe('');
      expect(refused.html).not.toContain('Otra-Clave');
    }
    expect(await isOpen(other)).toBe(true);
    expect(await endings(stage, user)).toEqual([]);
  });

  test('refuses even the right password after five failures', async () => {
    const user = await someone(stage);
    const other = await signedIn(stage, user, chrome);
    const visitor = await signedIn(stage, user, firefox);
    await visitor.open(others);
    for (let count = 0; count < 5; count += 1) {
      await visitor.fill({ Contraseña: `Otra-Clave-${count}` }).press('Cerrar todas las demás');
    }
    const waiting = await visitor.fill({ Contraseña: password }).press('Cerrar todas las demás');
    expect(waiting.status).toBe(422);
    expect(await isOpen(other)).toBe(true);
    await stage.forgetGuesses();
    expect((await visitor.fill({ Contraseña: password }).press('Cerrar todas las demás')).announced).toEqual([
      'Se cerró 1 sesión.',
    ]);
  });

  test('says so where there is no other session', async () => {
    const visitor = await signedIn(stage, await someone(stage), firefox);
    expect((await visitor.open(others)).announced).toEqual(['No tiene otras sesiones abiertas.']);
  });
});

onStage('The administrator’s page of a user’s sessions', (stage) => {
  test('is linked from the contact, lists the sessions and ends them', async () => {
    const user = await someone(stage);
    const lost = [await signedIn(stage, user, chrome), await signedIn(stage, user, firefox)];
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(`/administracion/contactos/${user.contactId}`);
    expect(administrator.page.text).toContain(`${user.userName} ACTIVO Desactivar`);
    const shown = await administrator.follow(`Sesiones de ${user.userName}`);
    expect(shown.h1).toBe(`Sesiones de ${user.userName}`);
    expect(shown.table().map((row) => row.Navegador)).toEqual(['Firefox 128 en Windows', 'Chrome 126 en Android']);
    for (const typed of ['', 'Otra-Clave-99']) {
      const refused = await administrator.fill({ Contraseña: typed }).press('Cerrar sus sesiones');
      expect([refused.status, refused.errors.length, refused.field('Contraseña').value]).toEqual([422, 1, '']);
    }
    for (const one of lost) expect(await isOpen(one)).toBe(true);
    const after = await administrator.fill({ Contraseña: password }).press('Cerrar sus sesiones');
    expect(after.announced).toEqual(['Se cerraron 2 sesiones.']);
    expect(after.text).toContain(`El usuario ${user.userName} no tiene sesiones abiertas.`);
    for (const one of lost) expect(await isOpen(one)).toBe(false);
    expect(await endings(stage, user)).toMatchObject([['adminquito', [{ old: 2, new: 0 }, {}, {}]]]);
    expect(await isOpen(administrator)).toBe(true);
    expect((await administrator.follow('Regresar')).url.pathname).toBe(`/administracion/contactos/${user.contactId}`);
  });

  test('leads for the administrator’s own user to the own page', async () => {
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(`/administracion/contactos/${stage.quito.administrator.contactId}`);
    expect((await administrator.follow('Sesiones de adminquito')).url.pathname).toBe(page);
    const path = `/administracion/usuarios/${stage.quito.administrator.id}/sesiones`;
    const answer = await administrator.post(path, { _token: administrator.token });
    expect([answer.status, answer.headers.location]).toEqual([303, page]);
    expect(await isOpen(administrator)).toBe(true);
  });
});

async function signedIn(stage: Stage, user: CastUser, userAgent: string, address = '127.0.0.1'): Promise<Visitor> {
  stage.clock.advance(1);
  const headers: Record<string, string> = userAgent === '' ? {} : { 'User-Agent': userAgent };
  const visitor = stage.site.visitor({ headers, address });
  expect((await signIn(visitor, user)).url.pathname).toBe('/inicio');
  return visitor;
}

/** Reads the actors and changes of the incidents about a user's ended sessions. */
async function endings(stage: Stage, { id }: CastUser): Promise<[string, unknown][]> {
  const incidents = await incidentsOf(stage, 'user', id, 'session.ended');
  return incidents.map(({ actor_name, changes }) => [actor_name, changes]);
}

import { expect, test } from 'vitest';
import { tokenHash } from '../../src/data/secrets/tokens.ts';
import { someone } from '../support/stage/cast.ts';
import { chrome, firefox, ownSessions, signedInWith } from '../support/stage/open-sessions.ts';
import { changePage, signIn } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

const minute = 60_000;

onStage('The page “Sesiones”', (stage) => {
  test('shows for each session its browser, address, beginning and last request', async () => {
    const user = await someone(stage);
    await signedInWith(stage, user, chrome, '127.0.0.9');
    stage.clock.advance(10 * minute);
    const visitor = await signedInWith(stage, user, firefox);
    stage.clock.advance(minute);
    const shown = await visitor.open(ownSessions);
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
    await signedInWith(stage, user, '<b>Robot</b>/1.0 (secreto)');
    const visitor = await signedInWith(stage, user, '');
    const shown = await visitor.open(ownSessions);
    expect(shown.table().map((row) => row.Navegador)).toEqual(['Desconocido Esta sesión', 'Desconocido']);
    expect(shown.html).not.toMatch(/Robot|secreto/);
  });

  test('contains neither the cookie nor the stored id of a session', async () => {
    const user = await someone(stage);
    const first = await signedInWith(stage, user, chrome);
    const visitor = await signedInWith(stage, user, firefox);
    const { html } = await visitor.open(ownSessions);
    for (const one of [first, visitor]) {
      const token = one.cookies.get('soce') ?? '';
      expect(html).not.toContain(token);
      expect(html).not.toContain(tokenHash(token));
    }
  });

  test('leaves out expired sessions and those of other people', async () => {
    const [user, other] = [await someone(stage), await someone(stage)];
    await signedInWith(stage, user, chrome);
    stage.clock.advance(31 * minute);
    await signedInWith(stage, other, chrome);
    const visitor = await signedInWith(stage, user, firefox);
    expect((await visitor.open(ownSessions)).table().map((row) => row.Navegador)).toEqual([
      'Firefox 128 en Windows Esta sesión',
    ]);
    expect(visitor.page.offers('Cerrar todas las demás')).toBe(false);
  });

  test('can’t be opened with a temporary password', async () => {
    const visitor = stage.visitor();
    await signIn(visitor, await someone(stage, { state: 'temporary' }));
    for (const path of [ownSessions, `${ownSessions}/cerrar-las-demas`]) {
      expect((await visitor.open(path)).url.pathname).toBe(changePage);
    }
  });
});

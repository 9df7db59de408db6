import { expect, test } from 'vitest';
import { routes } from '../../src/routes/index.ts';
import { rowsOf } from '../support/server/contents.ts';
import { switchUser, userList } from '../support/stage/administration.ts';
import { type CastUser, password, someone } from '../support/stage/cast.ts';
import {
  formOn,
  landing,
  mailedPassword,
  masked,
  reset,
  resetAndRead,
  resetPath,
} from '../support/stage/password-steps.ts';
import { changePage, changePassword, signIn } from '../support/stage/sign-in.ts';
import { onMailStage, type Stage } from '../support/stage/stage.ts';

const chosen = 'Colibrí-Verde-88';
const day = 24 * 3_600_000;

onMailStage('Resetting a password', (stage) => {
  test('has a page that says which sessions end and where the new one is sent, and changes nothing', async () => {
    const user = await someone(stage);
    const visitors = [await stage.signedIn(user), await stage.signedIn(user)];
    const administrator = await stage.signedIn(stage.quito.administrator);
    const before = await rowsOf(stage.database, user.ruc);
    await administrator.open(`${userList}?buscar=${user.userName}`);
    const page = await administrator.follow('Resetear Contraseña', { row: user.userName });
    expect([page.status, page.h1, page.url.pathname]).toEqual([200, 'Resetear Contraseña', resetPath(user)]);
    for (const part of [user.userName, 'contraseña actual deja de servir', 'Sus 2 sesiones abiertas se cierran.']) {
      expect(page.text).toContain(part);
    }
    expect(page.text).toContain(masked(user));
    expect(page.html).not.toContain(`${user.userName}@`);
    expect(page.link('Cancelar').href).toBe(`${userList}?buscar=${user.userName}`);
    expect(await rowsOf(stage.database, user.ruc)).toEqual(before);
    for (const visitor of visitors) expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test('has a page that counts open sessions, not expired ones', async () => {
    const user = await someone(stage);
    await stage.signedIn(user);
    stage.clock.advance(31 * 60_000);
    const administrator = await stage.browserOf(stage.quito.administrator);
    expect((await administrator.open(resetPath(user))).text).toContain('No tiene sesiones abiertas.');
    await stage.signedIn(user);
    expect((await administrator.open(resetPath(user))).text).toContain('Su sesión abierta se cierra.');
  });

  test('leads to a page that says where the new one was sent, and no answer contains it', async () => {
    const user = await someone(stage);
    const administrator = await stage.browserOf(stage.quito.administrator);
    const answers = [await administrator.open(resetPath(user))];
    const answer = await administrator.post(resetPath(user), formOn(administrator));
    expect([answer.status, answer.headers.location, answer.html]).toEqual([303, `${resetPath(user)}/enviado`, '']);
    const sent = await administrator.open(`${resetPath(user)}/enviado`);
    expect([sent.status, sent.h1, sent.announced]).toEqual([200, 'Reseteo de Contraseñas', []]);
    expect(sent.text).toContain(`La contraseña temporal del usuario ${user.userName} se envió a ${masked(user)}.`);
    expect(sent.html).not.toContain(`${user.userName}@`);
    expect(sent.link('Regresar').href).toBe(`${userList}#u${user.id}`);
    answers.push(answer, sent, await administrator.get(sent.url.pathname), await administrator.open(userList));
    answers.push(await administrator.open('/administracion/contactos/incidencias'));
    const [temporary, told] = [await mailedPassword(stage, user), answers.map(({ html, headers }) => [html, headers])];
    expect(JSON.stringify(told)).not.toContain(temporary);
    expect(await landing(stage, user, temporary)).toBe(changePage);
  });

  test('by htmx has the same answer, without the password', async () => {
    const user = await someone(stage);
    const administrator = await stage.browserOf(stage.quito.administrator);
    await administrator.open(resetPath(user));
    const answer = await administrator.post(resetPath(user), formOn(administrator), { 'HX-Request': 'true' });
    expect([answer.status, answer.headers.location]).toEqual([303, `${resetPath(user)}/enviado`]);
    const temporary = await mailedPassword(stage, user);
    expect(JSON.stringify([answer.html, answer.headers])).not.toContain(temporary);
  });

  test('ends the old one at once, and open sessions with their next request', async () => {
    const user = await someone(stage);
    const [one, other] = [await stage.signedIn(user), await stage.signedIn(user)];
    await reset(stage, user);
    expect((await one.open('/inicio')).url.pathname).toBe('/ingreso');
    const swap = await other.get('/inicio', { 'HX-Request': 'true' });
    expect([swap.status, swap.headers['hx-redirect']]).toEqual([401, '/ingreso']);
    expect(await landing(stage, user, password)).toBe('/ingreso');
  });

  test('gives one that opens only the page that changes it', async () => {
    const user = await someone(stage);
    const temporary = await resetAndRead(stage, user);
    const visitor = stage.visitor();
    expect((await signIn(visitor, { ...user, password: temporary })).url.pathname).toBe(changePage);
    const pages = routes.filter(({ method, right }) => method === 'GET' && !['public', 'machine'].includes(right));
    expect(pages.length).toBeGreaterThan(10);
    for (const { path } of pages) {
      const page = await visitor.open(path.replace(':id', String(user.id)));
      expect([path, page.url.pathname]).toEqual([path, changePage]);
    }
    const typed = { _token: visitor.token };
    expect((await visitor.post(resetPath(stage.bruno), typed)).status).toBe(403);
    expect((await visitor.post(`${userList}/${user.id}/correo`, typed)).status).toBe(403);
    await stage.signedIn(stage.bruno);
  });

  test('is followed by the person’s change, which ends the old and the temporary one and keeps the session', async () => {
    const user = await someone(stage);
    const temporary = await resetAndRead(stage, user);
    const visitor = stage.visitor();
    await signIn(visitor, { ...user, password: temporary });
    expect((await changePassword(visitor, temporary, temporary)).errors[0]).toContain(
      'no repita la contraseña anterior',
    );
    await changePassword(visitor, temporary, chosen);
    expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
    const landings = [];
    for (const typed of [password, temporary, chosen]) landings.push(await landing(stage, user, typed));
    expect(landings).toEqual(['/ingreso', '/ingreso', '/inicio']);
  });

  test('deletes the ordinary one, and leaves the temporary one alone for 24 hours', async () => {
    const user = await someone(stage);
    expect(await passwordsOf(stage, user)).toEqual({ hashes: 1, mailed: false, until: null });
    await reset(stage, user);
    const until = new Date(stage.clock.now.getTime() + 24 * 3_600_000);
    expect(await passwordsOf(stage, user)).toEqual({ hashes: 0, mailed: true, until });
  });

  test('of a user who is INACTIVO gives one that works after the activation, as the page says', async () => {
    const user = await someone(stage, { state: 'new' });
    const administrator = await stage.browserOf(stage.quito.administrator);
    const page = await administrator.open(resetPath(user));
    const inactive =
      'Aunque tenga la contraseña temporal, hoy no puede ingresar: el usuario está INACTIVO. Para que ingrese hoy, actívelo en la lista de usuarios.';
    expect(page.text).toContain(inactive);
    const temporary = await resetAndRead(stage, user);
    expect((await administrator.open(`${resetPath(user)}/enviado`)).text).toContain(inactive);
    expect(await landing(stage, user, temporary)).toBe('/ingreso');
    await switchUser(stage, user, 'Activar');
    expect(await landing(stage, user, temporary)).toBe(changePage);
    expect(await landing(stage, user, user.password)).toBe('/ingreso');
  });

  test.for([
    [
      'ended yesterday',
      { until: '2022-04-05' },
      'la delegación terminó el 2022-04-05. Para que ingrese hoy, cambie «Hasta»',
      false,
    ],
    [
      'begins tomorrow',
      { from: '2022-04-07' },
      'la delegación empieza el 2022-04-07. Para que ingrese hoy, cambie «Desde»',
      false,
    ],
    ['begins in two days', { from: '2022-04-08' }, 'la delegación empieza el 2022-04-08.', true],
  ] as const)('of a user whose delegation %s says so before and after', async ([, contact, reason, tooEarly]) => {
    const user = await someone(stage, contact);
    const administrator = await stage.browserOf(stage.quito.administrator);
    const pages = [await administrator.open(resetPath(user)), await reset(stage, user)];
    for (const { text } of pages) {
      expect(text).toContain(`Aunque tenga la contraseña temporal, hoy no puede ingresar: ${reason}`);
      expect(text.includes('La contraseña temporal vence antes de que empiece la delegación')).toBe(tooEarly);
    }
  });

  test('says later on its page whether the temporary one has run out', async () => {
    const user = await someone(stage);
    const sent = await reset(stage, user);
    expect([sent.text.includes('vale hasta el'), sent.text.includes('no puede ingresar')]).toEqual([true, false]);
    stage.clock.advance(day);
    const later = await (await stage.browserOf(stage.quito.administrator)).open(`${resetPath(user)}/enviado`);
    expect(later.text).toContain('la contraseña temporal venció. Para que ingrese hoy, resetee la contraseña');
    expect(later.text).not.toContain('vale hasta el');
  });
});

async function passwordsOf({ database }: Stage, { ruc, id }: CastUser) {
  const row = await database.owner
    .selectFrom('users')
    .select(['password_hash', 'temporary_hash', 'mailed_seed', 'mailed_until as until'])
    .where('ruc', '=', ruc)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const hashes = [row.password_hash, row.temporary_hash].filter((hash) => hash !== null).length;
  return { hashes, mailed: row.mailed_seed !== null, until: row.until };
}

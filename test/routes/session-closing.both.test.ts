import { expect, test } from 'vitest';
import { password, someone } from '../support/stage/cast.ts';
import { chrome, endings, firefox, ownSessions, signedInWith } from '../support/stage/open-sessions.ts';
import { isOpen } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

const others = `${ownSessions}/cerrar-las-demas`;
const closed = 'Esa sesión ya no está abierta, o es la que está usando.';

onStage('“Cerrar”', (stage) => {
  test('ends that session alone, at once', async () => {
    const user = await someone(stage);
    const [lost, kept] = [await signedInWith(stage, user, chrome), await signedInWith(stage, user, firefox)];
    const visitor = await signedInWith(stage, user, firefox);
    await visitor.open(ownSessions);
    const question = await visitor.follow(/^Cerrar la sesión de Chrome 126 en Android, desde 2022-04-06 15:53$/);
    expect(question.text).toContain('Chrome 126 en Android, desde 2022-04-06 15:53, con la dirección 127.0.0.1');
    expect([await isOpen(lost), question.h1]).toEqual([true, 'Cerrar una sesión']);
    const after = await visitor.fill({ Contraseña: password }).press('Cerrar la sesión');
    expect([after.url.pathname, after.announced]).toEqual([
      ownSessions,
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
    await signedInWith(stage, user, chrome);
    const visitor = await signedInWith(stage, user, firefox);
    await visitor.open(ownSessions);
    await visitor.follow(/^Cerrar la sesión de Chrome/);
    const { url, entries } = visitor.fill({ Contraseña: password }).page.submission('Cerrar la sesión');
    await visitor.post(url.pathname, entries);
    const again = await visitor.post(url.pathname, entries, {}, { follow: true });
    expect(again.announced).toEqual([closed]);
    expect(await endings(stage, user)).toHaveLength(1);
  });

  test('ends no session of another person, and does not reveal whether it exists', async () => {
    const victims = [await signedInWith(stage, stage.bruno, chrome), await signedInWith(stage, stage.carla, chrome)];
    const numbers = await stage.database.owner.selectFrom('sessions').select('number').execute();
    const user = await someone(stage);
    const visitor = await signedInWith(stage, user, firefox);
    await visitor.open(ownSessions);
    const token = visitor.token;
    const tried = [...numbers.map(({ number }) => String(number)), '987654321'];
    const own = stage.database.owner.selectFrom('sessions').select('number').where('user_id', '=', user.id);
    for (const session of [...tried, String((await own.executeTakeFirstOrThrow()).number)]) {
      const path = `${ownSessions}/${session}`;
      const answers = [
        await visitor.post(path, { _token: token, password }, {}, { follow: true }),
        await visitor.get(path, {}, { follow: true }),
      ];
      for (const answer of answers) expect(answer.announced).toEqual([closed]);
    }
    for (const session of ['-1', '0', 'x', '1 or 1=1']) {
      expect((await visitor.post(`${ownSessions}/${session}`, { _token: token, password })).status).toBe(404);
    }
    expect(await isOpen(visitor)).toBe(true);
    for (const victim of victims) expect(await isOpen(victim)).toBe(true);
    expect(await endings(stage, user)).toEqual([]);
  });
});

onStage('A session that is ended by itself', (stage) => {
  test('stays open with a wrong password, which is not repeated, or with an empty one', async () => {
    const user = await someone(stage);
    const [other, visitor] = [await signedInWith(stage, user, chrome), await signedInWith(stage, user, firefox)];
    await visitor.open(ownSessions);
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
    const [other, visitor] = [await signedInWith(stage, user, chrome), await signedInWith(stage, user, firefox)];
    await visitor.open(ownSessions);
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
    const lost = [await signedInWith(stage, user, chrome), await signedInWith(stage, user, firefox)];
    const visitor = await signedInWith(stage, user, firefox);
    await visitor.open(ownSessions);
    const question = await visitor.follow('Cerrar todas las demás');
    expect(question.url.pathname).toBe(others);
    expect(question.text).toContain('Chrome 126 en Android, desde 2022-04-06 15:53');
    const after = await visitor.fill({ Contraseña: password }).press('Cerrar todas las demás');
    expect([after.url.pathname, after.announced]).toEqual([ownSessions, ['Se cerraron 2 sesiones.']]);
    expect(after.table()).toHaveLength(1);
    for (const one of lost) expect(await isOpen(one)).toBe(false);
    expect(await endings(stage, user)).toMatchObject([[user.userName, [{ old: 3, new: 1 }, {}, {}]]]);
  });

  test('with a wrong password ends none, and does not repeat it', async () => {
    const user = await someone(stage);
    const other = await signedInWith(stage, user, chrome);
    const visitor = await signedInWith(stage, user, firefox);
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
    const other = await signedInWith(stage, user, chrome);
    const visitor = await signedInWith(stage, user, firefox);
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
    const visitor = await signedInWith(stage, await someone(stage), firefox);
    expect((await visitor.open(others)).announced).toEqual(['No tiene otras sesiones abiertas.']);
  });
});

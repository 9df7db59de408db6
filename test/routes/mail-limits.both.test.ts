import { expect, test } from 'vitest';
import { rowsOf } from '../support/server/contents.ts';
import { saveContact, switchUser, userList, visiting } from '../support/stage/administration.ts';
import { addContact, type CastUser, newcomer, password, scopeOf, secondUser, someone } from '../support/stage/cast.ts';
import { mailStatuses } from '../support/stage/mail-queue.ts';
import { landing, masked, reset, resetPath } from '../support/stage/password-steps.ts';
import { changePage, changePassword } from '../support/stage/sign-in.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const minute = 60_000;
const hour = 60 * minute;

onStage('Mails are limited:', (stage) => {
  test('of four resets in an hour the fourth is refused as a whole, on its page, and works after the hour', async () => {
    const user = await someone(stage);
    for (const wait of [0, 10, 10]) {
      stage.clock.advance(wait * minute);
      expect((await reset(stage, user)).url.pathname).toBe(`${resetPath(user)}/enviado`);
    }
    const before = await rowsOf(stage.database, user.ruc);
    const refused = await reset(stage, user);
    expect([refused.status, refused.title.startsWith('Error: ')]).toEqual([422, true]);
    expect(refused.announced).toEqual([
      `No se reseteó la contraseña, porque ya salieron 3 correos de ese tipo a ${masked(user)} en una hora. Inténtelo a partir de las 16:54.`,
    ]);
    expect(refused.offers('Resetear Contraseña')).toBe(true);
    expect(await rowsOf(stage.database, user.ruc)).toEqual(before);
    stage.clock.advance(40 * minute - 1_000);
    const administrator = await stage.signedIn(stage.quito.administrator);
    await administrator.open(resetPath(user));
    expect((await administrator.press('Resetear Contraseña')).status).toBe(422);
    stage.clock.advance(1_000);
    // The same page again: its creation key is still good.
    expect((await administrator.press('Resetear Contraseña')).url.pathname).toBe(`${resetPath(user)}/enviado`);
    expect(await mailStatuses(stage, user)).toHaveLength(4);
  });

  test('a reset that is refused leaves password and sessions as they are', async () => {
    const user = await someone(stage);
    const twin = await secondUser(stage, user, `${user.userName}b`);
    for (let time = 0; time < 3; time += 1) await reset(stage, twin);
    const theirs = await stage.signedIn(user);
    expect((await reset(stage, user)).status).toBe(422);
    expect((await theirs.open('/inicio')).url.pathname).toBe('/inicio');
    expect(await landing(stage, user, password)).toBe('/inicio');
  });

  test('three notices of a kind go to an address, whatever its case and RUC, and the change of the fourth is made', async () => {
    const email = 'compartida@prueba.example';
    const other = await ofCuenca(stage, 'COMPARTIDA@prueba.example');
    for (let time = 0; time < 2; time += 1) await colleagueActivated(stage, email);
    await activateAs(stage, other);
    const fourth = await someone(stage, { email, state: 'new' });
    const page = await switchUser(stage, fourth, 'Activar');
    expect(page.announced).toEqual([
      `El usuario ${fourth.userName} quedó activado. No se envió el aviso a c…a@prueba.example, porque ya salieron 3 correos de ese tipo en una hora. Puede reenviarlo desde la lista de usuarios a partir de las ${clockOf(page)}.`,
    ]);
    expect(await isActive(stage, fourth)).toBe(true);
    expect(await mailStatuses(stage, other)).toEqual(['queued']);
    // Another kind has its own count.
    expect((await reset(stage, fourth)).url.pathname).toBe(`${resetPath(fourth)}/enviado`);
  });

  test('the row says that a notice was held back and offers to send it again, which counts', async () => {
    const user = await someone(stage, { state: 'new' });
    for (let time = 0; time < 3; time += 1) await colleagueActivated(stage, user.email);
    const administrator = await visiting(stage, stage.quito.administrator, `${userList}?buscar=${user.userName}`);
    const swapped = await administrator.swap('Activar Usuario', { row: user.userName });
    expect(swapped.text).toContain('correo no entregado');
    expect(swapped.text).toContain('porque ya salieron 3 correos de ese tipo en una hora');
    const path = `${userList}/${user.id}/correo`;
    const page = await administrator.open(path);
    expect(page.text).toContain('Aviso de activación');
    expect(page.text).toContain('retenido, porque ya habían salido demasiados de ese tipo en una hora');
    const early = await administrator.press('Reenviar');
    expect([early.status, early.title.startsWith('Error: ')]).toEqual([422, true]);
    expect(early.announced[0]).toMatch(
      /^No se reenvió nada a p…\d@prueba\.example, porque ya salieron 3 correos de ese tipo en una hora\. Inténtelo a partir de las \d\d:\d\d\.$/,
    );
    stage.clock.advance(hour);
    const again = await stage.signedIn(stage.quito.administrator);
    await again.open(path);
    expect((await again.press('Reenviar')).announced[0]).toContain('se envía de nuevo a');
    expect((await mailStatuses(stage, user)).at(-1)).toBe('queued');
    // The mail that was sent again is the first of the new hour.
    for (const held of [false, false, true]) {
      expect((await colleagueActivated(stage, user.email)).text.includes('No se envió el aviso')).toBe(held);
    }
  });

  test('the thirtieth notice of a kind in a RUC is sent, the thirty-first is held back, and another RUC is free', async () => {
    stage.clock.advance(hour);
    const people = await Promise.all(Array.from({ length: 31 }, () => someone(stage, { state: 'new' })));
    await stage.signedIn(stage.quito.administrator);
    const told = [];
    for (const user of people) told.push((await switchUser(stage, user, 'Activar')).announced[0] ?? '');
    expect(told.map((sentence) => sentence.includes('No se envió'))).toEqual([...Array(30).fill(false), true]);
    expect(told[30]).toContain('porque de su entidad ya salieron 30 correos de ese tipo en una hora.');
    const other = await ofCuenca(stage, 'libre@prueba.example');
    await activateAs(stage, other);
    expect(await mailStatuses(stage, other)).toEqual(['queued']);
  });

  test('a held notice uses up nothing, so that the next hour is free from the first mail of this one on', async () => {
    stage.clock.advance(hour);
    await stage.signedIn(stage.quito.administrator);
    const email = 'oficina@prueba.example';
    await colleagueActivated(stage, email);
    stage.clock.advance(20 * minute);
    for (let time = 0; time < 4; time += 1) await colleagueActivated(stage, email);
    stage.clock.advance(40 * minute);
    await stage.signedIn(stage.quito.administrator);
    expect((await colleagueActivated(stage, email)).text).not.toContain('No se envió');
    expect((await colleagueActivated(stage, email)).text).toContain('No se envió');
  });

  test('the changes of an e-mail and of a password are made, and say which notice did not go', async () => {
    stage.clock.advance(hour);
    await stage.signedIn(stage.quito.administrator);
    const id = await addContact(scopeOf(stage.database, stage.quito, stage.clock.now), newcomer('Quispe', 'Amaru'));
    for (const email of ['meta@prueba.example', '', 'meta@prueba.example']) {
      expect((await saveContact(stage, id, { 'Correo Electrónico': email })).announced).toEqual(['Datos Actualizados']);
    }
    const page = await saveContact(stage, id, { 'Correo Electrónico': 'otra@prueba.example' });
    expect(page.announced).toEqual([
      'Datos Actualizados. No se envió el aviso a m…a@prueba.example, porque ya salieron 3 correos de ese tipo en una hora.',
    ]);
    const user = await someone(stage);
    const passwords = [password, 'Colibrí-Verde-81', 'Colibrí-Verde-82', 'Colibrí-Verde-83', 'Colibrí-Verde-84'];
    const visitor = await stage.signedIn(user);
    const told = [];
    for (const [index, next] of passwords.slice(1).entries()) {
      await visitor.open(changePage);
      told.push((await changePassword(visitor, passwords[index] ?? '', next)).announced[0]);
    }
    expect(told.slice(0, 3)).toEqual(Array(3).fill('Datos Actualizados. Sus demás sesiones se cerraron.'));
    expect(told[3]).toBe(
      `Datos Actualizados. Sus demás sesiones se cerraron. No se envió el aviso a ${masked(user)}, porque ya salieron 3 correos de ese tipo en una hora.`,
    );
    expect(await landing(stage, user, 'Colibrí-Verde-84')).toBe('/inicio');
  });

  test('a scope counts for its own RUC alone, and reads no counts', async () => {
    const count = (text: string) =>
      stage.database.inScope(stage.cuenca.ruc, (scope) => scope.executeQuery({ sql: text, parameters: [] } as never));
    await count(
      `select * from hold_mail('${stage.quito.ruc}', 'user-activated', 'nadie@prueba.example', now(), 3, 30, interval '1 hour')`,
    );
    const counts = stage.database.owner
      .selectFrom('mail_counts')
      .select('counted_for')
      .where('kind', '=', 'user-activated');
    const [ofOther] = await counts.where('counted_for', '=', stage.cuenca.ruc).select('moments').execute();
    expect(ofOther?.moments.length).toBeGreaterThan(0);
    await expect(count('select * from mail_counts')).rejects.toThrow('permission denied');
  });
});

// Activates another user with this address, since a second activation of one is not told within the hour.
async function colleagueActivated(stage: Stage, email: string) {
  return switchUser(stage, await someone(stage, { email, state: 'new' }), 'Activar');
}

async function isActive({ database }: Stage, { ruc, id }: CastUser): Promise<boolean> {
  const users = database.owner.selectFrom('users').select('active').where('ruc', '=', ruc).where('id', '=', id);
  return (await users.executeTakeFirstOrThrow()).active;
}

function clockOf({ announced }: { announced: string[] }): string {
  return /(\d\d:\d\d)\.$/.exec(announced[0] ?? '')?.[1] ?? '';
}

// A user of Cuenca, not yet activated, on a contact of its own.
async function ofCuenca(stage: Stage, email: string): Promise<CastUser> {
  const { ruc } = stage.cuenca;
  const contactId = await addContact(
    scopeOf(stage.database, stage.cuenca, stage.clock.now),
    newcomer('Crespo', 'Lía', { email }),
  );
  const user = await secondUser(stage, { ruc, contactId, email }, `ajena${contactId}`);
  await stage.database.owner
    .updateTable('users')
    .set({ active: false })
    .where('ruc', '=', ruc)
    .where('id', '=', user.id)
    .execute();
  return user;
}

async function activateAs(stage: Stage, user: CastUser): Promise<void> {
  const visitor = await stage.signedIn(stage.cuenca.administrator);
  const typed = { _token: visitor.token, accion: 'activar' };
  expect((await visitor.post(`${userList}/${user.id}/activacion`, typed)).status).toBe(303);
}

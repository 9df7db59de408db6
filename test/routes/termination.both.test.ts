import { expect, test, vi } from 'vitest';
import { appointAdministrator } from '../../src/data/outside/administrators.ts';
import { rowsOf } from '../support/server/contents.ts';
import { goesTo } from '../support/server/inbox.ts';
import { whileLockedInTurn } from '../support/server/while-locked.ts';
import { arriving, switchUser } from '../support/stage/administration.ts';
import { aParish, offerPage } from '../support/stage/administrator.ts';
import { type CastUser, password, secondUser, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { mailsTried } from '../support/stage/mail-queue.ts';
import { isOpen, signIn } from '../support/stage/sign-in.ts';
import { onMailStage, onStage, type Stage } from '../support/stage/stage.ts';

const page = '/datos-generales/terminar';
const ended = 'Su acceso terminó y sus sesiones se cerraron.';

onMailStage('“Terminar mi acceso”', (stage) => {
  test('is reached from Info Usuario, and says first what will happen', async () => {
    const user = await someone(stage);
    await secondUser(stage, user, `${user.userName}b`);
    await stage.signedIn(user);
    const visitor = await arriving(stage, user, '/datos-generales/info-usuario');
    const shown = await visitor.follow('Terminar mi acceso');
    expect([shown.url.pathname, shown.h1, shown.status]).toEqual([page, 'Terminar mi acceso', 200]);
    expect(shown.text).toContain(`Su usuario ${user.userName} queda desactivado en el acto`);
    expect(shown.text).toContain('Sus 2 sesiones abiertas se cierran');
    expect(shown.text).toContain(`Sus otros usuarios siguen como están: ${user.userName}b.`);
    expect(shown.text).toContain('Usted no puede deshacerlo');
    expect([shown.field('Contraseña').required, shown.field('Motivo').required]).toEqual([true, false]);
    expect([shown.offers('Terminar'), shown.link('Cancelar').href]).toEqual([true, '/datos-generales/info-usuario']);
    expect(await isActive(stage, user)).toBe(true);
  });

  test('deactivates the user, ends the sessions, and leads to the sign-in page with a message', async () => {
    const user = await someone(stage);
    const twin = await secondUser(stage, user, `${user.userName}b`);
    const theirs = await stage.signedIn(twin);
    const other = await stage.signedIn(user);
    const visitor = await arriving(stage, user, page);
    const after = await visitor.fill({ Contraseña: password, Motivo: 'Renuncié.' }).press('Terminar');
    expect([after.url.pathname, after.announced]).toEqual(['/ingreso', [expect.stringContaining(ended)]]);
    expect([await isActive(stage, user), await isActive(stage, twin)]).toEqual([false, true]);
    expect([await isOpen(visitor), await isOpen(other), await isOpen(theirs)]).toEqual([false, false, true]);
    expect(visitor.cookies.get('soce')).toBeFalsy();
    expect((await signIn(visitor, user)).status).toBe(422);
  });

  test('leaves the incident of a deactivation with the reason, which the history tells as the own act', async () => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    await visitor.fill({ Contraseña: password, Motivo: 'Cambio de cargo' }).press('Terminar');
    const [incident, ...others] = await incidentsOf(stage, 'user', user.id, 'user.deactivated');
    expect(others).toEqual([]);
    expect([incident?.actor_name, incident?.changes]).toEqual([
      user.userName,
      [
        { field: 'user.active', old: true, new: false },
        { field: 'termination.reason', old: null, new: 'Cambio de cargo' },
      ],
    ]);
    const administrator = await stage.browserOf(stage.quito.administrator);
    const history = await administrator.open(`/administracion/contactos/incidencias?usuario=${user.id}`);
    expect(history.table()[0]?.Cambios).toBe('Terminó su propio acceso. Motivo: Cambio de cargo');
  });

  test('tells the administrator by mail who it was and why, with what was typed as text', async () => {
    const user = await someone(stage, { paternalSurname: 'Quispe', firstName: 'Amaru' });
    const visitor = await arriving(stage, user, page);
    await visitor.fill({ Contraseña: password, Motivo: 'Me voy.\r\nRUC: <b>otro</b>' }).press('Terminar');
    await mailsTried(stage);
    const mail = await stage.inbox.next(
      (one) => goesTo(stage.quito.administrator.email)(one) && one.subject.includes(user.userName),
    );
    expect(mail.subject).toBe(`El usuario ${user.userName} terminó su acceso`);
    expect(mail.text).toContain('Amparo Salgado:');
    expect(mail.text).toContain(`Usuario: ${user.userName}`);
    expect(mail.text).toContain('Nombre: Quispe Amaru');
    expect(mail.text).toContain('«Me voy.\nRUC: <b>otro</b>»');
    expect(mail.html).toContain('RUC: &lt;b&gt;otro&lt;/b&gt;');
  });
});

onStage('The form to end the own access', (stage) => {
  test.for([
    ['no password', '', 'Contraseña: escriba la contraseña con la que ingresó.'],
    ['a wrong password', 'Otra-Clave-99', 'Contraseña: no es la contraseña con la que ingresó. Escríbala de nuevo.'],
  ] as const)('with %s ends nothing, and keeps the reason but not the password', async ([, typed, sentence]) => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    const refused = await visitor.fill({ Contraseña: typed, Motivo: 'Renuncié.' }).press('Terminar');
    expect([refused.status, refused.errors, refused.title.startsWith('Error: ')]).toEqual([422, [sentence], true]);
    expect([refused.field('Contraseña').value, refused.field('Motivo').value]).toEqual(['', 'Renuncié.']);
    expect([await isActive(stage, user), await isOpen(visitor)]).toEqual([true, true]);
  });

  test('refuses even the right password after five failures, and says until when', async () => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    for (let count = 0; count < 5; count += 1) {
      await visitor.fill({ Contraseña: `Otra-Clave-${count}` }).press('Terminar');
    }
    const waiting = await visitor.fill({ Contraseña: password }).press('Terminar');
    expect([waiting.status, waiting.errors]).toEqual([422, [expect.stringMatching(/^Hubo demasiados intentos\./)]]);
    expect(await isActive(stage, user)).toBe(true);
    await stage.forgetGuesses();
  });

  test.for([
    ['200 characters', 'ñ'.repeat(200), true],
    ['201 characters', 'ñ'.repeat(201), false],
    ['200 with a line break, which counts one', `${'x'.repeat(99)}\r\n${'x'.repeat(100)}`, true],
    ['201 with a line break', `${'x'.repeat(100)}\r\n${'x'.repeat(100)}`, false],
    ['200 signs beyond the first plane', '😀'.repeat(200), true],
    ['invisible characters besides, which are dropped', `${'x'.repeat(200)}\u200b\u00ad`, true],
    ['blanks around, which are dropped', `\r\n  ${'x'.repeat(200)}  \r\n`, true],
  ] as const)('takes a reason of up to 200 characters: %s', async ([, reason, fits]) => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    const answer = await visitor.fill({ Contraseña: password, Motivo: reason }).press('Terminar');
    expect(answer.status).toBe(fits ? 200 : 422);
    expect(await isActive(stage, user)).toBe(!fits);
    if (!fits) {
      expect(answer.errors).toEqual(['Motivo: tiene 201 caracteres. Use 200 como máximo.']);
      expect(answer.field('Motivo').value).toBe(reason.replace('\r\n', '\n'));
    }
    const [incident] = await incidentsOf(stage, 'user', user.id, 'user.deactivated');
    const stored = incident?.changes.find(({ field }) => field === 'termination.reason')?.new ?? '';
    expect([...String(stored)].length).toBe(fits ? 200 : 0);
  });

  test('leads the administrator to the change of administrator, and ends nothing', async () => {
    const visitor = await arriving(stage, stage.quito.administrator, page);
    expect(visitor.page.offers('Terminar')).toBe(false);
    expect(visitor.page.link('Cambiar de administrador').href).toBe('/administracion/administrador');
    const before = await rowsOf(stage.database, stage.quito.ruc);
    const refused = await visitor.post(page, { _token: visitor.token, password, reason: '' });
    expect([refused.status, refused.title.startsWith('Error: ')]).toEqual([422, true]);
    expect(refused.text).toContain('Usted es el administrador de la entidad');
    expect(await rowsOf(stage.database, stage.quito.ruc)).toEqual(before);
  });

  test('ends the access once where it is sent in two tabs, and the back button leads to the sign-in page', async () => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    const { entries } = visitor.fill({ Contraseña: password }).page.submission('Terminar');
    const answers = [await visitor.post(page, entries), await visitor.post(page, entries)];
    expect(answers.map(({ status, headers }) => [status, headers.location])).toEqual(Array(2).fill([303, '/ingreso']));
    expect((await visitor.open('/ingreso')).announced).toEqual([
      'Su acceso ya había terminado, y no se cambió nada más.',
    ]);
    expect(await incidentsOf(stage, 'user', user.id, 'user.deactivated')).toHaveLength(1);
    expect((await visitor.open(page)).url.pathname).toBe('/ingreso');
  });

  test('sent at once in five tabs leaves one incident and one mail, and no failed try', async () => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    const { entries } = visitor.fill({ Contraseña: password }).page.submission('Terminar');
    const before = await noticesTo(stage);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => visitor.post(page, entries)));
    for (const { status, headers } of answers) expect([status, headers.location]).toEqual([303, '/ingreso']);
    expect(await incidentsOf(stage, 'user', user.id, 'user.deactivated')).toHaveLength(1);
    expect(await incidentsOf(stage, 'user', user.id, 'sign-in.refused')).toEqual([]);
    expect((await noticesTo(stage)) - before).toBe(1);
  });

  test('after the administrator was quicker says that the access had ended', async () => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    const { entries } = visitor.fill({ Contraseña: password }).page.submission('Terminar');
    await switchUser(stage, user, 'Desactivar');
    const answer = await visitor.post(page, entries, {}, { follow: true });
    expect(answer.url.pathname).toBe('/ingreso');
    expect(await incidentsOf(stage, 'user', user.id, 'user.deactivated')).toMatchObject([
      { actor_name: stage.quito.administrator.userName },
    ]);
  });

  test('that waits while the administrator deactivates the user changes nothing any more', async () => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    const { entries } = visitor.fill({ Contraseña: password }).page.submission('Terminar');
    const administrator = await arriving(stage, stage.quito.administrator, '/administracion/usuarios');
    const typed = { _token: administrator.token, accion: 'desactivar' };
    const answers = await inTurn(stage, [
      () => administrator.post(`/administracion/usuarios/${user.id}/activacion`, typed),
      () => visitor.post(page, entries),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(answers[1]?.headers.location).toBe('/ingreso');
    expect(await incidentsOf(stage, 'user', user.id, 'user.deactivated')).toHaveLength(1);
  });

  test('of a user who becomes the administrator meanwhile is refused, and leads to the change', async () => {
    const { berta } = await aParish(stage);
    const visitor = await arriving(stage, berta, page);
    const { entries } = visitor.fill({ Contraseña: password }).page.submission('Terminar');
    const { database } = stage;
    const enter = database.inScope.bind(database);
    // The session was looked up and the password verified: only the rule can tell.
    vi.spyOn(database, 'inScope').mockImplementationOnce(async (ruc, work) => {
      await appointAdministrator(stage, berta, stage.clock.now);
      return enter(ruc, work) as never;
    });
    const refused = await visitor.post(page, entries);
    expect([refused.status, await isActive(stage, berta)]).toEqual([422, true]);
    expect(refused.text).toContain('Usted es el administrador de la entidad');
    expect(refused.link('Cambiar de administrador').href).toBe(offerPage);
  });

  test('works for a former administrator, who is a delegate now', async () => {
    const { ana, berta } = await aParish(stage);
    await appointAdministrator(stage, berta, stage.clock.now);
    const visitor = await arriving(stage, ana, page);
    await visitor.fill({ Contraseña: password }).press('Terminar');
    expect([await isActive(stage, ana), await isActive(stage, berta)]).toEqual([false, true]);
  });

  test('is done beyond the limit of mails, and says that the notice did not leave', async () => {
    stage.clock.advance(2 * 3_600_000);
    const told: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      const user = await someone(stage);
      const visitor = await arriving(stage, user, page);
      told.push((await visitor.fill({ Contraseña: password }).press('Terminar')).announced.join());
      expect(await isActive(stage, user)).toBe(false);
    }
    expect(told.map((sentence) => sentence.includes('no salió'))).toEqual([false, false, false, true]);
    expect(told[3]).toContain('porque ya salieron 3 correos de ese tipo en una hora');
    // The address is the administrator's, which is nobody else's business.
    expect(told[3]).not.toContain('@');
  });

  test('can’t be reached with a temporary password', async () => {
    const visitor = stage.visitor();
    await signIn(visitor, await someone(stage, { state: 'temporary' }));
    expect((await visitor.open(page)).url.pathname).toBe('/datos-generales/contrasena');
    expect((await visitor.post(page, { _token: visitor.token, password })).status).toBe(403);
  });

  test('sent without its token, or by somebody else in the same browser, ends nothing', async () => {
    const user = await someone(stage);
    const visitor = await arriving(stage, user, page);
    const { entries } = visitor.fill({ Contraseña: password }).page.submission('Terminar');
    expect((await visitor.post(page, { password })).status).toBe(403);
    const other = await someone(stage);
    await visitor.open('/inicio');
    await visitor.press('Cerrar Sesión');
    await signIn(visitor, other);
    expect((await visitor.post(page, entries)).headers.location).toBe('/inicio');
    expect([await isActive(stage, user), await isActive(stage, other)]).toEqual([true, true]);
  });
});

async function isActive({ database }: Stage, { ruc, id }: CastUser): Promise<boolean> {
  const users = database.owner.selectFrom('users').select('active').where('ruc', '=', ruc).where('id', '=', id);
  return (await users.executeTakeFirstOrThrow()).active;
}

async function noticesTo({ database, quito }: Stage): Promise<number> {
  const mails = database.owner.selectFrom('mails').select('id').where('ruc', '=', quito.ruc);
  return (await mails.where('kind', '=', 'access-ended').execute()).length;
}

async function inTurn<T>({ database }: Stage, steps: (() => Promise<T>)[]): Promise<T[]> {
  return Promise.all(await whileLockedInTurn(database, 'users', steps));
}

import { expect, test } from 'vitest';
import { failingOn } from '../support/server/failing-on.ts';
import { mailsTo, temporaryPasswordIn } from '../support/server/inbox.ts';
import { whileLocked } from '../support/server/while-locked.ts';
import { type CastUser, password, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { firstTryFailed, mailStatuses, mailsTried, queuedJobs } from '../support/stage/mail-queue.ts';
import {
  formOn,
  landing,
  mailedPassword,
  masked,
  reset,
  resetAndRead,
  resetPath,
} from '../support/stage/password-steps.ts';
import { changePage, signIn } from '../support/stage/sign-in.ts';
import { onMailStage, type Stage } from '../support/stage/stage.ts';

const hour = 3_600_000;

onMailStage('A reset', (stage) => {
  test('gives a password that is valid for 24 hours, as is a session opened with it', async () => {
    const user = await someone(stage);
    const temporary = await resetAndRead(stage, user);
    stage.clock.advance(24 * hour - 1_000);
    const visitor = stage.visitor();
    expect((await signIn(visitor, { ...user, password: temporary })).url.pathname).toBe(changePage);
    stage.clock.advance(1_000);
    expect((await visitor.open(changePage)).url.pathname).toBe('/ingreso');
    expect(await landing(stage, user, temporary)).toBe('/ingreso');
    expect(await landing(stage, user, password)).toBe('/ingreso');
  });

  test('ends the password of the reset before, and a session opened with it', async () => {
    const user = await someone(stage);
    const first = await resetAndRead(stage, user);
    const visitor = stage.visitor();
    expect((await signIn(visitor, { ...user, password: first })).url.pathname).toBe(changePage);
    const second = await resetAndRead(stage, user);
    expect((await visitor.open(changePage)).url.pathname).toBe('/ingreso');
    expect(second).not.toBe(first);
    expect(await landing(stage, user, first)).toBe('/ingreso');
    expect(await landing(stage, user, second)).toBe(changePage);
    expect(await resetsOf(stage, user)).toHaveLength(2);
  });

  test('replaces one whose mail has not been sent: only the new mail comes', async () => {
    const user = await someone(stage);
    stage.inbox.refusal = { responseCode: 451, message: 'Later' };
    await reset(stage, user);
    await firstTryFailed(stage);
    await reset(stage, user);
    stage.inbox.refusal = null;
    await mailsTried(stage);
    const [only, ...others] = mailsTo(stage.inbox, user.email);
    expect(others).toEqual([]);
    expect(only && (await landing(stage, user, temporaryPasswordIn(only)))).toBe(changePage);
    expect(await mailStatuses(stage, user)).toEqual(['dropped', 'sent']);
  });

  test('sent twice from one form has one effect', async () => {
    const user = await someone(stage);
    const administrator = await stage.browserOf(stage.quito.administrator);
    await administrator.open(resetPath(user));
    const form = formOn(administrator);
    const send = () => administrator.post(resetPath(user), form);
    const answers = [await send(), await send()];
    expect(answers.map((answer) => [answer.status, answer.headers.location])).toEqual(
      Array(2).fill([303, `${resetPath(user)}/enviado`]),
    );
    const temporary = await mailedPassword(stage, user);
    const visitor = stage.visitor();
    await signIn(visitor, { ...user, password: temporary });
    // The form is sent again after the password has been used.
    expect((await send()).status).toBe(303);
    expect((await visitor.open('/inicio')).url.pathname).toBe(changePage);
    await mailsTried(stage);
    expect([mailsTo(stage.inbox, user.email).length, await resetsOf(stage, user)]).toEqual([1, [expect.anything()]]);
  });

  test('sent for another user, by a form that has reset one, says so and ends nothing of the other', async () => {
    const [first, second] = [await someone(stage), await someone(stage)];
    const administrator = await stage.browserOf(stage.quito.administrator);
    await administrator.open(resetPath(first));
    const form = formOn(administrator);
    expect((await administrator.post(resetPath(first), form)).status).toBe(303);
    const refused = await administrator.post(resetPath(second), form);
    expect([refused.status, refused.announced]).toEqual([
      422,
      [
        `Este formulario ya reseteó la contraseña de otro usuario; la de ${second.userName} no cambió. Si desea resetearla, presione de nuevo «Resetear Contraseña».`,
      ],
    ]);
    expect(await resetsOf(stage, second)).toEqual([]);
    const key = refused.hidden('creationKey') ?? '';
    expect(form).not.toContainEqual(['creationKey', key]);
    expect(
      (await administrator.post(resetPath(second), { _token: administrator.token, creationKey: key })).status,
    ).toBe(303);
    expect(await resetsOf(stage, second)).toHaveLength(1);
  });

  test('sent at once for two users by one form resets one of them, and refuses the other', async () => {
    const both = [await someone(stage), await someone(stage)];
    const administrator = await stage.browserOf(stage.quito.administrator);
    await administrator.open(resetPath(both[0] as CastUser));
    const form = formOn(administrator);
    const underWay = await whileLocked(stage.database, 'users', () =>
      both.map((user) => administrator.post(resetPath(user), form)),
    );
    const statuses = (await Promise.all(underWay)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([303, 422]);
    const resets = await Promise.all(both.map((user) => resetsOf(stage, user)));
    expect(resets.map(({ length }) => length)).toEqual(statuses.map((status) => (status === 303 ? 1 : 0)));
  });

  test('sent three times at once has one effect: one mail, one incident, one password', async () => {
    const user = await someone(stage);
    const administrator = await stage.browserOf(stage.quito.administrator);
    await administrator.open(resetPath(user));
    const form = formOn(administrator);
    const underWay = await whileLocked(stage.database, 'users', () =>
      [1, 2, 3].map(() => administrator.post(resetPath(user), form)),
    );
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual([303, 303, 303]);
    await mailsTried(stage);
    const [only, ...others] = mailsTo(stage.inbox, user.email);
    expect([others, await resetsOf(stage, user)]).toEqual([[], [expect.anything()]]);
    expect(only && (await landing(stage, user, temporaryPasswordIn(only)))).toBe(changePage);
  });

  test('from two tabs at once leaves one valid password, which is mailed', async () => {
    const user = await someone(stage);
    const administrator = await stage.browserOf(stage.quito.administrator);
    const forms: [string, string][][] = [];
    for (const _ of [1, 2]) {
      await administrator.open(resetPath(user));
      forms.push(formOn(administrator));
    }
    const underWay = await whileLocked(stage.database, 'users', () =>
      forms.map((form) => administrator.post(resetPath(user), form)),
    );
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual([303, 303]);
    await mailsTried(stage);
    const landings = [];
    for (const mail of mailsTo(stage.inbox, user.email))
      landings.push(await landing(stage, user, temporaryPasswordIn(mail)));
    expect(landings.filter((path) => path === changePage)).toHaveLength(1);
  });

  test('leaves one incident with the masked address', async () => {
    const user = await someone(stage);
    await resetAndRead(stage, user);
    const { userName } = user;
    expect(await resetsOf(stage, user)).toMatchObject([
      {
        actor_name: 'adminquito',
        subject_name: userName,
        outcome: 'done',
        changes: [{ field: 'password.sentTo', old: null, new: masked(user) }],
      },
    ]);
    const administrator = await stage.browserOf(stage.quito.administrator);
    expect((await administrator.open('/administracion/contactos/incidencias')).text).toContain(masked(user));
  });

  test('that fails half way leaves no mail, no job and the password as it was', async () => {
    const user = await someone(stage);
    const visitor = await stage.signedIn(user);
    const administrator = await stage.browserOf(stage.quito.administrator);
    await administrator.open(resetPath(user));
    await mailsTried(stage);
    const [answer, waiting] = await failingOn(stage.database, 'insert', 'incidents', async () => [
      await administrator.post(resetPath(user), formOn(administrator)),
      await queuedJobs(stage),
    ]);
    expect([answer.status, waiting, await mailStatuses(stage, user)]).toEqual([500, 0, []]);
    expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
    expect(await landing(stage, user, password)).toBe('/inicio');
    // The same form works once nothing fails any more.
    await administrator.press('Resetear Contraseña');
    expect(await landing(stage, user, await mailedPassword(stage, user))).toBe(changePage);
  });
});

function resetsOf(stage: Stage, { id }: CastUser) {
  return incidentsOf(stage, 'user', id, 'password.reset');
}

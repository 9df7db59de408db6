import { beforeEach, expect, test } from 'vitest';
import { tellDueActivations } from '../../src/data/outside/user-activations.ts';
import { mailsTo } from '../support/server/inbox.ts';
import { saveContact, switchUser, userList } from '../support/stage/administration.ts';
import { type CastUser, someone } from '../support/stage/cast.ts';
import { firstTryFailed, mailsTried } from '../support/stage/mail-queue.ts';
import { onMailStage } from '../support/stage/stage.ts';

const hour = 3_600_000;
const minute = 60_000;

onMailStage('The mail of an activation', (stage) => {
  beforeEach(() => {
    stage.inbox.refusal = null;
    stage.inbox.beforeAnswer = async () => undefined;
  });

  test('leaves once, however often the user is activated within an hour after it', async () => {
    const user = await activated();
    expect(await received(user)).toBe(1);
    const sentAt = stage.clock.now.getTime();
    for (const [later, mails] of [
      [0, 1],
      [5 * minute, 1],
      [hour - 1, 1],
      [hour, 2],
    ] as const) {
      stage.clock.now = new Date(sentAt + later);
      // A sign-in takes a moment.
      await stage.browserOf(stage.quito.administrator);
      stage.clock.now = new Date(sentAt + later);
      await activateAgain(user);
      expect([later, await received(user)]).toEqual([later, mails]);
    }
  });

  test('leaves once where the buttons are pressed again while it is being delivered', async () => {
    const user = await someone(stage, { state: 'new' });
    stage.inbox.beforeAnswer = async () => {
      stage.inbox.beforeAnswer = async () => undefined;
      await activateAgain(user);
      return undefined;
    };
    await switchUser(stage, user, 'Activar');
    expect(await received(user)).toBe(1);
  });

  test('leaves once where the user was deactivated and activated while it waited', async () => {
    const user = await someone(stage, { state: 'new' });
    stage.inbox.refusal = { responseCode: 451, message: 'Later' };
    await switchUser(stage, user, 'Activar');
    await firstTryFailed(stage);
    await activateAgain(user);
    stage.inbox.refusal = null;
    expect(await received(user)).toBe(1);
  });

  test('that waits while the user is deactivated never leaves, so that the next activation is told', async () => {
    const user = await someone(stage, { state: 'new' });
    stage.inbox.refusal = { responseCode: 451, message: 'Later' };
    await switchUser(stage, user, 'Activar');
    await firstTryFailed(stage);
    await switchUser(stage, user, 'Desactivar');
    stage.inbox.refusal = null;
    expect(await received(user)).toBe(0);
    await switchUser(stage, user, 'Activar');
    expect(await received(user)).toBe(1);
  });

  test('leaves once where two processes are asked at the same moment', async () => {
    const user = await activated();
    await switchUser(stage, user, 'Desactivar');
    const administrators = [await stage.browserOf(stage.quito.administrator), await secondBrowser()];
    const answers = await Promise.all(
      [...administrators, ...administrators].map((browser) =>
        browser.post(`${userList}/${user.id}/activacion`, { _token: browser.token, accion: 'activar' }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    await tellDueActivations(stage, stage.clock.now);
    expect(await received(user)).toBe(1);
  });

  test('counts where the sweep has sent it, and the sweep counts one that was sent at once', async () => {
    const user = await someone(stage, { state: 'new' });
    await setStatus(user, 'INACTIVO');
    await switchUser(stage, user, 'Activar');
    await setStatus(user, 'ACTIVO');
    await tellDueActivations(stage, stage.clock.now);
    expect(await received(user)).toBe(1);
    await activateAgain(user);
    expect(await received(user)).toBe(1);
    await switchUser(stage, user, 'Desactivar');
    await setStatus(user, 'INACTIVO');
    await switchUser(stage, user, 'Activar');
    await setStatus(user, 'ACTIVO');
    const { now } = stage.clock;
    for (const later of [0, 10 * minute, 2 * hour]) {
      stage.clock.now = new Date(now.getTime() + later);
      await tellDueActivations(stage, stage.clock.now);
      expect(await received(user)).toBe(1);
    }
  });

  test('leaves anew to another address', async () => {
    const user = await activated();
    expect(await received(user)).toBe(1);
    const email = 'otra@prueba.example';
    await saveContact(stage, user.contactId, { 'Correo Electrónico': email });
    await activateAgain(user);
    expect(await received({ ...user, email })).toBe(1);
    expect(await received(user)).toBe(1);
  });

  async function activated(): Promise<CastUser> {
    const user = await someone(stage, { state: 'new' });
    await switchUser(stage, user, 'Activar');
    return user;
  }

  async function activateAgain(user: CastUser): Promise<void> {
    for (const verb of ['Desactivar', 'Activar'] as const) await switchUser(stage, user, verb);
  }

  function setStatus({ contactId }: CastUser, Estado: string) {
    return saveContact(stage, contactId, { Estado });
  }

  async function secondBrowser() {
    const visitor = await stage.signedIn(stage.quito.administrator);
    await visitor.open(userList);
    return visitor;
  }

  // Counts the mails of an activation that a person got, once all mails have been tried.
  async function received({ userName, email }: CastUser): Promise<number> {
    await mailsTried(stage);
    return mailsTo(stage.inbox, email).filter(({ subject }) => subject === `Su usuario ${userName} está activado`)
      .length;
  }
});

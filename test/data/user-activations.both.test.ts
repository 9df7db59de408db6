import { beforeEach, expect, test } from 'vitest';
import { resumeEntity, suspendEntity } from '../../src/data/outside/entities.ts';
import { tellDueActivations } from '../../src/data/outside/user-activations.ts';
import { saveContact, switchUser } from '../support/stage/administration.ts';
import { type CastUser, opening, type Someone, someone } from '../support/stage/cast.ts';
import { mailStatuses } from '../support/stage/mail-queue.ts';
import { reset } from '../support/stage/password-steps.ts';
import { onStage } from '../support/stage/stage.ts';

const hour = 3_600_000;
const today = '2022-04-06';
const beginsTomorrow = { from: '2022-04-07' };
// In Ecuador.
const midnight = new Date('2022-04-07T05:00:00Z');

onStage('The notice of an activation', (stage) => {
  beforeEach(async () => {
    stage.clock.now = new Date(opening);
    await stage.database.owner.updateTable('users').set({ activation_due: false }).execute();
  });

  test('is sent with the activation to somebody who gets in, and no second time', async () => {
    const user = await activated({});
    expect(await mailStatuses(stage, user)).toEqual(['queued']);
    await sweepAt(midnight);
    expect(await mailStatuses(stage, user)).toEqual(['queued']);
  });

  test('waits for the first moment of the day on which the delegation begins, and leaves once', async () => {
    const user = await activated(beginsTomorrow);
    await sweepAt(new Date(midnight.getTime() - 1));
    expect(await mailStatuses(stage, user)).toEqual([]);
    await sweepAt(midnight);
    await sweepAt(midnight);
    expect(await mailsOf(user)).toEqual([['user-activated', user.email, 'queued']]);
  });

  test.for<[what: string, contact: Someone, values: Record<string, string>]>([
    ['the dates are moved', beginsTomorrow, { Desde: today }],
    ['the end is moved', { until: '2022-04-05' }, { Hasta: today }],
  ])('waits until %s', async ([, contact, values]) => {
    const user = await activated(contact);
    await sweepAt();
    expect(await mailStatuses(stage, user)).toEqual([]);
    await saveContact(stage, user.contactId, values);
    await sweepAt();
    expect(await mailStatuses(stage, user)).toEqual(['queued']);
  });

  test('waits until the contact is ACTIVO', async () => {
    const user = await someone(stage, { state: 'new' });
    await saveContact(stage, user.contactId, { Estado: 'INACTIVO' });
    await switchUser(stage, user, 'Activar');
    await sweepAt();
    expect(await mailStatuses(stage, user)).toEqual([]);
    await saveContact(stage, user.contactId, { Estado: 'ACTIVO' });
    await sweepAt();
    expect(await mailStatuses(stage, user)).toEqual(['queued']);
  });

  test('waits until the entity is resumed', async () => {
    const user = await activated(beginsTomorrow);
    await suspendEntity(stage.database, user.ruc, stage.clock.now);
    await sweepAt(midnight);
    expect(await mailStatuses(stage, user)).toEqual([]);
    await resumeEntity(stage.database, user.ruc, stage.clock.now);
    await sweepAt(midnight);
    expect(await mailStatuses(stage, user)).toEqual(['queued']);
  });

  test('waits until a temporary password that ran out is reset', async () => {
    const user = await someone(stage, { state: 'new' });
    stage.clock.advance(72 * hour);
    await switchUser(stage, user, 'Activar');
    await sweepAt();
    expect(await mailStatuses(stage, user)).toEqual([]);
    await reset(stage, user);
    await sweepAt();
    expect((await mailsOf(user)).map(([kind]) => kind)).toEqual(['password-reset', 'user-activated']);
  });

  test('is not sent to somebody who was deactivated meanwhile', async () => {
    const user = await activated(beginsTomorrow);
    await switchUser(stage, user, 'Desactivar');
    await sweepAt(midnight);
    expect(await mailStatuses(stage, user)).toEqual([]);
  });

  test('goes to the address of the day, and nowhere without one', async () => {
    const user = await activated(beginsTomorrow);
    const silent = await activated({ ...beginsTomorrow, email: '' });
    await saveContact(stage, user.contactId, { 'Correo Electrónico': 'nueva@prueba.example' });
    await sweepAt(midnight);
    expect(await mailsOf(user)).toEqual([['user-activated', 'nueva@prueba.example', 'queued']]);
    await saveContact(stage, silent.contactId, { 'Correo Electrónico': 'tarde@prueba.example' });
    await sweepAt(midnight);
    expect(await mailStatuses(stage, silent)).toEqual([]);
  });

  test('leaves once, however many processes sweep at the same moment', async () => {
    const user = await activated(beginsTomorrow);
    await Promise.all([sweepAt(midnight), sweepAt(midnight), sweepAt(midnight)]);
    expect(await mailStatuses(stage, user)).toEqual(['queued']);
  });

  test('that a limit holds back leaves with a later sweep', async () => {
    const email = 'compartido@prueba.example';
    const users: CastUser[] = [];
    for (let count = 0; count < 4; count += 1) users.push(await activated({ ...beginsTomorrow, email }));
    await sweepAt(midnight);
    const statuses = async () => (await Promise.all(users.map((user) => mailStatuses(stage, user)))).flat();
    expect(await statuses()).toEqual(['queued', 'queued', 'queued']);
    await sweepAt(new Date(midnight.getTime() + hour - 1));
    expect(await statuses()).toHaveLength(3);
    await sweepAt(new Date(midnight.getTime() + hour));
    expect(await statuses()).toEqual(['queued', 'queued', 'queued', 'queued']);
  });

  async function activated(contact: Someone): Promise<CastUser> {
    const user = await someone(stage, { ...contact, state: 'new' });
    await switchUser(stage, user, 'Activar');
    return user;
  }

  function sweepAt(now = stage.clock.now): Promise<void> {
    return tellDueActivations(stage, now);
  }

  async function mailsOf({ id }: CastUser) {
    const mails = stage.database.owner.selectFrom('mails').select(['kind', 'recipient', 'status']);
    const rows = await mails.where('user_id', '=', id).orderBy('id').execute();
    return rows.map(({ kind, recipient, status }) => [kind, recipient, status]);
  }
});

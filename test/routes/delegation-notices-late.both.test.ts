import { beforeEach, describe, expect, test } from 'vitest';
import { addDays, type CivilDate } from '../../src/domain/civil-date.ts';
import { mailsTo } from '../support/server/inbox.ts';
import { saveContact, switchUser } from '../support/stage/administration.ts';
import { someone } from '../support/stage/cast.ts';
import { contactUntil, named, quietMorning, tell } from '../support/stage/delegation-notices.ts';
import { firstTryFailed, mailStatuses, mailsTried } from '../support/stage/mail-queue.ts';
import { morningOf, tellOfDelegations } from '../support/stage/mornings.ts';
import { onMailStage } from '../support/stage/stage.ts';

onMailStage('The notices of a morning', (stage) => {
  let today: CivilDate;
  const inDays = (days: number) => addDays(today, days);

  beforeEach(async () => {
    today = await quietMorning(stage);
  });

  describe('are written when their turn comes:', () => {
    test('who was prolonged meanwhile is not named, and gets no mail', async () => {
      const stays = await someone(stage, { paternalSurname: 'Wong', until: inDays(7) });
      const leaves = await someone(stage, { paternalSurname: 'Yela', until: inDays(7) });
      await tellWith(() => saveContact(stage, stays.contactId, { Hasta: inDays(8) }));
      expect(named(stage)).toEqual([[`Termina en 7 días, ${inDays(7)}:`, 'Yela Paz']]);
      expect([mailsTo(stage.inbox, stays.email), mailsTo(stage.inbox, leaves.email)]).toEqual([
        [],
        [expect.anything()],
      ]);
    });

    test('where nobody is left, none is sent', async () => {
      const stays = await someone(stage, { until: inDays(1) });
      await tellWith(() => saveContact(stage, stays.contactId, { Hasta: '' }));
      expect(stage.inbox.mails).toEqual([]);
      expect(await statusesOfDay()).toEqual(['dropped', 'dropped']);
    });

    test('who lost access meanwhile gets none', async () => {
      const user = await someone(stage, { paternalSurname: 'Zea', until: inDays(1) });
      await tellWith(() => switchUser(stage, user, 'Desactivar'));
      expect(stage.inbox.mails.map(({ to }) => to)).toEqual([stage.quito.administrator.email]);
      expect(await mailStatuses(stage, user)).toEqual([]);
    });

    test('an administrator who was disabled meanwhile gets none', async () => {
      await contactUntil(stage, 'Arce', inDays(1));
      const { ruc, id } = stage.quito.administrator;
      const users = stage.database.owner.updateTable('users').where('ruc', '=', ruc).where('id', '=', id);
      await tellWith(() => users.set({ active: false }).execute());
      await users.set({ active: true }).execute();
      expect([stage.inbox.mails, await statusesOfDay()]).toEqual([[], ['dropped']]);
    });

    test('after some days they count from the day on which they leave', async () => {
      const early = await someone(stage, { paternalSurname: 'Bravo', until: inDays(7) });
      const late = await someone(stage, { paternalSurname: 'Cueva', until: inDays(1) });
      await tellWith(async () => {
        stage.clock.now = morningOf(inDays(3));
      });
      expect(named(stage)).toEqual([
        [`Terminó hace 2 días, ${inDays(1)}:`, 'Cueva Paz'],
        [`Termina en 4 días, ${inDays(7)}:`, 'Bravo Paz'],
      ]);
      expect(mailsTo(stage.inbox, early.email)[0]?.text).toContain('termina en 4 días');
      expect(mailsTo(stage.inbox, late.email)).toEqual([]);
    });
  });

  describe('have limits of their own (T5):', () => {
    test('forty delegates of one entity are told in one morning, and resets are free', async () => {
      const people = [];
      for (let count = 1; count <= 40; count += 1) people.push(await someone(stage, { until: inDays(7) }));
      await tell(stage);
      expect(stage.inbox.mails).toHaveLength(41);
      const counts = await stage.database.owner.selectFrom('mail_counts').select(['kind', 'counted_for']).execute();
      expect(counts.map(({ counted_for }) => counted_for).sort()).toEqual(people.map(({ email }) => email).sort());
    });

    test('the fourth delegate with one address is not told, which the list of users says', async () => {
      const email = `mesa${today}@prueba.example`;
      const people = [];
      for (let count = 1; count <= 4; count += 1) people.push(await someone(stage, { email, until: inDays(7) }));
      await tell(stage);
      expect(mailsTo(stage.inbox, email)).toHaveLength(3);
      expect((await statusesOfDay()).sort()).toEqual(['sent', 'sent', 'sent', 'sent', 'undelivered']);
      stage.clock.advance(3_600_000);
      const administrator = await stage.signedIn(stage.quito.administrator);
      const page = await administrator.open('/administracion/usuarios?situacion=no-entregado');
      const held = people.filter(({ userName }) => page.text.includes(userName));
      expect(held).toEqual(people.slice(3));
      await administrator.open(`/administracion/usuarios/${held[0]?.id}/correo`);
      await administrator.press('Reenviar');
      await mailsTried(stage);
      expect(mailsTo(stage.inbox, email)).toHaveLength(4);
    });
  });

  // The first try of each mail fails, so that the change happens between the job and its mails.
  async function tellWith(change: () => Promise<unknown>): Promise<void> {
    stage.inbox.refusal = { responseCode: 451, message: 'Later' };
    await tellOfDelegations(stage);
    await firstTryFailed(stage);
    await change();
    stage.inbox.refusal = null;
    await mailsTried(stage);
  }

  async function statusesOfDay(): Promise<string[]> {
    const mails = stage.database.owner.selectFrom('mails').select(['status', 'details']).orderBy('id');
    const rows = (await mails.execute()) as { status: string; details: { day?: string } }[];
    return rows.filter(({ details }) => details.day === today).map(({ status }) => status);
  }
});

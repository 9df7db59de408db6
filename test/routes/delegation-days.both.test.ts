import { expect, inject, test } from 'vitest';
import { resumeEntity, suspendEntity } from '../../src/data/outside/entities.ts';
import { addDays } from '../../src/domain/civil-date.ts';
import type { ReceivedMail } from '../support/server/inbox.ts';
import { saveContact } from '../support/stage/administration.ts';
import { addContact, type CastEntity, newcomer, scopeOf, someone } from '../support/stage/cast.ts';
import { mailsTried } from '../support/stage/mail-queue.ts';
import { morningOf, tellOfDelegations } from '../support/stage/mornings.ts';
import { addEntity } from '../support/stage/opening-cast.ts';
import { onMailStage } from '../support/stage/stage.ts';

const first = '2022-04-06';

/** What each of forty mornings brings: to the administrators with the people named, to the delegates with the last day. */
const expected: Record<number, string[]> = {
  1: ['quito: Caro, Alba, Bora', 'caro: 2022-04-14'],
  // On the next day Caro is prolonged to day 39.
  3: ['cuenca: Dora'],
  // On this day Dora's entity is suspended.
  9: ['quito: Caro'],
  10: ['cuenca: Dora'],
  11: ['cuenca: Dora'],
  13: ['loja: Loja (usted)'],
  19: ['loja: Loja (usted)'],
  20: ['loja: Loja (usted)'],
  21: ['loja: Loja (usted)'],
  24: ['quito: Alba, Bora', 'alba: 2022-05-07'],
  30: ['quito: Alba, Bora', 'alba: 2022-05-07'],
  31: ['quito: Alba, Bora'],
  32: ['quito: Alba, Bora, Caro', 'caro: 2022-05-15'],
  // On day 38 no process runs.
  39: ['quito: Caro'],
  40: ['quito: Caro'],
};

onMailStage('Over forty days', (stage) => {
  test('three entities get exactly the mails of each morning, though each job runs three times, twice at once', async () => {
    const { database, quito, cuenca, clock } = stage;
    const loja = await addEntity(
      { database, hash: inject('run').passwordHash },
      '1160000000001',
      'Loja',
      'adminloja',
      'Loja',
    );
    await changeAdministrator(quito, { email: 'quito@prueba.example' });
    await changeAdministrator(cuenca, { email: 'cuenca@prueba.example' });
    await changeAdministrator(loja, { email: 'loja@prueba.example', delegated_until: dayAfter(20) });
    await someone(stage, { paternalSurname: 'Alba', email: 'alba@prueba.example', until: dayAfter(31) });
    const caro = await someone(stage, { paternalSurname: 'Caro', email: 'caro@prueba.example', until: dayAfter(8) });
    await addContact(scopeOf(database, quito, clock.now), newcomer('Bora', 'Paz', { until: dayAfter(31) }));
    await addContact(scopeOf(database, cuenca, clock.now), newcomer('Dora', 'Paz', { until: dayAfter(10) }));
    await addContact(
      scopeOf(database, loja, clock.now),
      newcomer('Elba', 'Paz', { until: dayAfter(5), active: false }),
    );

    const brought: Record<number, string[]> = {};
    for (let day = 0; day <= 40; day += 1) {
      clock.now = morningOf(dayAfter(day));
      if (day === 2) await saveContact(stage, caro.contactId, { Hasta: dayAfter(39) });
      if (day === 9) await suspendEntity(database, cuenca.ruc, clock.now);
      if (day === 10) await resumeEntity(database, cuenca.ruc, clock.now);
      if (day === 38) continue;
      await Promise.all([tellOfDelegations(stage), tellOfDelegations(stage)]);
      await tellOfDelegations(stage);
      await mailsTried(stage);
      const mails = stage.inbox.mails.splice(0);
      if (mails.length > 0) brought[day] = mails.map(inShort).sort().reverse();
    }
    expect(brought).toEqual(expected);
  });

  async function changeAdministrator(
    { ruc, administrator }: CastEntity,
    columns: { email: string; delegated_until?: string },
  ): Promise<void> {
    const contacts = stage.database.owner.updateTable('contacts').set(columns).where('ruc', '=', ruc);
    await contacts.where('id', '=', administrator.contactId).execute();
  }
});

function dayAfter(days: number): string {
  return addDays(first, days);
}

// Gives the recipient with the people or the last day of whom the mail tells.
function inShort({ to, subject, text }: ReceivedMail): string {
  const [, lastDay] = /^Su acceso a SOCE termina el (\S+)$/.exec(subject) ?? [];
  const names = [...text.matchAll(/^(\S+) \S+?( \(usted\))?: http\S+\/contactos\/\d+$/gm)];
  const told = lastDay ?? names.map(([, surname, own = '']) => `${surname}${own}`).join(', ');
  return `${to.split('@')[0]}: ${told}`;
}

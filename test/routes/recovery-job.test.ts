import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { sweep } from '../../src/data/outside/sweep.ts';
import type { RecoveryKey } from '../../src/data/records/job.ts';
import { recoveryJob } from '../../src/jobs/recovery.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { contents } from '../support/server/contents.ts';
import { failingOn } from '../support/server/failing-on.ts';
import { whileLockedInTurn } from '../support/server/while-locked.ts';
import { arriving } from '../support/stage/administration.ts';
import { password } from '../support/stage/cast.ts';
import { freshAddress } from '../support/stage/guesses.ts';
import { eventsOf } from '../support/stage/incidents.ts';
import { acceptedRecoveries, carryOut, identify, recover } from '../support/stage/recovery.ts';
import { onStage } from '../support/stage/stage.ts';

const day = 24 * 3_600_000;

onStage('The job of a recovery', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('takes effect once even if it runs several times, one after the other and at once', async () => {
    const key = await accepted();
    const before = await counts();
    await Promise.all([1, 2, 3].map(() => job().work(key)));
    await job().work(key);
    expect(await counts()).toEqual(before.map((count) => count + 1));
  });

  test('has no effect when it fails half way, and its full effect with the next try', async () => {
    const key = await accepted();
    const before = await contents(stage.database);
    await failingOn(stage.database, 'insert', 'mails', () => expect(job().work(key)).rejects.toThrow('broken'));
    expect(await contents(stage.database)).toEqual(before);
    const counted = await counts();
    await job().work(key);
    expect(await counts()).toEqual(counted.map((count) => count + 1));
  });

  test('has no effect after its last try has failed, and its draft is swept', async () => {
    const key = await accepted();
    const before = await contents(stage.database, 'recovery_drafts');
    await job().giveUp?.(key);
    await job().work(key);
    expect(await contents(stage.database, 'recovery_drafts')).toEqual(before);
    await sweep(stage.database, new Date(stage.clock.now.getTime() + day));
    expect((await contents(stage.database)).recovery_drafts).toEqual([]);
  });

  test('has no effect for a missing draft and for one whose letter was not accepted', async () => {
    await identify(newVisitor());
    const before = await contents(stage.database);
    const { rows } = await sql<{ id: string }>`select id from recovery_drafts where step = 'reason'`.execute(
      stage.database.owner,
    );
    for (const draftId of ['nada', ...rows.map(({ id }) => id)]) await job().work({ draftId });
    expect(rows.length).toBeGreaterThan(0);
    expect(await contents(stage.database)).toEqual(before);
  });

  test('compares the typed data with the registered ones at the time when it runs', async () => {
    const key = await accepted();
    const before = await counts();
    await setEmail('otra@prueba.example');
    await job().work(key);
    await setEmail('amparo@prueba.example');
    expect(await counts()).toEqual(before);
  });

  test('waits for a save of the registered data, and compares the typed ones with what was saved', async () => {
    const key = await accepted();
    const { database, quito } = stage;
    const path = `/administracion/contactos/${quito.administrator.contactId}`;
    const administrator = await arriving(stage, quito.administrator, path);
    await administrator.fill({ 'Correo Electrónico': 'otra@prueba.example' }).press('Guardar');
    const { entries } = administrator.fill({ Contraseña: password }).page.submission('Guardar los cambios');
    const before = await eventsOf(stage, quito.ruc);
    const underWay = await whileLockedInTurn<Promise<unknown>>(database, 'incidents', [
      () => administrator.post(path, entries),
      () => job().work(key),
    ]);
    await Promise.all(underWay);
    await setEmail('amparo@prueba.example');
    expect((await eventsOf(stage, quito.ruc)).slice(before.length)).toEqual(['contact.changed']);
  });

  test('is posted in the transaction of the acceptance', async () => {
    const visitor = newVisitor();
    await identify(visitor);
    await visitor.fill({ Motivo: 'Otro' }).press('Siguiente');
    await failingOn(stage.database, 'insert', 'pgboss.job_common', async () => {
      visitor.fill({ Acepto: true });
      expect((await visitor.press('Finalizar')).status).toBe(500);
    });
    expect(await acceptedRecoveries(stage)).toEqual([]);
    expect((await visitor.open('/recuperar/listo')).url.pathname).toBe('/recuperar/solicitud');
    expect((await visitor.fill({ Acepto: true }).press('Finalizar')).url.pathname).toBe('/recuperar/listo');
    expect(await carryOut(stage)).toBe(1);
  });

  function job() {
    const { database, outbox, secrets, clock } = stage;
    return recoveryJob({ database, outbox, secrets, clock: () => clock.now });
  }

  function setEmail(email: string) {
    const { contactId } = stage.quito.administrator;
    return stage.database.owner.updateTable('contacts').set({ email }).where('id', '=', contactId).execute();
  }

  /** Goes through a recovery and takes its job out of the queue. */
  async function accepted(): Promise<RecoveryKey> {
    await recover(newVisitor());
    const [key, ...more] = await acceptedRecoveries(stage);
    expect(more).toEqual([]);
    await sql`delete from pgboss.job_common where name = 'recovery'`.execute(stage.database.owner);
    return key as RecoveryKey;
  }

  /** Counts the recoveries, their mails and their incidents. */
  async function counts(): Promise<number[]> {
    const { recoveries = [], mails = [] } = await contents(stage.database);
    const events = await eventsOf(stage, stage.quito.ruc);
    return [recoveries.length, mails.length, events.filter((event) => event === 'recovery.requested').length];
  }

  function newVisitor(): Visitor {
    return stage.site.visitor({ address: freshAddress(), weigh: false });
  }
});

import { beforeEach, expect, test } from 'vitest';
import { registerEntity } from '../../src/data/outside/entities.ts';
import type { Page } from '../support/browser/page.ts';
import { contents } from '../support/server/contents.ts';
import { comparable } from '../support/stage/alike.ts';
import { person } from '../support/stage/cast.ts';
import { fail, failuresAt, freshAddress } from '../support/stage/guesses.ts';
import { administratorIdentity, carryOut, identify, identityOf, recover } from '../support/stage/recovery.ts';
import { onStage } from '../support/stage/stage.ts';

const hour = 3_600_000;
const wrong = { ...administratorIdentity, 'Fecha de Nacimiento': '1985-02-27' };

onStage('The mails of recoveries', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test('are at most three an hour for one account; the fourth is silently left out', async () => {
    const { clock } = stage;
    const usual: Page[] = [];
    for (const mails of [1, 2, 3]) {
      usual.push(await recoverFrom(freshAddress()));
      expect(await mailsTo('amparo@prueba.example')).toBe(mails);
    }
    const before = await contents(stage.database, 'recovery_drafts', 'answered_checks', 'throttling');
    const page = await recoverFrom(freshAddress());
    expect(comparable(page)).toEqual(comparable(usual[0] as Page));
    expect(await contents(stage.database, 'recovery_drafts', 'answered_checks', 'throttling')).toEqual(before);
    clock.advance(hour + 1_000);
    await recoverFrom(freshAddress());
    expect(await mailsTo('amparo@prueba.example')).toBe(4);
  });

  test('are at most ten an hour for one address, to any accounts', async () => {
    const here = freshAddress();
    const rucs = ['0160001230001', '0260001230001', '0360001230001', '0460001230001'];
    for (const ruc of rucs) await register(ruc);
    const { clock } = stage;
    for (const ruc of [...rucs, ...rucs, ...rucs].slice(0, 10)) {
      await recoverFrom(here, identityOf({ ruc }));
      // The limit of tries a minute is counted separately.
      clock.advance(61_000);
    }
    expect(await mailsOf(rucs)).toBe(10);
    await recoverFrom(here, identityOf({ ruc: rucs[3] ?? '' }));
    expect(await mailsOf(rucs)).toBe(10);
    await recoverFrom(freshAddress(), identityOf({ ruc: rucs[3] ?? '' }));
    expect(await mailsOf(rucs)).toBe(11);
  });

  test('are not limited by recoveries with wrong data', async () => {
    const before = await mailsTo('amparo@prueba.example');
    const here = freshAddress();
    for (const _ of [1, 2, 3, 4]) await recoverFrom(here, wrong);
    await recoverFrom(here);
    expect(await mailsTo('amparo@prueba.example')).toBe(before + 1);
  });

  test('are not sent after five recoveries at that account within the minute, without an error', async () => {
    const before = await mailsTo('amparo@prueba.example');
    const here = freshAddress();
    for (const _ of [1, 2, 3, 4, 5]) await identify(stage.site.visitor({ address: here }), wrong);
    const page = await recoverFrom(here);
    expect(page.url.pathname).toBe('/recuperar/listo');
    expect(await mailsTo('amparo@prueba.example')).toBe(before);
    await recoverFrom(freshAddress());
    expect(await mailsTo('amparo@prueba.example')).toBe(before + 1);
  });

  test('are not sent where the access ends during the recovery', async () => {
    const { ruc, id } = stage.cuenca.administrator;
    const visitor = stage.site.visitor({ address: freshAddress() });
    await identify(visitor, identityOf({ ruc }));
    await visitor.fill({ Motivo: 'Otro' }).press('Siguiente');
    const setActive = (active: boolean) =>
      stage.database.owner.updateTable('users').set({ active }).where('ruc', '=', ruc).where('id', '=', id).execute();
    await setActive(false);
    expect((await visitor.fill({ Acepto: true }).press('Finalizar')).url.pathname).toBe('/recuperar/listo');
    expect(await carryOut(stage)).toBe(1);
    await setActive(true);
    expect(await mailsOf([ruc])).toBe(0);
  });

  test('clear the wait of their account, and recoveries with wrong data do not', async () => {
    const { administrator } = stage.quito;
    await fail(stage, administrator, 5);
    await recoverFrom(freshAddress(), wrong);
    expect((await failuresAt(stage, administrator))?.failures).toBe(5);
    await recoverFrom(freshAddress());
    expect(await failuresAt(stage, administrator)).toBeUndefined();
  });

  async function recoverFrom(address: string, typed: Record<string, string> = administratorIdentity): Promise<Page> {
    const page = await recover(stage.site.visitor({ address, weigh: false }), typed);
    expect(await carryOut(stage)).toBe(1);
    return page;
  }

  async function mailsTo(recipient: string): Promise<number> {
    const mails = stage.database.owner.selectFrom('mails').select('id').where('kind', '=', 'recovery');
    return (await mails.where('recipient', '=', recipient).where('ruc', '=', stage.quito.ruc).execute()).length;
  }

  async function mailsOf(rucs: string[]): Promise<number> {
    const mails = stage.database.owner.selectFrom('mails').select('id').where('kind', '=', 'recovery');
    return (await mails.where('ruc', 'in', rucs).execute()).length;
  }

  async function register(ruc: string): Promise<void> {
    const contact = { ...person('Lara', 'Amparo', 'LA12345'), documentType: 'Pasaporte' };
    const entity = { ruc, name: 'Otra', userName: 'adminotra', contact, passwordHash: 'x', temporaryUntil: null };
    await registerEntity(stage.database, entity, stage.clock.now);
  }
});

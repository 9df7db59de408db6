import { beforeEach, expect, test } from 'vitest';
import { administratorCommands } from '../../src/cli/administrator.ts';
import type { CommandContext, Values } from '../../src/cli/command.ts';
import { contents } from '../support/server/contents.ts';
import { attempt, fail, failuresAt, pretendFailures } from '../support/stage/guesses.ts';
import { eventsOf } from '../support/stage/incidents.ts';
import { putAdministratorsBack, recoverByMail } from '../support/stage/recovery.ts';
import { changePage } from '../support/stage/sign-in.ts';
import { onMailStage } from '../support/stage/stage.ts';

const hour = 3_600_000;

// The effects of the command. Its command line has tests in cli-admin.test.ts.
onMailStage('“soce admin reset”', (stage) => {
  beforeEach(async () => {
    await stage.forgetGuesses();
    await putAdministratorsBack(stage);
  });

  test('gives a temporary password that is valid for 72 hours and only for changing it', async () => {
    const { text, password } = await reset();
    expect(text.match(new RegExp(password, 'g'))).toHaveLength(1);
    expect(text).toContain('Usuario: adminquito\n');
    expect(text).toContain('Vale hasta el 2022-04-09 15:53 (hora de Ecuador)');
    const user = { ...stage.quito.administrator, password };
    stage.clock.advance(72 * hour - 1);
    expect((await attempt(stage, user)).url.pathname).toBe(changePage);
    stage.clock.advance(1);
    expect((await attempt(stage, user)).status).toBe(422);
    expect(JSON.stringify(await contents(stage.database))).not.toContain(password);
  });

  test('ends the old password, a recovered one and every session of the administrator alone', async () => {
    const { administrator } = stage.quito;
    const [own, neighbour] = [await stage.signedIn(administrator), await stage.browserOf(stage.cuenca.administrator)];
    const delegate = await stage.browserOf(stage.diana);
    const { temporary } = await recoverByMail(stage, administrator);
    const { password } = await reset();
    expect((await own.open('/inicio')).url.pathname).toBe('/ingreso');
    for (const dead of [administrator, temporary]) expect((await attempt(stage, dead)).status).toBe(422);
    for (const other of [neighbour, delegate]) expect((await other.open('/inicio')).url.pathname).toBe('/inicio');
    stage.clock.advance(30_000);
    expect((await attempt(stage, { ...administrator, password })).url.pathname).toBe(changePage);
  });

  test('enables an administrator whom a report has disabled, with one incident', async () => {
    const { administrator } = stage.quito;
    const { link } = await recoverByMail(stage, administrator);
    const visitor = stage.visitor();
    await visitor.open(link);
    await visitor.press('Confirmar el reporte');
    const before = (await eventsOf(stage, administrator.ruc)).length;
    const { password } = await reset();
    expect((await eventsOf(stage, administrator.ruc)).slice(before)).toEqual(['administrator.reset']);
    expect((await attempt(stage, { ...administrator, password })).url.pathname).toBe(changePage);
    const [row] = await stage.database.owner.selectFrom('incidents').selectAll().orderBy('id', 'desc').execute();
    expect(row).toMatchObject({
      actor_name: 'operación del sistema',
      subject_name: 'adminquito',
      changes: [{ field: 'user.active', old: false, new: true }],
    });
  });

  test('clears the wait, also after a hundred failures have made the password void', async () => {
    const { administrator } = stage.quito;
    await pretendFailures(stage, administrator, 99);
    await fail(stage, administrator, 1);
    const { password } = await reset();
    expect(await failuresAt(stage, administrator)).toBeUndefined();
    expect((await attempt(stage, { ...administrator, password })).url.pathname).toBe(changePage);
  });

  test('refuses an unknown RUC and changes nothing', async () => {
    const before = await contents(stage.database);
    await expect(reset('1760001230001')).rejects.toThrow(
      '--ruc: no hay ninguna entidad con el RUC 1760001230001. Revise el número.',
    );
    expect(await contents(stage.database)).toEqual(before);
  });

  async function reset(ruc = stage.quito.ruc): Promise<{ text: string; password: string }> {
    const command = administratorCommands['admin reset'];
    if (!command) throw new Error('There is no such command.');
    const work = command.plan({ ruc } as Values, { now: stage.clock.now } as CommandContext);
    const { text, data } = await work(stage.database, []);
    return { text, password: String(data.temporaryPassword) };
  }
});

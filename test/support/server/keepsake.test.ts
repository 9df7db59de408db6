import { expect, test } from 'vitest';
import { onStage } from '../stage/stage.ts';
import { keep } from './keepsake.ts';

onStage('A keepsake', (stage) => {
  test('lists what was written since, and nothing once it is restored', async () => {
    const { owner } = stage.database;
    const { ruc, id } = stage.diana;
    await stage.signedIn(stage.diana);
    const keepsake = await keep(stage.database);
    try {
      for (const round of [1, 2]) {
        expect(await keepsake.changes(), `round ${round}`).toEqual([]);
        await owner.updateTable('users').set({ active: false }).where('ruc', '=', ruc).where('id', '=', id).execute();
        const changes = await keepsake.changes();
        expect(changes.map(({ table, was, row }) => [table, was, row.active])).toEqual([
          ['users', 'added', false],
          ['users', 'removed', true],
        ]);
        await keepsake.restore();
      }
      await owner.deleteFrom('sessions').where('user_id', '=', id).execute();
      expect((await keepsake.changes()).map(({ table, was }) => `${was} ${table}`)).toContain('removed sessions');
    } finally {
      await keepsake.close();
    }
  });
});

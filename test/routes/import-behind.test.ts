import { expect, test } from 'vitest';
import { carryOutImport } from '../../src/data/entity/import-run.ts';
import { appointAdministrator } from '../../src/data/outside/administrators.ts';
import { whileLockedInTurn } from '../support/server/while-locked.ts';
import { administratorsOf, aParish } from '../support/stage/administrator.ts';
import { catalogs } from '../support/stage/catalogs.ts';
import { personLine, review } from '../support/stage/imports.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

// Its queue doesn't run, so the import begins when the test says so.
onStage('An import', (stage) => {
  test('that waits for a change of the administrator leaves the new one’s e-mail to their own form', async () => {
    const { entity, ana, berta } = await aParish(stage);
    const { documentNumber, email } = await contactOf(stage, berta.contactId);
    const names = { 'Apellido Paterno': 'Bravo', 'Primer Nombre': 'Berta' };
    const line = { ...names, 'Número Identificación': documentNumber, 'Correo Electrónico': 'otra@prueba.example' };
    const { visitor, page } = await review(stage, [personLine(line)], { person: ana });
    await visitor.press('Importar');
    const { database, outbox, secrets, queue, clock } = stage;
    const parts = { database, outbox, secrets, postJob: queue.post, catalogs };
    const key = { ruc: entity.ruc, id: Number(page.url.pathname.split('/').at(-1)) };
    const underWay = await whileLockedInTurn<Promise<unknown>>(database, 'incidents', [
      () => appointAdministrator(stage, { ruc: entity.ruc, userName: berta.userName }, clock.now),
      () => carryOutImport(parts, key, clock.now),
    ]);
    await Promise.all(underWay);
    expect(await administratorsOf(stage, entity)).toEqual([berta.userName]);
    expect([await statusOf(stage, key.id), await contactOf(stage, berta.contactId)]).toEqual([
      'stale',
      { documentNumber, email },
    ]);
  });
});

function contactOf({ database }: Stage, id: number) {
  const contacts = database.owner.selectFrom('contacts').select(['document_number as documentNumber', 'email']);
  return contacts.where('id', '=', id).executeTakeFirstOrThrow();
}

async function statusOf({ database }: Stage, id: number): Promise<string | undefined> {
  const imports = database.owner.selectFrom('imports').select('status').where('id', '=', id);
  return (await imports.executeTakeFirst())?.status;
}

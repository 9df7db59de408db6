import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { fastest } from '../support/server/stopwatch.ts';
import { addCrowd } from '../support/stage/crowd.ts';
import { beginDownload, download } from '../support/stage/downloads.ts';
import { onStage } from '../support/stage/stage.ts';

const contacts = '/administracion/contactos';
const crowd = 5_000;
const forms = ['csv', 'excel'];

onStage('A download of 5,000 contacts', (stage) => {
  let administrator: Visitor;

  beforeAll(async () => {
    await addCrowd(stage.database.owner, stage.quito.ruc, 1, crowd);
    administrator = await stage.signedIn(stage.quito.administrator);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each(forms)('takes at most 1.5 s as %s', async (form) => {
    const path = `${contacts}/descargar?formato=${form}&buscar=gente`;
    const taken = await fastest(3, async () => {
      const { bytes } = await download(stage, administrator, path);
      expect(bytes.length).toBeGreaterThan(100_000);
    });
    expect(taken).toBeLessThan(1_500);
  });

  test.each(forms)('holds a few hundred of them at a time (%s)', async (form) => {
    const path = `${contacts}/descargar?formato=${form}&buscar=gente`;
    await download(stage, administrator, path);
    const { database } = stage;
    const { readInScope } = database;
    const heap: number[] = [];
    // A spy would hold all rows by itself.
    database.readInScope = (ruc, query) => {
      heap.push(usedHeap());
      return readInScope(ruc, query);
    };
    const { answer } = await beginDownload(stage.site.baseUrl, administrator, path);
    for await (const _ of answer);
    database.readInScope = readInScope;
    expect(heap.length).toBeGreaterThan(8);
    // Held together, the contacts of the nine readings before the last would take 1.7 MB.
    expect((heap.at(-1) ?? 0) - (heap[0] ?? 0)).toBeLessThan(800_000);
  });

  test.each(forms)('reads no further once its browser is gone (%s)', async (form) => {
    const read = vi.spyOn(stage.database, 'readInScope');
    const { asked, answer } = await beginDownload(
      stage.site.baseUrl,
      administrator,
      `${contacts}/descargar?formato=${form}`,
    );
    answer.once('data', () => asked.destroy());
    answer.on('error', () => {});
    // Waits until nothing more is read; a download that goes on would be read to its end.
    let before = 0;
    do {
      before = batches(read);
      await setTimeout(300);
    } while (before === 0 || batches(read) > before);
    expect(before).toBeLessThan(crowd / 500);
    expect((await administrator.open(contacts)).status).toBe(200);
  });

  test('has each contact once and in order, though others are added and deleted meanwhile', async () => {
    const { owner } = stage.database;
    const read = stage.database.readInScope.bind(stage.database);
    let changed = false;
    vi.spyOn(stage.database, 'readInScope').mockImplementation(async (ruc, query) => {
      const rows = await read(ruc, query);
      if (changed || !query.sql.includes('own.place')) return rows as never;
      changed = true;
      await owner.deleteFrom('contacts').where('ruc', '=', ruc).where('document_number', '=', 'GENTE4000').execute();
      await addCrowd(owner, ruc, crowd + 1, crowd + 10);
      return rows as never;
    });
    const { bytes } = await download(
      stage,
      administrator,
      `${contacts}/descargar?formato=csv&orden=nombres&buscar=gente`,
    );
    const numbers = bytes.toString().match(/GENTE\d{4}/g) ?? [];
    const all = Array.from({ length: crowd }, (_, place) => `GENTE${String(place + 1).padStart(4, '0')}`);
    expect(numbers).toEqual(all.filter((number) => number !== 'GENTE4000'));
  });

  test('holds no connection for a browser that takes it slowly', async () => {
    const slow = await Promise.all(
      Array.from({ length: 6 }, () =>
        beginDownload(stage.site.baseUrl, administrator, `${contacts}/descargar?formato=csv`),
      ),
    );
    const taken = await fastest(3, async () => expect((await administrator.open(contacts)).status).toBe(200));
    expect(taken).toBeLessThan(2_000);
    for (const { asked, answer } of slow) {
      answer.on('error', () => {});
      asked.destroy();
    }
  });
});

// Counts what is left after a collection of garbage.
function usedHeap(): number {
  setFlagsFromString('--expose_gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

function batches(read: { mock: { calls: unknown[][] } }): number {
  return read.mock.calls.filter(([, query]) => (query as { sql: string }).sql.includes('own.place')).length;
}

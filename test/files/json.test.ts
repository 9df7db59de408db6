import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { writeJson } from '../../src/files/json.ts';

async function* entries(count: number, taken: () => void = () => {}) {
  for (let number = 1; number <= count; number += 1) {
    taken();
    yield { number, text: `línea "${number}"\n` };
  }
}

test.each([0, 1, 2, 5_000])('JSON with a list of %i entries is read as it was', async (count) => {
  const members = { Entidad: 'Muñoz & Cía', Contacto: { Hasta: null }, Usuarios: [] };
  const written = await text(writeJson(members, 'Historial', entries(count)));
  const list = Array.from({ length: count }, (_, place) => ({ number: place + 1, text: `línea "${place + 1}"\n` }));
  expect(JSON.parse(written)).toEqual({ ...members, Historial: list });
});

test('JSON is read no further than it is taken, and not at all once nobody takes it', async () => {
  let taken = 0;
  const reader = writeJson(
    { Entidad: 'Uno' },
    'Historial',
    entries(1_000_000, () => (taken += 1)),
  ).getReader();
  await reader.read();
  const before = taken;
  expect(before).toBeLessThan(2_000);
  await reader.cancel();
  expect(taken - before).toBeLessThan(2_000);
});

test('JSON that can’t be read to its end is cut off with the fault', async () => {
  async function* failing() {
    yield { number: 1 };
    throw new Error('gone');
  }
  await expect(text(writeJson({ Entidad: 'Uno' }, 'Historial', failing()))).rejects.toThrow('gone');
});

import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { pathPattern, recordWeight, weightsTable } from './weights.ts';

test('Addresses are weighed by their pattern, with placeholders for numbers and secrets', () => {
  expect(pathPattern('/administracion/usuarios/17/perfil?x=1')).toBe('/administracion/usuarios/:id/perfil');
  expect(pathPattern('/no-solicite/0hJq7x_Yk2-Zw8LrTn5VbAqPdS3fGhJk')).toBe('/no-solicite/:token');
});

test('The table of weights has the heaviest answer of each address and status', () => {
  const folder = mkdtempSync(join(inject('run').folder, 'weights-'));
  for (const [id, status, length] of [
    [1, 200, 400],
    [2, 200, 900],
    [3, 200, 700],
    [4, 422, 100],
  ] as const) {
    const body = Buffer.alloc(length, 'x');
    recordWeight(folder, { url: `/pesos/${id}`, body, kind: 'page', status, requests: 1, sent: length });
  }
  const rows = weightsTable(folder)?.match(/^\/pesos.*$/gm) ?? [];
  expect(rows.map((row) => row.split(/ +/)).map(([path, , status, , , , , sent]) => [path, status, sent])).toEqual([
    ['/pesos/:id', '200', '900'],
    ['/pesos/:id', '422', '100'],
  ]);
});

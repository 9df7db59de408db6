import { expect, test } from 'vitest';
import { pathPattern } from './weights.ts';

test('Addresses are weighed by their pattern, with placeholders for numbers and secrets', () => {
  expect(pathPattern('/administracion/usuarios/17/perfil?x=1')).toBe('/administracion/usuarios/:id/perfil');
  expect(pathPattern('/no-solicite/0hJq7x_Yk2-Zw8LrTn5VbAqPdS3fGhJk')).toBe('/no-solicite/:token');
});

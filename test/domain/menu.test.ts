import { describe, expect, test } from 'vitest';
import { heldName, isConsultation, isContracting, isCurrent } from '../../src/domain/menu.ts';

describe('a menu', () => {
  test.each([
    ['Base', false, false],
    ['Consultar', true, false],
    ['Planificación', false, true],
    ['Reportes', false, true],
  ])('of the group %s is shown under “Consultar”, “Entidad Contratante”: %s, %s', (group, ...is) => {
    expect([isConsultation({ group }), isContracting({ group })]).toEqual(is);
  });

  test.each([
    ['without an end', null, true],
    ['the day before its last', '2025-06-26', true],
    ['on its last day', '2025-06-25', true],
    ['the day after its last', '2025-06-24', false],
  ])('is valid %s (%s): %s', (_, validUntil, valid) => {
    const menu = { name: 'ENTIDAD-COTIZACIÓN', validUntil };
    expect(isCurrent(menu, '2025-06-25')).toBe(valid);
    expect(heldName(menu, '2025-06-25')).toBe(valid ? menu.name : 'ENTIDAD-COTIZACIÓN (no vigente)');
  });
});

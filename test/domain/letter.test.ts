import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { letterVersion, recoveryLetter } from '../../src/domain/letter.ts';

const typed = {
  date: 'miércoles 06 de abril de 2022',
  ruc: '1769999930001',
  email: 'ana@prueba.example',
  reason: 'Otro',
};
const recorded = { entityName: 'Municipio', personName: 'Mora Ana', identification: 'Pasaporte AB12345' };

describe('The letter', () => {
  test('has its title, date, addressee and conditions', () => {
    const letter = recoveryLetter(typed);
    expect(letter.title).toBe('SOLICITUD RESETEO DE CONTRASEÑA');
    expect(letter.date).toBe('miércoles 06 de abril de 2022');
    expect(letter.addressee.join(' ')).toContain('SERCOP');
    expect(letter.conditions.join(' ')).toMatch(/responsabilidad del usuario y, solidariamente, de la entidad/);
    expect(letter.conditions.join(' ')).toMatch(/24 horas.*deshabilitado de inmediato/);
  });

  test('on the public page has the typed values and no others', () => {
    expect(recoveryLetter(typed).facts).toEqual([
      ['RUC', '1769999930001'],
      ['Correo electrónico', 'ana@prueba.example'],
      ['Motivo', 'Otro'],
    ]);
  });

  test('made from the record also names entity, person and document', () => {
    expect(recoveryLetter({ ...typed, ...recorded }).facts).toEqual([
      ['RUC', '1769999930001'],
      ['Entidad', 'Municipio'],
      ['Nombre', 'Mora Ana'],
      ['Identificación', 'Pasaporte AB12345'],
      ['Correo electrónico', 'ana@prueba.example'],
      ['Motivo', 'Otro'],
    ]);
  });

  // A changed text needs another version. Enter both here.
  test('has the text that belongs to its version', () => {
    const { title, addressee, opening, facts, conditions } = recoveryLetter({ ...typed, ...recorded });
    const labels = facts.map(([label]) => label);
    const text = JSON.stringify([title, addressee, opening, labels, conditions]);
    const digest = createHash('sha256').update(text).digest('hex');
    expect({ version: letterVersion, digest }).toEqual({
      version: '2026-11-22',
      digest: '19b0e1ba4eda4c194fce19c929820d984a3fec665641da746665bb4a3ecfce84',
    });
  });
});

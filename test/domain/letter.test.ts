import { describe, expect, test } from 'vitest';
import { letterVersion, recoveryLetter } from '../../src/domain/letter.ts';

const typed = {
  date: 'miércoles 06 de abril de 2022',
  ruc: '1769999930001',
  email: 'ana@prueba.example',
  reason: 'Otro',
};
const recorded = { entityName: 'Municipio', personName: 'Mora Ana', identification: 'Pasaporte AB12345' };

describe('the letter', () => {
  test('has its title, date, addressee and conditions', () => {
    const letter = recoveryLetter(typed);
    expect(letter.title).toBe('SOLICITUD RESETEO DE CONTRASEÑA');
    expect(letter.date).toBe('miércoles 06 de abril de 2022');
    expect(letter.addressee.join(' ')).toContain('SERCOP');
    expect(letter.conditions.join(' ')).toMatch(/responsabilidad del usuario y, solidariamente, de la entidad/);
    expect(letter.conditions.join(' ')).toMatch(/24 horas.*deshabilitado de inmediato/);
  });

  test('on the public page repeats what was typed and nothing else', () => {
    expect(recoveryLetter(typed).facts).toEqual([
      ['RUC', '1769999930001'],
      ['Correo electrónico', 'ana@prueba.example'],
      ['Motivo', 'Otro'],
    ]);
  });

  test('from the record names entity, person and document as well', () => {
    expect(recoveryLetter({ ...typed, ...recorded }).facts).toEqual([
      ['RUC', '1769999930001'],
      ['Entidad', 'Municipio'],
      ['Nombre', 'Mora Ana'],
      ['Identificación', 'Pasaporte AB12345'],
      ['Correo electrónico', 'ana@prueba.example'],
      ['Motivo', 'Otro'],
    ]);
  });

  test('has a version by which its text is told', () => {
    expect(letterVersion).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

import { describe, expect, test } from 'vitest';
import { identityForm, isIdentity, nextStep } from '../../src/domain/recovery.ts';

const now = new Date('2022-04-06T20:53:00Z');
const second = 1_000;

describe('The next step', () => {
  const steps = ['reason', 'letter', 'done'] as const;

  test('is to identify oneself where no recovery has begun', () => {
    expect(nextStep(null, now)).toBe('identify');
  });

  test.each(steps)('of a recovery at “%s” is that step until the last moment before it expires', (step) => {
    expect(nextStep({ step, expiresAt: new Date(now.getTime() + second) }, now)).toBe(step);
    expect(nextStep({ step, expiresAt: new Date(now.getTime() + 1) }, now)).toBe(step);
  });

  test.each(steps)('of a recovery at “%s” that has expired is to begin again', (step) => {
    expect(nextStep({ step, expiresAt: now }, now)).toBe('identify');
    expect(nextStep({ step, expiresAt: new Date(now.getTime() - second) }, now)).toBe('identify');
  });
});

describe('The identity typed', () => {
  const account = { email: 'Ana.Mora@Prueba.example', birthDate: '1980-01-31' };
  const typed = { ruc: '1769999930001', ...account };

  test.each([
    ['as registered', {}],
    ['with the e-mail in small letters', { email: 'ana.mora@prueba.example' }],
    ['with the e-mail in capitals', { email: 'ANA.MORA@PRUEBA.EXAMPLE' }],
  ])('%s is the account’s', (_, change) => {
    expect(isIdentity({ ...typed, ...change }, account)).toBe(true);
  });

  test.each(['ana@peñafiel.ec', 'ana@PEÑAFIEL.ec', 'ana@pen\u0303afiel.ec', 'ana@xn--peafiel-5za.ec'])(
    'with the international domain written %s is the account’s',
    (email) => {
      expect(isIdentity({ ...typed, email }, { ...account, email: 'ana@peñafiel.ec' })).toBe(true);
      expect(isIdentity({ ...typed, email }, { ...account, email: 'ana@penafiel.ec' })).toBe(false);
    },
  );

  test.each([
    ['with another e-mail', { email: 'eva.mora@prueba.example' }],
    ['with a part of the e-mail', { email: 'ana.mora@prueba' }],
    ['with the wildcards of SQL', { email: '%' }],
    ['with another birth date', { birthDate: '1980-01-30' }],
  ])('%s is not the account’s', (_, change) => {
    expect(isIdentity({ ...typed, ...change }, account)).toBe(false);
  });
});

describe('The form of a recovery’s first step', () => {
  const good = { ruc: '1769999930001', email: 'ana@prueba.example', birthDate: '1980-01-31' };

  test.each([
    ['1980-01-31', '1980-01-31'],
    [' 1980-01-31 ', '1980-01-31'],
    ['31/01/1980', '1980-01-31'],
    ['1/2/1980', '1980-02-01'],
    ['01/2/1980', '1980-02-01'],
    ['29/02/1980', '1980-02-29'],
  ])('accepts the birth date “%s”', (birthDate, day) => {
    expect(identityForm.parse({ ...good, birthDate }).birthDate).toBe(day);
  });

  test.each([
    ['17 6999 9930 001'],
    [' 1769999930001 '],
    ['1769999930\u00a0001'],
    ['176999993\t0001'],
    ['1769-99993-0001'],
    ['1769999930\u2011001'],
    ['\u200e1769999930001\ufeff'],
  ])('accepts the RUC “%s”', (ruc) => {
    expect(identityForm.parse({ ...good, ruc }).ruc).toBe('1769999930001');
  });

  test('keeps the e-mail as typed, without the spaces around it', () => {
    expect(identityForm.parse({ ...good, email: ' Ana@Prueba.example ' }).email).toBe('Ana@Prueba.example');
  });

  test.each([
    ['ruc', '', 'RUC', /escriba los 13 dígitos/],
    ['ruc', '176999993000', 'RUC', /escriba los 13 dígitos/],
    ['ruc', '1769999930000', 'RUC', /escriba los 13 dígitos/],
    ['ruc', '2569999930001', 'RUC', /escriba los 13 dígitos/],
    ['ruc', '١٧٦٩٩٩٩٩٣٠٠٠١', 'RUC', /escriba los 13 dígitos/],
    ['ruc', '1769_99993_0001', 'RUC', /escriba los 13 dígitos/],
    ['email', '', 'Correo Electrónico', /escriba el correo registrado/],
    ['email', '   ', 'Correo Electrónico', /escriba el correo registrado/],
    ['email', 'ana', 'Correo Electrónico', /escriba una dirección completa/],
    ['email', 'ana@prueba.example,eva@prueba.example', 'Correo Electrónico', /escriba una sola dirección/],
    ['email', `${'a'.repeat(65)}@b.ec`, 'Correo Electrónico', /64 caracteres como máximo/],
    ['birthDate', '', 'Fecha de Nacimiento', /Escriba la Fecha de Nacimiento/],
    ['birthDate', '31/06/1980', 'Fecha de Nacimiento', /escriba una fecha que exista/],
    ['birthDate', '1980-1-31', 'Fecha de Nacimiento', /escriba una fecha que exista/],
    ['birthDate', '31-01-1980', 'Fecha de Nacimiento', /escriba una fecha que exista/],
    ['birthDate', '0000-01-01', 'Fecha de Nacimiento', /escriba una fecha que exista/],
    ['birthDate', '1899-12-31', 'Fecha de Nacimiento', /escriba una fecha que exista/],
    ['birthDate', 'ayer', 'Fecha de Nacimiento', /escriba una fecha que exista/],
  ])('refuses the %s “%s” by its name and with a remedy', (field, value, label, remedy) => {
    const { error } = identityForm.safeParse({ ...good, [field]: value });
    const [fault, ...more] = error?.issues ?? [];
    expect([fault?.path, more]).toEqual([[field], []]);
    expect(fault?.message).toContain(label);
    expect(fault?.message).toMatch(remedy);
  });
});

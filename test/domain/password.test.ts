import { describe, expect, test } from 'vitest';
import { isCommon } from '../../src/domain/common-passwords.ts';
import {
  failedRules,
  isInTime,
  normalisePassword,
  type PasswordHolder,
  passwordLength,
  passwordRules,
  temporaryEnd,
  temporaryHours,
} from '../../src/domain/password.ts';

const holder: PasswordHolder = {
  userName: 'delegado01',
  ruc: '1769999930001',
  names: ['Ñauta', "D'Ángelo", 'Ana', 'Luz', 'Entidad de Demostración'],
};
const old = 'Anterior-Ceibo7';
const rules = passwordRules(holder, isCommon, (password) => password === old);
const [letters, digitAndSign, length, common, contained, same] = rules.map((rule) => rule.sentence);

function failures(password: string): string[] {
  return failedRules(password, rules);
}

test('The rules for passwords have a fixed order', () => {
  expect(rules.map((rule) => rule.sentence)).toEqual([
    'Use letras mayúsculas y minúsculas.',
    'Incluya al menos un dígito y un carácter especial, como - . # $ %.',
    'Escriba de 8 a 20 caracteres.',
    'No use un nombre ni una contraseña común, tampoco con números o signos añadidos.',
    'No incluya su usuario, sus nombres, el nombre de su entidad ni el RUC.',
    'No repita la contraseña anterior.',
  ]);
});

test('A browser can check the three rules that need no list and no name', () => {
  expect(rules.map((rule) => rule.pattern !== null)).toEqual([true, true, true, false, false, false]);
});

describe('A good password', () => {
  test.each([
    'Tres-Ceibos-27',
    'gatoVerde.88',
    'Lluvia en Mayo 3!',
    'xK9$mN2pQr',
    'Ñandú-azul4',
    'ÓPALO-ñé-79',
    'Río#Tres7',
    'CÓNDOR-al-sol9',
    'Sol😀Luna7',
    'Éxito-Total-1',
  ])('is accepted: %s', (password) => {
    expect(failures(password)).toEqual([]);
  });
});

describe('A password that breaks a rule', () => {
  test.each([
    ['tres-ceibos-27', letters, 'no capital'],
    ['TRES-CEIBOS-27', letters, 'no small letter'],
    ['12345-67890-$', letters, 'no letter'],
    ['Tres-Ceibos-Azules', digitAndSign, 'no digit'],
    ['TresCeibos27', digitAndSign, 'no sign'],
    ['Tres Ceibos 27', digitAndSign, 'a space is no sign'],
    ['TrésCeibós27', digitAndSign, 'an accent is no sign'],
    ['Tre\u0301sCeibo\u0301s27', digitAndSign, 'nor is an accent typed after its letter'],
    ['Tresq\u0303Ceibos27', digitAndSign, 'nor is a mark that no letter takes up'],
    ['Tres-Ceibos-٢٧', digitAndSign, 'digits that few keyboards have'],
    ['Cei-b7x', length, '7 characters'],
    ['Tres-Ceibos-Azules-27', length, '21 characters'],
    ['Maria2024!', common, 'a first name by its letters alone'],
    ['Anterior-Ceibo7', same, 'the old password'],
    ['Con-delegado01', contained, 'the user name'],
    ['1769999930001-Cx', contained, 'the RUC'],
    ['Tres-Nauta-27', contained, 'a surname'],
  ])('is refused: %s by “%s”: %s', (password, sentence) => {
    expect(failures(password)).toEqual([sentence]);
  });
});

test('A refused password is answered with all the rules that it breaks, in their order', () => {
  const everything = passwordRules({ ...holder, names: ['Rosa'] }, isCommon, (password) => password === 'rosa');
  const sentences = everything.map((rule) => rule.sentence);
  expect(failedRules('rosa', everything)).toEqual(sentences);
  expect(failures('maria')).toEqual([letters, digitAndSign, length, common]);
  expect(failures('')).toEqual([letters, digitAndSign, length]);
});

describe('The length of the password', () => {
  test.each([
    ['Cx-3456', false, '7 characters'],
    ['Cx-34567', true, '8 characters'],
    ['Cx-34567890123456789', true, '20 characters'],
    ['Cx-345678901234567890', false, '21 characters'],
    [`Cx-${'ñ'.repeat(17)}`, true, '20 characters in 37 bytes'],
    [`Cx-${'ñ'.repeat(18)}`, false, '21 characters'],
    [`Cx-${'n\u0303'.repeat(17)}`, true, '20 characters typed as letter and mark'],
    [`Cx-${'n\u0303'.repeat(4)}`, false, '7 characters in 11 units'],
    [`Cx-${'😀'.repeat(4)}`, false, '7 characters in 11 units'],
    [`Cx-${'😀'.repeat(17)}`, true, '20 characters in 37 units'],
  ])('%j is accepted: %s (%s)', (password, right) => {
    expect(passwordLength.accepts(password)).toBe(right);
    expect(failures(password).includes(length ?? '')).toBe(!right);
  });
});

describe('A password made of a common word', () => {
  test.each([
    ['Maria2024!', 'a first name'],
    ['María-2024', 'with its accent'],
    ['M.a.r.i.a.2024', 'its letters pulled apart'],
    ['2024#MARIA', 'in capitals, after the digits'],
    ['Zambrano-99', 'a surname'],
    ['Guayaquil#1', 'a city'],
    ['Contraseña-1', 'the word itself'],
    ['Qwerty-123', 'a row of keys'],
    ['Pa$$w0rd', 'a listed password with its signs'],
    ['L58jkdjp!', 'another, whose letters alone say nothing'],
  ])('is refused: %s, %s', (password) => {
    expect(failures(password)).toContain(common);
  });

  test.each([
    ['Maria-Ceibo-27', 'a name among other words'],
    ['Mariaz-2027', 'a letter more than a name'],
    ['Ab-123456', 'two letters'],
    ['Luz-20278', 'three letters, too short to judge'],
  ])('is no fault in %s, %s', (password) => {
    expect(failures(password)).not.toContain(common);
  });
});

describe('A password with a name or the RUC in it', () => {
  test.each([
    ['xDELEGADO01-x', 'the user name in capitals'],
    ['Cx.Delegado01', 'the user name at the end'],
    ['1769999930001-Ax', 'the RUC'],
    ['Mi-Ñauta-27', 'a surname'],
    ['Mi-NAUTA-27', 'a surname in capitals without its tilde'],
    ['Mi-n\u0303auta-27', 'a surname with a decomposed ñ'],
    ['MiAngelo#27', 'the part of a name behind the apostrophe'],
    ['La-Entidad-27', 'a word of the name of the entity'],
    ['demostracion-X7', 'a word of the name of the entity, without its accent'],
  ])('is refused: %s, %s', (password) => {
    expect(failures(password)).toContain(contained);
  });

  test.each([
    ['Ana-Ceibo-27', 'a name of three letters'],
    ['Ceibo-Luz-27', 'another name of three letters'],
    ['De-Ceibo-27', 'a short word of the name of the entity'],
    ['Delegado02-X', 'the user name but for a digit'],
    ['176999993000-Ax', 'twelve digits of the RUC'],
    ['Naut-Ceibo-27', 'a letter less than the surname'],
  ])('is no fault in %s, %s', (password) => {
    expect(failures(password)).not.toContain(contained);
  });

  test('is accepted for a name of three letters', () => {
    const of = (names: string[]) => passwordRules({ ...holder, names }, isCommon, () => false);
    expect(failedRules('Mi-Rosa-Azul-7', of(['Ros']))).toEqual([]);
    expect(failedRules('Mi-Rosa-Azul-7', of(['Rosa']))).toEqual([contained]);
    expect(failedRules('Mi-Rosa-Azul-7', of(['De la Rosa']))).toEqual([contained]);
  });

  test('is accepted where there are no names', () => {
    const rulesOfNobody = passwordRules({ ...holder, userName: '', names: ['', ' ', '-'] }, isCommon, () => false);
    expect(failedRules('Tres-Ceibos-27', rulesOfNobody)).toEqual([]);
  });
});

test('The old password is recognised however its accents are encoded', () => {
  const rulesWithOld = passwordRules(holder, isCommon, (password) => password === 'Jard\u00EDn-Ceibo7');
  expect(failedRules('Jardi\u0301n-Ceibo7', rulesWithOld)).toEqual([same]);
  expect(normalisePassword('Jardi\u0301n')).toBe('Jard\u00EDn');
});

test('A temporary password is valid for 72 hours if the administrator typed it, for 24 if it was mailed', () => {
  expect(temporaryHours).toEqual({ typedByAdministrator: 72, mailed: 24 });
});

describe('A temporary password', () => {
  const now = new Date('2022-04-06T20:53:00Z');
  const at = (ms: number) => new Date(now.getTime() + ms);

  test.each([
    ['is valid until the last moment before its end', at(1), true],
    ['is not valid at its end', now, false],
    ['is not valid after its end', at(-1), false],
    ['is not valid where there is none', null, false],
  ])('%s', (_, until, inTime) => {
    expect(isInTime(until, now)).toBe(inTime);
  });

  test('beside others makes the time end with the last of them', () => {
    expect(temporaryEnd([at(1), at(3), null, at(2)], now)).toEqual(at(3));
    expect(temporaryEnd([at(-1), at(1)], now)).toEqual(at(1));
    expect(temporaryEnd([at(-1), now, null], now)).toBeNull();
    expect(temporaryEnd([], now)).toBeNull();
  });
});

test.each(['1', 'a', 'A', '-'])('A form full of “%s” is judged at once', (sign) => {
  const begin = performance.now();
  expect(failures(sign.repeat(64_000))).not.toEqual([]);
  expect(performance.now() - begin).toBeLessThan(1_000);
});

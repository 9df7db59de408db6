import commonest from '@zxcvbn-ts/language-common/src/passwords.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { isCommon } from '../../src/domain/common-passwords.ts';
import { searchKey } from '../../src/domain/person-name.ts';

describe('The list of common passwords', () => {
  test('holds the ten thousand commonest, those of one to three letters apart', () => {
    const tenThousand = commonest.slice(0, 10_000).map(searchKey);
    const missing = tenThousand.filter((entry) => !isCommon(entry));
    expect(tenThousand).toHaveLength(10_000);
    expect(missing.filter((entry) => entry.length >= 4)).toEqual([]);
    expect(missing.length).toBeLessThan(50);
  });

  test.each([
    ...['password', 'qwerty', 'qwertyuiop', 'iloveyou', 'admin', 'dragon', '12345678', 'p@ssw0rd'],
    ...['contraseña', 'administrador', 'usuario', 'clave', 'secreto', 'bienvenido', 'enero', 'lunes', 'teamo'],
    ...[
      'María',
      'José',
      'Guadalupe',
      'Jesús',
      'Eloy',
      'Victoriano',
      'Pérez',
      'Domínguez',
      'Zambrano',
      'Cedeño',
      'Quispe',
      'Guamán',
    ],
    ...['Quito', 'Guayaquil', 'Cuenca', 'Loja', 'Manta', 'Tulcán', 'Cañar', 'Sucumbíos', 'Ecuador', 'Samborondón'],
    ...['SERCOP', 'SOCE', 'municipio', 'comprasPublicas'],
  ])('contains %s', (word) => {
    expect(isCommon(searchKey(word))).toBe(true);
  });

  test.each([
    ...['', 'a', 'mx', 'ana', 'luz', 'sol', 'abc', '123'],
    ...['gatoverde', 'tresceibos', 'lluviaenmayo', 'correcaballobateria', 'xkmnpqr', 'wqzvk', 'mariaz'],
  ])('does not contain %j', (word) => {
    expect(isCommon(searchKey(word))).toBe(false);
  });

  test('is searched with words in the form that searchKey gives', () => {
    expect(isCommon('maria')).toBe(true);
    expect(isCommon('María')).toBe(false);
  });

  test('refuses no pass phrase of two words', () => {
    const words = [
      'ceibo',
      'volcan',
      'condor',
      'paramo',
      'orquidea',
      'colibri',
      'laguna',
      'ceniza',
      'trigo',
      'zapallo',
    ];
    const phrases = words.flatMap((one) => words.filter((other) => other !== one).map((other) => one + other));
    expect(phrases.filter(isCommon)).toEqual([]);
  });
});

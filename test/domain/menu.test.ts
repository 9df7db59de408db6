import { describe, expect, test } from 'vitest';
import {
  addressField,
  heldName,
  isBase,
  isConsultation,
  isContracting,
  isCurrent,
  readAddress,
} from '../../src/domain/menu.ts';

describe('A menu', () => {
  test.each([
    ['Base', true, false, false],
    ['Consultar', false, true, false],
    ['Planificación', false, false, true],
    ['Reportes', false, false, true],
  ])(
    'of the group %s is a page of this system, for “Consultar”, for “Entidad Contratante”: %s, %s, %s',
    (group, ...is) => {
      expect([isBase({ group }), isConsultation({ group }), isContracting({ group })]).toEqual(is);
    },
  );

  test.each([
    ['without an end', null, true],
    ['the day before its last', '2025-06-26', true],
    ['on its last day', '2025-06-25', true],
    ['the day after its last', '2025-06-24', false],
  ])('%s (%s) is valid: %s', (_, validUntil, valid) => {
    const menu = { name: 'ENTIDAD-COTIZACIÓN', validUntil };
    expect(isCurrent(menu, '2025-06-25')).toBe(valid);
    expect(heldName(menu, '2025-06-25')).toBe(valid ? menu.name : 'ENTIDAD-COTIZACIÓN (no vigente)');
  });
});

describe('The address of a module', () => {
  const host = 'https://modulo.example';
  const longest = `${host}/${'x'.repeat(500 - host.length - 1)}`;

  test.each([
    ['a host alone', host, `${host}/`],
    ['http', 'http://modulo.example/', 'http://modulo.example/'],
    ['capitals in scheme and host', 'HTTPS://Modulo.Example/Inicio', `${host}/Inicio`],
    ['spaces around, which are dropped', ` ${host}/ `, `${host}/`],
    ['port, path, query and fragment', `${host}:8443/a/b?c=d&e=%22#f`, `${host}:8443/a/b?c=d&e=%22#f`],
    ['a machine of the entity’s own network', 'http://intranet/soce', 'http://intranet/soce'],
    ['a number of the network', 'https://10.0.0.7/', 'https://10.0.0.7/'],
    ['500 characters', longest, longest],
    [
      'accents, which come out in ASCII',
      'https://ñandú.example/ó?p=ñ',
      'https://xn--and-6ma2c.example/%C3%B3?p=%C3%B1',
    ],
    ['signs of HTML, which come out encoded', `${host}/"<b>`, `${host}/%22%3Cb%3E`],
    ['a sign that turns the reading order, which is dropped', `${host}/\u202Ea`, `${host}/a`],
  ])('may have %s', (_, typed, address) => {
    expect(addressField.parse(typed)).toBe(address);
    expect(addressField.parse(address)).toBe(address);
    expect(readAddress(typed)).toBe(address);
  });

  const incomplete = 'escriba una dirección completa que empiece por https:// o http://, como https://modulo.example/.';
  const signs = 'quite los espacios, las barras invertidas y los signos de control.';
  const person = 'quite el usuario y la contraseña.';
  const long = 'use una dirección de 500 caracteres como máximo.';

  test.each([
    ['nothing', '', incomplete],
    ['a host without scheme', 'modulo.example', incomplete],
    ['a scheme without host', 'https://', incomplete],
    ['a scheme without slashes', 'https:modulo.example', incomplete],
    ['a slash too many', 'https:///modulo.example', incomplete],
    ['a path', '/inicio', incomplete],
    ['the scheme of the page', '//modulo.example/', incomplete],
    ['a script', 'javascript:alert(1)', incomplete],
    ['a script in disguise', 'javascript://modulo.example/%0Aalert(1)', incomplete],
    ['data', 'data:text/html,hola', incomplete],
    ['a file', 'file:///etc/passwd', incomplete],
    ['another protocol', 'ftp://modulo.example/', incomplete],
    ['a port that is none', `${host}:99999/`, incomplete],
    ['a host that is none', 'https://mod<ulo.example/', incomplete],
    ['a space', `${host}/a b`, signs],
    ['a line break', `${host}/\nSet-Cookie:a`, signs],
    ['a tab in the scheme', 'java\tscript:alert(1)', signs],
    ['a NUL', `${host}/\u0000`, signs],
    ['an undecodable character', `${host}/\uFFFD`, signs],
    ['a backslash', `${host}\\@otro.example/`, signs],
    ['a user', 'https://ana@modulo.example/', person],
    ['a user and a password', 'https://ana:clave@modulo.example/', person],
    ['a password alone', 'https://:clave@modulo.example/', person],
    ['a host in the place of a user', 'https://modulo.example@otro.example/', person],
    ['501 characters', `${longest}x`, long],
    ['500 characters that become more', `${host}/${'ñ'.repeat(470)}`, long],
  ])('may not have %s', (_, typed, sentence) => {
    expect(addressField.safeParse(typed).error?.issues.map(({ message }) => message)).toEqual([sentence]);
    expect(readAddress(typed)).toBeNull();
  });

  test('is null where none is configured', () => {
    expect(readAddress(null)).toBeNull();
  });
});

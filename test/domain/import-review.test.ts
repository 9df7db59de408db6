import { describe, expect, test } from 'vitest';
import type { Contact } from '../../src/domain/contact.ts';
import { documentKey, importLabels, importTable } from '../../src/domain/import.ts';
import { type ImportFacts, importReview, type KnownContact } from '../../src/domain/import-review.ts';
import type { CatalogMenu } from '../../src/domain/menu.ts';
import { catalogs } from '../support/stage/catalogs.ts';

const today = '2022-04-06';
const whole = {
  'Apellido Paterno': 'Ñauñay',
  'Primer Nombre': 'Inés',
  'Tipo de Documento': 'Cédula de Ciudadanía',
  'Número Identificación': '1710034065',
  Estado: 'ACTIVO',
  Cargo: 'Analista',
  Desde: '2022-01-01',
  'Fecha de Nacimiento': '1990-02-28',
};
const stored: Contact = {
  id: 7,
  version: 3,
  paternalSurname: 'Ñauñay',
  maternalSurname: '',
  firstName: 'Inés',
  secondName: '',
  sex: null,
  maritalStatus: null,
  documentType: 'Cédula de Ciudadanía',
  documentNumber: '1710034065',
  email: 'ines@prueba.example',
  active: true,
  position: 'Analista',
  from: '2022-01-01',
  until: null,
  educationLevel: null,
  occupationalArea: null,
  birthDate: '1990-02-28',
};

type Line = Record<string, string>;

type Known = { known?: KnownContact[]; users?: Record<string, number>; menus?: CatalogMenu[] };

function reviewed(lines: Line[], { known = [], users = {}, menus = catalogs.menus }: Known = {}) {
  const heads = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const rows = lines.map((line, index) => ({ number: index + 2, cells: heads.map((head) => line[head] ?? '') }));
  const table = importTable(heads, rows);
  if (typeof table === 'string') throw new Error(table);
  const facts: ImportFacts = {
    today,
    catalogs: { ...catalogs, menus },
    contacts: new Map(known.map((one) => [documentKey(one.contact), one])),
    users: new Map(Object.entries(users)),
  };
  return table.lines.map(importReview(table, facts));
}

function faultsOf(lines: Line[], known?: Known) {
  return reviewed(lines, known).flatMap(({ faults }) => faults.map(({ line, field, reason }) => [line, field, reason]));
}

const person: KnownContact = { contact: stored, administrator: false, users: 0 };
const administrator: KnownContact = { contact: stored, administrator: true, users: 1 };

describe('The heads of a file', () => {
  const line = [{ number: 2, cells: ['x'] }];

  test('are known in any order and case, without accents, with the asterisk of the form', () => {
    const table = importTable(['CARGO*', ' numero  identificacion ', 'Menus', 'usuario', 'Año'], line);
    expect(table).toMatchObject({
      fields: ['position', 'documentNumber', 'menus', 'userName', null],
      unknown: ['Año'],
    });
  });

  test.for([
    ['are missing', ['Juan', 'Analista'], 'no tiene los encabezados'],
    ['have one twice', ['Cargo', 'Número Identificación', 'cargo'], 'la columna «Cargo» está dos veces'],
    ['lack the number', ['Cargo', 'Desde'], 'falta la columna «Número Identificación»'],
  ] as const)('are refused if they %s', ([, heads, words]) => {
    expect(importTable([...heads], line)).toContain(words);
  });

  test('are refused with no line below', () => {
    expect(importTable(Object.values(importLabels), [])).toContain('solo tiene los encabezados');
  });
});

describe('A line of a file', () => {
  test('of a person whom nobody has is new', () => {
    expect(reviewed([whole])[0]).toMatchObject({ kind: 'new', decision: { event: { event: 'contact.created' } } });
  });

  test('is unchanged where it says what is stored, and keeps what its file has no column for', () => {
    expect(reviewed([whole], { known: [person] })[0]?.kind).toBe('unchanged');
  });

  test('changes what differs, and empties what is empty', () => {
    const [line] = reviewed([{ ...whole, Cargo: 'asesor', 'Correo Electrónico': '' }], { known: [person] });
    expect(line?.decision).toMatchObject({
      value: { position: 'Asesor', email: '' },
      event: { event: 'contact.changed', changes: [{ field: 'contact.email' }, { field: 'contact.position' }] },
    });
  });

  test('takes choices in any case, without accents, with blanks around', () => {
    const typed = { ...whole, Estado: ' activo', 'Tipo de Documento': 'CEDULA DE CIUDADANIA ', Sexo: 'sin dato' };
    expect(reviewed([typed])[0]).toMatchObject({ kind: 'new', decision: { value: { active: true, sex: null } } });
  });

  test('finds a cédula by its number alone where its file has no types', () => {
    const { 'Tipo de Documento': _, ...others } = whole;
    expect(reviewed([{ ...others, 'Número Identificación': '171003406-5' }], { known: [person] })[0]?.kind).toBe(
      'unchanged',
    );
    expect(faultsOf([others])).toEqual([[2, 'Tipo de Documento', 'Tipo de Documento: elija una de las opciones.']]);
  });

  test.for<[string, Line, string, string]>([
    ['a day that doesn’t exist', { Desde: '31/06/2026' }, 'Desde', 'Desde: escriba una fecha que exista'],
    ['a year of two digits', { Desde: '6/7/26' }, 'Desde', 'Desde: escriba una fecha que exista'],
    ['a formula for a name', { 'Primer Nombre': '=1+1' }, 'Primer Nombre', 'use solo letras'],
    ['no name', { 'Primer Nombre': '' }, 'Primer Nombre', 'Escriba el Primer Nombre.'],
    ['a NUL', { 'Primer Nombre': 'In\0és' }, 'Primer Nombre', 'contiene caracteres que no se admiten'],
    [
      'a wrong check digit',
      { 'Número Identificación': '1710034066' },
      'Número Identificación',
      'la cédula no es válida',
    ],
    ['a person of 17', { 'Fecha de Nacimiento': '2004-04-07' }, 'Fecha de Nacimiento', 'al menos 18 años'],
  ])('is wrong with %s, by the form’s own rule', ([, typed, field, words]) => {
    expect(faultsOf([{ ...whole, ...typed }])).toEqual([[2, field, expect.stringContaining(words)]]);
  });

  test('is wrong with a value below no head', () => {
    const table = importTable(Object.keys(whole), [{ number: 2, cells: [...Object.values(whole), '', 'x'] }]);
    if (typeof table === 'string') throw new Error(table);
    const review = importReview(table, { today, catalogs, contacts: new Map(), users: new Map() });
    expect(table.lines.map(review)[0]?.faults).toMatchObject([{ line: 2, field: '' }]);
  });

  test('is wrong if a line before it has the same document, however it is written', () => {
    const second = { ...whole, 'Tipo de Documento': 'Cédula de Identidad', 'Número Identificación': '17100-34065' };
    expect(faultsOf([whole, second])).toEqual([
      [3, 'Número Identificación', 'Número Identificación: está también en la línea 2. Deje una sola.'],
    ]);
  });

  test('is wrong with another type of cédula than the stored one', () => {
    const other = catalogs.documentTypes.find((type) => type !== 'Pasaporte' && type !== stored.documentType) ?? '';
    expect(faultsOf([{ ...whole, 'Tipo de Documento': other }], { known: [person] })).toEqual([
      [2, 'Número Identificación', expect.stringContaining('está registrado como Cédula de Ciudadanía')],
    ]);
  });

  test('of the administrator is wrong where it is INACTIVO, without e-mail, or changes what needs the password', () => {
    const line = { ...whole, 'Correo Electrónico': stored.email };
    expect(faultsOf([{ ...line, Estado: 'INACTIVO' }], { known: [administrator] })).toEqual([
      [2, 'Estado', expect.stringContaining('es el contacto del administrador')],
    ]);
    expect(faultsOf([{ ...line, 'Correo Electrónico': '' }], { known: [administrator] })).toEqual([
      [2, 'Correo Electrónico', expect.stringContaining('el administrador lo necesita')],
    ]);
    expect(faultsOf([{ ...line, 'Fecha de Nacimiento': '1990-02-27' }], { known: [administrator] })).toEqual([
      [2, 'Fecha de Nacimiento', expect.stringContaining('con su contraseña')],
    ]);
    expect(reviewed([{ ...line, Cargo: 'Asesor' }], { known: [administrator] })[0]?.kind).toBe('changed');
  });
});

describe('"Usuario" and "Menús" of a line', () => {
  const line = { ...whole, Usuario: 'nuevo2022', Menús: '' };
  const name = (code: string) => catalogs.menus.find((menu) => menu.code === code)?.name ?? '';

  test('make a user with the menus, each once and without the compulsory one', () => {
    const menus = `PAC;${name('CONSULTAS')}; pac ;${name('DATOS_GENERALES')};`;
    expect(reviewed([{ ...line, Menús: menus }])[0]?.user).toEqual({ name: 'nuevo2022', menus: ['PAC', 'CONSULTAS'] });
  });

  test('are ignored where the contact has that user, in any case, or no user is named', () => {
    const own = { known: [person], users: { nuevo2022: stored.id } };
    expect(reviewed([{ ...line, Usuario: 'NUEVO2022', Menús: 'NADA' }], own)[0]?.kind).toBe('unchanged');
    expect(reviewed([{ ...line, Usuario: ' ', Menús: 'NADA' }])[0]?.kind).toBe('new');
  });

  test('change a contact that lacks that user', () => {
    expect(reviewed([line], { known: [person] })[0]).toMatchObject({
      kind: 'changed',
      decision: { kind: 'unchanged' },
    });
  });

  test.for<[string, Line, string, string]>([
    ['an INACTIVO contact', { Estado: 'INACTIVO' }, 'Usuario', 'el contacto está INACTIVO'],
    ['a name of seven letters', { Usuario: 'nuevo22' }, 'Usuario', 'use de 8 a 20 letras'],
    ['the name of another’s user in another case', { Usuario: 'Delegada01' }, 'Usuario', 'ese nombre ya existe'],
    ['a menu that nobody knows', { Menús: 'PAC;Astronomía' }, 'Menús', '«Astronomía» no es un menú'],
    ['the administrator’s menu', { Menús: 'ADMINISTRACION' }, 'Menús', 'es solo del administrador'],
  ])('are wrong for %s', ([, typed, field, words]) => {
    expect(faultsOf([{ ...line, ...typed }], { users: { delegada01: 99 } })).toEqual([
      [2, field, expect.stringContaining(words)],
    ]);
  });

  test('are wrong where a line before it has the same name', () => {
    const second = {
      ...line,
      'Tipo de Documento': 'Pasaporte',
      'Número Identificación': 'AB12345',
      Usuario: 'NUEVO2022',
    };
    expect(faultsOf([line, second])).toEqual([
      [3, 'Usuario', 'Usuario: ese nombre está también en la línea 2. Elija otro.'],
    ]);
  });

  test.for([
    ['2022-04-05', [[2, 'Menús', `Menús: ${name('PAC')} ya no está vigente y no se puede agregar. Quítelo.`]]],
    [today, []],
  ] as const)('are wrong with a menu that is no longer valid (until %s)', ([validUntil, faults]) => {
    const menus = catalogs.menus.map((menu) => (menu.code === 'PAC' ? { ...menu, validUntil } : menu));
    expect(faultsOf([{ ...line, Menús: 'PAC' }], { menus })).toEqual(faults);
  });
});

import { describe, expect, test } from 'vitest';
import {
  activateUser,
  deactivateUser,
  foldUserName,
  registerUser,
  statusName,
  userForm,
} from '../../src/domain/user.ts';
import { aUser } from './a-user.ts';

const typed = { name: 'delegado01', contactId: '12', password: 'Segura-2026', passwordAgain: 'Segura-2026' };
const nameSentence = 'Usuario: use de 8 a 20 letras (sin tildes ni ñ) y dígitos, sin espacios.';
const passwordSentence = 'Contraseña: use de 8 a 20 caracteres.';
const againSentence = 'Confirmar Contraseña: escriba la misma contraseña en los dos campos.';
const contactSentence = 'Nombre: elija un contacto de la lista.';

/** Gives the sentences by field; none where the form is accepted. */
function faultsOf(change: Partial<typeof typed>): Record<string, string[]> {
  const result = userForm.safeParse({ ...typed, ...change });
  const faults: Record<string, string[]> = {};
  for (const issue of result.error?.issues ?? []) {
    const field = String(issue.path[0] ?? '');
    faults[field] = [...(faults[field] ?? []), issue.message];
  }
  return faults;
}

function withPassword(password: string): Record<string, string[]> {
  return faultsOf({ password, passwordAgain: password });
}

describe('A user name', () => {
  test.each([
    ['abcdef12', '8 characters'],
    ['abcdefghij0123456789', '20 characters'],
    ['ABCDEFGH', 'capitals'],
    ['12345678', 'digits alone'],
    [' delegado01 ', 'spaces around, which are dropped'],
  ])('may be %j: %s', (name) => {
    expect(faultsOf({ name })).toEqual({});
    expect(userForm.parse({ ...typed, name }).name).toBe(name.trim());
  });

  test.each([
    ['abcdef1', '7 characters'],
    ['abcdefghij01234567890', '21 characters'],
    ['abc def12', 'a space inside'],
    ['muñoz1234', 'ñ'],
    ['garcía123', 'an accent'],
    ['delegado😀', 'an emoji'],
    ['delegado_1', 'an underscore'],
    ['delegado-1', 'a hyphen'],
    ["delegado'1", 'an apostrophe'],
    ['<script>1', 'markup'],
    ['delegado\u0000', 'a NUL'],
    ['delegado٠١', 'Arabic-Indic digits'],
    ['делегат01', 'another script'],
    ['       ', 'spaces'],
    ['', 'nothing'],
  ])('may not be %j: %s', (name) => {
    expect(faultsOf({ name })).toEqual({ name: [nameSentence] });
  });

  test('is compared without regard to case', () => {
    expect(foldUserName('DELEGADO01')).toBe(foldUserName('Delegado01'));
    expect(foldUserName('delegado01')).toBe('delegado01');
    expect(foldUserName('delegado01')).not.toBe(foldUserName('delegado02'));
  });
});

describe('The password of a new user', () => {
  const family = '👨‍👩‍👧';
  test.each([
    ['12345678', '8 characters'],
    ['x'.repeat(20), '20 characters'],
    ['ñ'.repeat(8), '8 characters of two bytes'],
    ['ñ'.repeat(20), '20 characters of two bytes'],
    ['n\u0303'.repeat(20), '20 characters typed as letter and mark'],
    ['😀'.repeat(8), '8 characters of two units each'],
    ['😀'.repeat(20), '20 characters of two units each'],
    ['con espacio', 'a space inside'],
  ])('may be %j: %s', (password) => {
    expect(withPassword(password)).toEqual({});
    expect(userForm.parse({ ...typed, password, passwordAgain: password }).password).toBe(password);
  });

  test.each([
    ['1234567', '7 characters'],
    ['x'.repeat(21), '21 characters'],
    ['ñ'.repeat(7), '7 characters in 14 bytes'],
    ['ñ'.repeat(21), '21 characters'],
    ['n\u0303'.repeat(7), '7 characters in 14 units'],
    ['😀'.repeat(7), '7 characters in 14 units'],
    ['😀'.repeat(21), '21 characters'],
    [family, 'one sign of five characters'],
    [' 1234567 ', '7 characters, since blanks around a temporary one don’t count'],
    ['', 'nothing'],
  ])('may not be %j: %s', (password) => {
    expect(withPassword(password)).toEqual({ password: [passwordSentence] });
  });

  test.each([
    ['Segura-2027', 'another'],
    ['segura-2026', 'another case'],
    ['Segura 2026', 'a space in place of the sign'],
    ['', 'nothing'],
  ])('is refused if repeated as %j: %s', (passwordAgain) => {
    expect(faultsOf({ passwordAgain })).toEqual({ passwordAgain: [againSentence] });
  });

  test('is stored without the blanks pasted around it, with those inside', () => {
    const [password, passwordAgain] = ['\u00a0una clave 7\u200b', 'una clave 7 '];
    expect(userForm.parse({ ...typed, password, passwordAgain }).password).toBe('una clave 7');
  });

  test('that is repeated differently is refused together with the other faults', () => {
    expect(faultsOf({ name: 'corto', contactId: '', password: 'corta', passwordAgain: 'otra' })).toEqual({
      name: [nameSentence],
      contactId: [contactSentence],
      password: [passwordSentence],
      passwordAgain: [againSentence],
    });
  });
});

describe('The contact of a new user', () => {
  test.each(['', '0', '-1', '1.5', '01', '1e3', ' 12', 'abc', '٣', '9999999999999999'])(
    'may not be %j',
    (contactId) => {
      expect(faultsOf({ contactId })).toEqual({ contactId: [contactSentence] });
    },
  );

  test.each(['1', '12', '999999999999999'])('may be %s, read as a number', (contactId) => {
    expect(userForm.parse({ ...typed, contactId }).contactId).toBe(Number(contactId));
  });
});

test('The form of a new user is refused without any fields, and does not crash', () => {
  expect(userForm.safeParse({}).success).toBe(false);
  const { name: _, ...nameless } = { ...typed, passwordAgain: 'otra' };
  const fields = userForm.safeParse(nameless).error?.issues.map((issue) => issue.path[0]);
  expect(fields).toEqual(['name', 'passwordAgain']);
});

test('The form of a new user gives the typed values and ignores fields that it does not have', () => {
  expect(userForm.parse({ ...typed, administrator: 'true', active: 'true', ruc: '1769999930001' })).toEqual({
    name: 'delegado01',
    contactId: 12,
    password: 'Segura-2026',
  });
});

describe('Adding a user', () => {
  const data = { name: 'delegado01', contactId: 12, password: 'Segura-2026' };
  const contact = { name: 'Ñauta Pérez Ana', active: true };
  const facts = { nameTaken: false, contact, menus: ['DATOS_GENERALES'] };

  test('leaves an event with all data but the password', () => {
    const outcome = registerUser(data, facts);
    expect(outcome).toEqual({
      kind: 'changed',
      value: data,
      event: {
        event: 'user.created',
        subject: { kind: 'user', id: null, name: 'delegado01' },
        changes: [
          { field: 'user.name', old: null, new: 'delegado01' },
          { field: 'user.contactId', old: null, new: 12 },
          { field: 'user.contactName', old: null, new: 'Ñauta Pérez Ana' },
          { field: 'user.administrator', old: null, new: false },
          { field: 'user.active', old: null, new: false },
          { field: 'user.menu', old: null, new: 'DATOS_GENERALES' },
        ],
      },
    });
    expect(outcome.kind === 'changed' && JSON.stringify(outcome.event)).not.toContain(data.password);
  });

  test.each([
    ['a name that is taken', { ...facts, nameTaken: true }, 'name', 'ya existe'],
    ['a contact that does not exist', { ...facts, contact: null }, 'contactId', 'elija un contacto'],
    ['an inactive contact', { ...facts, contact: { name: 'Ana', active: false } }, 'contactId', 'INACTIVO'],
  ])('is refused for %s', (_, given, field, words) => {
    expect(registerUser(data, given)).toEqual({ kind: 'refused', errors: { [field]: expect.stringContaining(words) } });
  });
});

describe('Activating and deactivating a user:', () => {
  const user = aUser();
  const verb = (active: boolean) => (active ? activateUser : deactivateUser);

  test.each([
    ['activated', true, 'user.activated'],
    ['deactivated', false, 'user.deactivated'],
  ])('a delegate is %s, and an event is left', (_, active, event) => {
    expect(verb(active)({ ...user, active: !active })).toEqual({
      kind: 'changed',
      value: { ...user, active },
      event: {
        event,
        subject: { kind: 'user', id: 7, name: 'delegado01' },
        changes: [{ field: 'user.active', old: !active, new: active }],
      },
    });
  });

  test.each([true, false])(
    'asking for the state that holds (active: %s) changes nothing and leaves no event',
    (active) => {
      expect(verb(active)({ ...user, active })).toEqual({ kind: 'unchanged', value: { ...user, active } });
    },
  );

  test.each([
    [true, false],
    [true, true],
    [false, true],
  ])('the administrator is refused (active: %s, asked for: %s)', (active, asked) => {
    expect(verb(asked)({ ...user, name: 'admindemo', administrator: true, active })).toEqual({
      kind: 'refused',
      errors: { '': expect.stringContaining('admindemo es el usuario administrador') },
    });
  });

  test('the states are shown as words', () => {
    expect([statusName(true), statusName(false)]).toEqual(['ACTIVO', 'INACTIVO']);
  });
});

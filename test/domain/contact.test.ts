import { describe, expect, test } from 'vitest';
import {
  type Contact,
  type ContactData,
  type ContactFacts,
  deleteContact,
  deletionFault,
  editContact,
  registerContact,
} from '../../src/domain/contact.ts';
import { delegationState, endsSoon } from '../../src/domain/delegation.ts';

const today = '2026-06-15';
const data: ContactData = {
  paternalSurname: 'Ñauta',
  maternalSurname: 'Pérez',
  firstName: 'Ana',
  secondName: '',
  sex: 'Femenino',
  maritalStatus: null,
  documentType: 'Cédula de Ciudadanía',
  documentNumber: '1765432107',
  email: 'ana@entidad.example',
  active: true,
  position: 'Analista',
  from: '2026-01-01',
  until: null,
  educationLevel: null,
  occupationalArea: 'Derecho',
  birthDate: '1980-05-17',
};
const contact: Contact = { ...data, id: 12, version: 3 };
const facts: ContactFacts = { today, documentTaken: false, users: 0, sessions: 0, administrator: false };

const held = [
  { field: 'contact.paternalSurname', value: 'Ñauta' },
  { field: 'contact.maternalSurname', value: 'Pérez' },
  { field: 'contact.firstName', value: 'Ana' },
  { field: 'contact.sex', value: 'Femenino' },
  { field: 'contact.documentType', value: 'Cédula de Ciudadanía' },
  { field: 'contact.documentNumber', value: '1765432107' },
  { field: 'contact.email', value: 'ana@entidad.example' },
  { field: 'contact.birthDate', value: '1980-05-17' },
  { field: 'contact.active', value: true },
  { field: 'contact.position', value: 'Analista' },
  { field: 'contact.from', value: '2026-01-01' },
  { field: 'contact.occupationalArea', value: 'Derecho' },
];

describe('Registering a contact', () => {
  test('leaves an event with all data of the person', () => {
    expect(registerContact(data, facts)).toEqual({
      kind: 'changed',
      value: data,
      event: {
        event: 'contact.created',
        subject: { kind: 'contact', id: null, name: 'Ñauta Pérez Ana' },
        changes: held.map(({ field, value }) => ({ field, old: null, new: value })),
      },
    });
  });

  test('accepts an empty e-mail and the state INACTIVO', () => {
    expect(registerContact({ ...data, email: '', active: false }, facts).kind).toBe('changed');
  });

  test('is refused where another contact has the document', () => {
    expect(registerContact(data, { ...facts, documentTaken: true })).toEqual({
      kind: 'refused',
      errors: { documentNumber: expect.stringContaining('ya hay un contacto de la entidad con este documento') },
    });
  });
});

describe('Editing a contact', () => {
  test('leaves an event with the old and new value of each field that changed', () => {
    const changed = { ...data, position: 'Alcalde', until: '2026-12-31', active: false, occupationalArea: null };
    expect(editContact(contact, changed, facts)).toEqual({
      kind: 'changed',
      value: changed,
      event: {
        event: 'contact.changed',
        subject: { kind: 'contact', id: 12, name: 'Ñauta Pérez Ana' },
        changes: [
          { field: 'contact.active', old: true, new: false },
          { field: 'contact.position', old: 'Analista', new: 'Alcalde' },
          { field: 'contact.until', old: null, new: '2026-12-31' },
          { field: 'contact.occupationalArea', old: 'Derecho', new: null },
        ],
      },
    });
  });

  test('leaves an event with the name that the person had before', () => {
    const outcome = editContact(contact, { ...data, paternalSurname: 'Zambrano' }, facts);
    expect(outcome).toMatchObject({ event: { subject: { name: 'Ñauta Pérez Ana' } } });
  });

  test('without a change leaves no event', () => {
    expect(editContact(contact, { ...data }, facts)).toEqual({ kind: 'unchanged', value: data });
  });

  test('is refused where another contact has the document', () => {
    expect(editContact(contact, data, { ...facts, documentTaken: true })).toMatchObject({
      kind: 'refused',
      errors: { documentNumber: expect.stringContaining('ya hay un contacto') },
    });
  });

  test('may take the e-mail and the state ACTIVO from a delegate, even from one with users', () => {
    const outcome = editContact(contact, { ...data, email: '', active: false }, { ...facts, users: 2, sessions: 3 });
    expect(outcome.kind).toBe('changed');
  });

  test('refuses to take the e-mail from the contact of the administrator', () => {
    expect(editContact(contact, { ...data, email: '' }, { ...facts, administrator: true })).toEqual({
      kind: 'refused',
      errors: { email: expect.stringContaining('Correo Electrónico:') },
    });
  });

  test('refuses to set the contact of the administrator INACTIVO', () => {
    expect(editContact(contact, { ...data, active: false }, { ...facts, administrator: true })).toEqual({
      kind: 'refused',
      errors: { status: expect.stringContaining('Estado:') },
    });
  });

  test('accepts other changes of the administrator’s contact', () => {
    expect(editContact(contact, { ...data, position: 'Alcalde' }, { ...facts, administrator: true }).kind).toBe(
      'changed',
    );
  });

  test('is refused with all reasons at once', () => {
    const outcome = editContact(
      contact,
      { ...data, email: '', active: false },
      { ...facts, administrator: true, documentTaken: true },
    );
    expect(outcome.kind === 'refused' && Object.keys(outcome.errors)).toEqual(['documentNumber', 'email', 'status']);
  });
});

describe('Deleting a contact', () => {
  const hasUser = 'Este contacto tiene usuario, por lo que no se puede eliminar.';
  const begun = 'La delegación de este contacto ya empezó, por lo que no se puede eliminar.';

  test.each<[string, number, string | null, string]>([
    ['2026-06-16', 0, null, 'the delegation begins tomorrow'],
    ['2026-06-15', 0, begun, 'the delegation begins today'],
    ['2026-06-14', 0, begun, 'the delegation began yesterday'],
    ['2026-06-16', 1, hasUser, 'the contact has a user'],
    ['2026-06-14', 1, hasUser, 'the contact has a user and the delegation has begun'],
  ])('with Desde %s and %i users is answered by %j: %s', (from, users, sentence) => {
    expect(deletionFault({ ...contact, from }, { users, today })).toBe(sentence);
    const outcome = deleteContact({ ...contact, from }, { ...facts, users });
    expect(outcome).toMatchObject(sentence ? { kind: 'refused', errors: { '': sentence } } : { kind: 'changed' });
  });

  test('is refused for an INACTIVO contact with an ended delegation, which the register keeps', () => {
    const past = { ...contact, active: false, from: '2025-01-01', until: '2025-12-31' };
    expect(deletionFault(past, { users: 0, today })).toBe(begun);
  });

  test('leaves an event with all data that the person had', () => {
    const future = { ...contact, from: '2026-06-16' };
    expect(deleteContact(future, facts)).toEqual({
      kind: 'changed',
      value: future,
      event: {
        event: 'contact.deleted',
        subject: { kind: 'contact', id: 12, name: 'Ñauta Pérez Ana' },
        changes: held.map(({ field, value }) => ({
          field,
          old: field === 'contact.from' ? future.from : value,
          new: null,
        })),
      },
    });
  });
});

describe('A delegation', () => {
  test.each<[string, string | null, string]>([
    ['2026-06-16', null, 'pending'],
    ['2026-06-16', '2026-12-31', 'pending'],
    ['2026-06-15', null, 'current'],
    ['2026-06-15', '2026-06-15', 'current'],
    ['2026-06-14', null, 'current'],
    ['2026-01-01', '2026-06-16', 'current'],
    ['2026-01-01', '2026-06-15', 'current'],
    ['2026-01-01', '2026-06-14', 'ended'],
    ['2025-01-01', '2025-12-31', 'ended'],
  ])('from %s until %s is today %s', (from, until, state) => {
    expect(delegationState({ from, until }, today)).toBe(state);
  });

  test.each<[string | null, boolean, string]>([
    ['2026-06-14', false, 'ended yesterday'],
    ['2026-06-15', true, 'ends today'],
    ['2026-06-16', true, 'ends tomorrow'],
    ['2026-07-14', true, 'ends in 29 days'],
    ['2026-07-15', true, 'ends in 30 days'],
    ['2026-07-16', false, 'ends in 31 days'],
    [null, false, 'has no end'],
  ])('that ends on %s ends soon: %s (%s)', (until, soon) => {
    expect(endsSoon({ until }, today)).toBe(soon);
  });

  test.each<[string, boolean]>([
    ['2027-01-14', true],
    ['2027-01-15', false],
  ])('that ends on %s, around the turn of the year, ends soon: %s', (until, soon) => {
    expect(endsSoon({ until }, '2026-12-15')).toBe(soon);
  });
});

import { describe, expect, test } from 'vitest';
import type { EventCode, FieldChange } from '../../src/domain/incident.ts';
import { changesInWords } from '../../src/domain/incident-words.ts';

const menus = [{ code: 'PAC', name: 'ENTIDAD-PLAN ANUAL' }];
const words = (event: EventCode, ...changes: FieldChange[]) =>
  changesInWords(event, changes, menus).map((one) => `${one.field}: ${one.old} → ${one.new}`);

describe('The words of a change:', () => {
  test.each<[words: string, event: EventCode, change: FieldChange]>([
    ['Estado: ACTIVO → INACTIVO', 'contact.changed', { field: 'contact.active', old: true, new: false }],
    ['Estado: INACTIVO → ACTIVO', 'user.activated', { field: 'user.active', old: false, new: true }],
    ['Estado: ACTIVA → SUSPENDIDA', 'entity.suspended', { field: 'entity.suspended', old: false, new: true }],
    ['Hasta: null → 2026-12-31', 'contact.changed', { field: 'contact.until', old: null, new: '2026-12-31' }],
    ['Número Identificación: 1 → 2', 'contact.changed', { field: 'contact.documentNumber', old: '1', new: '2' }],
    ['Menú agregado: null → ENTIDAD-PLAN ANUAL', 'profile.changed', { field: 'user.menu', old: null, new: 'PAC' }],
    ['Menú quitado: ENTIDAD-PLAN ANUAL → null', 'profile.changed', { field: 'user.menu', old: 'PAC', new: null }],
    ['Menú agregado: null → GONE', 'profile.changed', { field: 'user.menu', old: null, new: 'GONE' }],
    [
      'Monto Límite (USD): USD 10.00 → USD 2,500.00',
      'budget.changed',
      { field: 'budget.limit', old: '10.00', new: '2500.00' },
    ],
    ['Estado: ACTIVO → INACTIVO', 'budget.changed', { field: 'budget.active', old: true, new: false }],
    ['Sesiones abiertas: 2 → 1', 'session.ended', { field: 'session.count', old: 2, new: 1 }],
    [
      'Sesión: Chrome en Android, desde 2022-04-06 15:53 → cerrada',
      'session.ended',
      { field: 'session.ended', old: { browser: 'Chrome en Android', since: '2022-04-06T20:53:00.000Z' }, new: null },
    ],
    [
      'Dentro de las 24 horas de la solicitud: null → Sí',
      'recovery.reported',
      { field: 'recovery.reportedInTime', old: null, new: true },
    ],
    ['Intentos fallidos seguidos: null → 5', 'sign-in.refused', { field: 'sign-in.failures', old: null, new: 5 }],
  ])('%s', (sentence, event, change) => {
    expect(words(event, change)).toEqual([sentence]);
  });
});

test('The incident of a new user shows its name, its contact and its state, without numbers and compulsory menus', () => {
  const beginning: FieldChange[] = [
    { field: 'user.name', old: null, new: 'delegado01' },
    { field: 'user.contactId', old: null, new: 12 },
    { field: 'user.contactName', old: null, new: 'Brito Bruno' },
    { field: 'user.administrator', old: null, new: false },
    { field: 'user.active', old: null, new: false },
    { field: 'user.menu', old: null, new: 'PAC' },
  ];
  expect(words('user.created', ...beginning)).toEqual([
    'Usuario: null → delegado01',
    'Nombre: null → Brito Bruno',
    'Estado: null → INACTIVO',
  ]);
});

test('The incident of a new entity shows its administrator and the administrator’s contact', () => {
  const beginning: FieldChange[] = [
    { field: 'entity.suspended', old: null, new: false },
    { field: 'contact.from', old: null, new: '2022-01-01' },
    { field: 'user.name', old: null, new: 'adminquito' },
    { field: 'user.contactName', old: null, new: 'Salgado Amparo' },
  ];
  expect(words('entity.created', ...beginning)).toEqual([
    'Administrador: null → adminquito',
    'Contacto: null → Salgado Amparo',
  ]);
});

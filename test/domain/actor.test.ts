import { describe, expect, test } from 'vitest';
import { type AccessFacts, type Actor, can, hasAccess, type Right } from '../../src/domain/actor.ts';

const delegate: Actor = {
  ruc: '1769999930001',
  entityName: 'Entidad de Demostración',
  userId: 7,
  userName: 'delegado01',
  contactId: 3,
  personName: 'Ñauta Pérez Ana',
  administrator: false,
  temporary: false,
  menuGroups: ['Base'],
};
const administrator: Actor = { ...delegate, administrator: true };

describe('The rights', () => {
  const all: Right[] = ['own-data', 'own-password', 'consult', 'contracting', 'administration'];

  test.each<{ who: string; actor: Actor; may: Right[] }>([
    { who: 'a delegate with the compulsory menu alone', actor: delegate, may: ['own-data', 'own-password'] },
    {
      who: 'a delegate without any menu',
      actor: { ...delegate, menuGroups: [] },
      may: ['own-data', 'own-password'],
    },
    {
      who: 'a delegate with a menu of Consultar',
      actor: { ...delegate, menuGroups: ['Base', 'Consultar'] },
      may: ['own-data', 'own-password', 'consult'],
    },
    {
      who: 'a delegate with a menu of Reportes',
      actor: { ...delegate, menuGroups: ['Base', 'Reportes'] },
      may: ['own-data', 'own-password', 'contracting'],
    },
    {
      who: 'a delegate with menus of every group',
      actor: { ...delegate, menuGroups: ['Base', 'Consultar', 'Planificación', 'Ejecución'] },
      may: ['own-data', 'own-password', 'consult', 'contracting'],
    },
    {
      who: 'an administrator without further menus',
      actor: administrator,
      may: ['own-data', 'own-password', 'administration'],
    },
    {
      who: 'an administrator with menus of every group',
      actor: { ...administrator, menuGroups: ['Base', 'Consultar', 'Planificación'] },
      may: all,
    },
    {
      who: 'a delegate with a temporary password',
      actor: { ...delegate, temporary: true, menuGroups: ['Base', 'Consultar', 'Planificación'] },
      may: ['own-password'],
    },
    {
      who: 'an administrator with a temporary password',
      actor: { ...administrator, temporary: true, menuGroups: ['Base', 'Consultar', 'Planificación'] },
      may: ['own-password'],
    },
  ])('of $who are $may', ({ actor, may }) => {
    expect(all.filter((right) => can(actor, right))).toEqual(may);
  });
});

describe('The access', () => {
  const today = '2026-06-15';
  const current: AccessFacts = {
    entitySuspended: false,
    contactActive: true,
    userActive: true,
    administrator: false,
    from: '2026-01-01',
    until: '2026-12-31',
  };
  const ended = { from: '2026-01-01', until: '2026-06-14' };
  const pending = { from: '2026-06-16', until: null };

  test.each<{ who: string; facts: Partial<AccessFacts>; access: boolean }>([
    { who: 'a delegate within Desde and Hasta', facts: {}, access: true },
    { who: 'a delegate whose delegation has no end', facts: { until: null }, access: true },
    { who: 'a delegate whose delegation begins today', facts: { from: today }, access: true },
    { who: 'a delegate whose delegation ends today', facts: { until: today }, access: true },
    { who: 'a delegate for this one day', facts: { from: today, until: today }, access: true },
    { who: 'a delegate whose delegation begins tomorrow', facts: pending, access: false },
    { who: 'a delegate whose delegation ended yesterday', facts: ended, access: false },
    { who: 'a delegate of a suspended entity', facts: { entitySuspended: true }, access: false },
    { who: 'a delegate whose contact is inactive', facts: { contactActive: false }, access: false },
    { who: 'a delegate whose user is inactive', facts: { userActive: false }, access: false },
    { who: 'an administrator', facts: { administrator: true }, access: true },
    { who: 'an administrator whose delegation ended', facts: { administrator: true, ...ended }, access: true },
    { who: 'an administrator whose delegation is to come', facts: { administrator: true, ...pending }, access: true },
    {
      who: 'an administrator of a suspended entity',
      facts: { administrator: true, entitySuspended: true },
      access: false,
    },
    {
      who: 'an administrator whose contact is inactive',
      facts: { administrator: true, contactActive: false },
      access: false,
    },
    { who: 'a disabled administrator', facts: { administrator: true, userActive: false }, access: false },
  ])('of $who is granted: $access', ({ facts, access }) => {
    expect(hasAccess({ ...current, ...facts }, today)).toBe(access);
  });
});

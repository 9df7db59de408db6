import { describe, expect, test } from 'vitest';
import { type Actor, can, type Right } from '../../src/domain/actor.ts';

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

import { describe, expect, test } from 'vitest';
import { type AccessFacts, type EntryFacts, entryHindrances, hasAccess } from '../../src/domain/access.ts';
import { hindranceMark, hindrancesText } from '../../src/domain/access-words.ts';

describe('The access', () => {
  const today = '2026-06-15';
  const current: AccessFacts = {
    entitySuspended: false,
    contactActive: true,
    active: true,
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
    { who: 'a delegate whose user is inactive', facts: { active: false }, access: false },
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
    { who: 'a disabled administrator', facts: { administrator: true, active: false }, access: false },
  ])('of $who is granted: $access', ({ facts, access }) => {
    expect(hasAccess({ ...current, ...facts }, today)).toBe(access);
  });
});

describe('The reasons why a person does not get in', () => {
  // Ten in the evening of 15 June in Ecuador, when it is the 16th in Greenwich.
  const now = new Date('2026-06-16T03:00:00Z');
  const facts: EntryFacts = {
    contactActive: true,
    active: true,
    administrator: false,
    from: '2026-06-15',
    until: '2026-06-15',
    password: 'good',
  };

  test.each<[string, Partial<EntryFacts>, string[], string]>([
    [
      'the contact INACTIVO',
      { contactActive: false },
      ['contacto INACTIVO'],
      'cambie «Estado» en la página del contacto',
    ],
    [
      'a delegation that begins tomorrow',
      { from: '2026-06-16', until: null },
      ['Empieza el 2026-06-16'],
      'cambie «Desde» en la página del contacto',
    ],
    [
      'a delegation that ended yesterday',
      { from: '2026-01-01', until: '2026-06-14' },
      ['VENCIDO'],
      'cambie «Hasta» en la página del contacto',
    ],
    [
      'a temporary password that ran out',
      { password: 'expired' },
      ['contraseña temporal vencida'],
      'resetee la contraseña en la lista de usuarios',
    ],
    ['no password', { password: 'missing' }, ['sin contraseña'], 'resetee la contraseña en la lista de usuarios'],
    ['the user INACTIVO', { active: false }, ['usuario INACTIVO'], 'actívelo en la lista de usuarios'],
    [
      'the entity suspended',
      { entitySuspended: true },
      ['entidad suspendida'],
      'pida a la mesa de ayuda que reactive la entidad',
    ],
    [
      'several of them',
      { contactActive: false, from: '2026-01-01', until: '2026-06-14', password: 'expired' },
      ['contacto INACTIVO', 'VENCIDO', 'contraseña temporal vencida'],
      'cambie «Estado» y «Hasta» en la página del contacto y resetee la contraseña en la lista de usuarios',
    ],
  ])('are told with their remedy: %s', (_, more, marks, remedy) => {
    const hindrances = entryHindrances({ ...facts, ...more }, now);
    expect(hindrances.map(hindranceMark)).toEqual(marks);
    expect(hindrancesText(hindrances)).toMatch(
      new RegExp(`^hoy no puede ingresar: .*\\. Para que ingrese hoy, ${remedy}\\.$`),
    );
  });

  test('are told together in one sentence, with the days', () => {
    const several = { contactActive: false, from: '2026-01-01', until: '2026-06-14', password: 'missing' } as const;
    expect(hindrancesText(entryHindrances({ ...facts, ...several }, now))).toContain(
      'el contacto está INACTIVO, la delegación terminó el 2026-06-14 y el usuario no tiene contraseña.',
    );
    const pending = entryHindrances({ ...facts, from: '2026-06-16', until: null }, now);
    expect(hindrancesText(pending)).toContain('la delegación empieza el 2026-06-16.');
  });

  test.each<Partial<EntryFacts>>([
    {},
    { administrator: true, from: '2026-06-16', until: null },
    { administrator: true, from: '2026-01-01', until: '2026-06-14' },
  ])('are none for %j', (more) => {
    expect(entryHindrances({ ...facts, ...more }, now)).toEqual([]);
  });
});

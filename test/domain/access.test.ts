import { describe, expect, test } from 'vitest';
import { type AccessFacts, hasAccess } from '../../src/domain/access.ts';

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

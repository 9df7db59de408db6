import { describe, expect, test } from 'vitest';
import type { Contact, ContactFacts } from '../../src/domain/contact.ts';
import { type HandoverParty, planHandover } from '../../src/domain/handover-plan.ts';
import { planInWords } from '../../src/domain/handover-words.ts';
import { aUser } from './a-user.ts';

const today = '2026-06-15';

describe('What the review says of the person who goes', () => {
  const words = (contact: Partial<Contact>, lastDay: string, active = [true]) =>
    reviewed({ outgoing: party(contact, active), lastDay, firstDay: '2026-12-01' }).get('Sale: Saliente Ana');

  test.each([
    [null, '2026-06-20', 'Hasta: sin fecha → 2026-06-20. Su usuario tiene acceso hasta ese día, inclusive.'],
    [null, today, `Hasta: sin fecha → ${today}. Su usuario tiene acceso hasta ese día, inclusive.`],
    [
      null,
      '2026-06-14',
      'Hasta: sin fecha → 2026-06-14. Su usuario pierde el acceso en el acto, y sus sesiones abiertas se cierran.',
    ],
    ['2026-06-14', '2026-06-14', '«Hasta» sigue siendo 2026-06-14. Su usuario ya no tiene acceso.'],
    ['2026-06-14', '2026-06-01', 'Hasta: 2026-06-14 → 2026-06-01. Su usuario ya no tiene acceso.'],
    [
      '2026-06-14',
      '2026-06-30',
      'Hasta: 2026-06-14 → 2026-06-30. Su usuario vuelve a tener acceso, hasta ese día, inclusive.',
    ],
  ])('with a delegation until %s and the last day %s', (until, lastDay, said) => {
    expect(words({ until }, lastDay)).toBe(said);
  });

  test('speaks of the active users alone', () => {
    const said = 'Hasta: sin fecha → 2026-06-20.';
    expect(words({}, '2026-06-20', [true, true])).toBe(`${said} Sus usuarios tienen acceso hasta ese día, inclusive.`);
    expect(words({}, '2026-06-20', [true, false])).toBe(`${said} Su usuario tiene acceso hasta ese día, inclusive.`);
    expect(words({}, '2026-06-20', [false])).toBe(`${said} No tiene usuarios activos.`);
    expect(words({}, '2026-06-01', [false, false])).toBe('Hasta: sin fecha → 2026-06-01. No tiene usuarios activos.');
    expect(words({}, '2026-06-20', [])).toBe(`${said} No tiene usuarios.`);
  });

  test('before the delegation has begun names its first day', () => {
    expect(words({ from: '2026-07-01' }, '2026-07-10')).toBe(
      'Hasta: sin fecha → 2026-07-10. Su usuario tiene acceso desde el 2026-07-01 hasta ese día, inclusive.',
    );
  });

  test('says of an INACTIVO contact that nobody has access', () => {
    expect(words({ active: false }, '2026-06-20')).toBe(
      'Hasta: sin fecha → 2026-06-20. El contacto está INACTIVO: su usuario no tiene acceso.',
    );
  });
});

describe('What the review says of the successor', () => {
  const words = (contact: Partial<Contact>, firstDay: string, active = [true]) =>
    reviewed({ successor: party({ ...contact, id: 13 }, active), lastDay: '2026-02-01', firstDay }).get(
      'Entra: Saliente Ana',
    );

  test.each([
    [
      'who begins later than now',
      { from: '2026-08-01' },
      '2026-06-20',
      'Desde: 2026-08-01 → 2026-06-20. Su usuario tiene acceso desde el 2026-06-20.',
    ],
    [
      'who gets in at once',
      { from: '2026-08-01' },
      today,
      `Desde: 2026-08-01 → ${today}. Su usuario tiene acceso desde hoy.`,
    ],
    [
      'whose delegation begins before the first day, but not yet',
      { from: '2026-07-01' },
      '2026-07-20',
      '«Desde» sigue siendo 2026-07-01. Releva desde el 2026-07-20. Su usuario tiene acceso desde el 2026-07-01.',
    ],
    [
      'who has access already',
      { from: '2026-01-01' },
      '2026-06-20',
      '«Desde» sigue siendo 2026-01-01. Releva desde el 2026-06-20.',
    ],
    [
      'whose delegation ends',
      { from: '2026-01-01', until: today },
      today,
      `«Desde» sigue siendo 2026-01-01. Releva desde el ${today}. Su delegación termina el ${today}.`,
    ],
    [
      'whose delegation has ended',
      { from: '2026-01-01', until: '2026-06-14' },
      '2026-06-01',
      '«Desde» sigue siendo 2026-01-01. Releva desde el 2026-06-01. Su delegación terminó el 2026-06-14, así que no tiene acceso.',
    ],
  ])('%s', (_, contact, firstDay, said) => {
    expect(words(contact, firstDay)).toBe(said);
  });

  test('promises no access where no user is active', () => {
    for (const active of [[], [false]]) {
      expect(words({ from: '2026-08-01' }, '2026-06-20', active)).toBe('Desde: 2026-08-01 → 2026-06-20.');
    }
  });
});

type Asked = { outgoing?: HandoverParty; successor?: HandoverParty; lastDay: string; firstDay: string };

// Gives the sentences by their labels.
function reviewed({
  outgoing = party({}, []),
  successor = party({ id: 13 }, []),
  lastDay,
  firstDay,
}: Asked): Map<string, string> {
  const request = { successorId: successor.contact.id, lastDay, firstDay, together: false, copies: [] };
  const decision = planHandover(request, { outgoing, successor, takenNames: [], catalog: [], today });
  if (decision.kind === 'refused') throw new Error(JSON.stringify(decision));
  return new Map(planInWords(decision.plan, today).map(({ label, text }) => [label, text]));
}

// A contact with users, each active or not.
function party(change: Partial<Contact>, active: boolean[]): HandoverParty {
  const contact = { ...person, ...change };
  const users = active.map((is, index) => ({ user: aUser({ id: index + 1, active: is }), held: [], budget: null }));
  return { contact, facts: { ...facts, users: users.length }, users };
}

const person: Contact = {
  id: 12,
  version: 3,
  paternalSurname: 'Saliente',
  maternalSurname: '',
  firstName: 'Ana',
  secondName: '',
  sex: null,
  maritalStatus: null,
  documentType: 'Pasaporte',
  documentNumber: 'SALE12345',
  email: '',
  active: true,
  position: 'Analista',
  from: '2026-01-01',
  until: null,
  educationLevel: null,
  occupationalArea: null,
  birthDate: '1980-05-17',
};
const facts: ContactFacts = { today, documentTaken: false, users: 0, sessions: 0, administrator: false };

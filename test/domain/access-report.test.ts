import { describe, expect, test } from 'vitest';
import {
  type ReplayedIncident,
  reportAdministrator,
  reportContent,
  reportLines,
  reportTotals,
} from '../../src/domain/access-report.ts';
import type { FieldChange, FieldCode, RawValue } from '../../src/domain/incident.ts';

const day = '2026-11-26';
const ruc = '1769999930001';

const to = (field: FieldCode, value: RawValue, old: RawValue = null): FieldChange => ({ field, old, new: value });
const of = (kind: ReplayedIncident['kind'], id: number | null, ...changes: FieldChange[]) => ({ kind, id, changes });

const beginning = of(
  'entity',
  null,
  to('entity.suspended', false),
  to('contact.id', 1),
  to('contact.paternalSurname', 'Salgado'),
  to('contact.firstName', 'Amparo'),
  to('contact.active', true),
  to('contact.position', 'Representante Legal'),
  to('contact.from', '2025-01-01'),
  to('user.id', 1),
  to('user.name', 'admindemo'),
  to('user.contactId', 1),
  to('user.administrator', true),
  to('user.active', true),
  to('user.menu', 'DATOS_GENERALES'),
  to('user.menu', 'ADMINISTRACION'),
);
// The numbers of contacts and users are counted apart, so the contact has another user's number.
const person = of(
  'contact',
  7,
  to('contact.paternalSurname', 'Jácome'),
  to('contact.firstName', 'Andrea'),
  to('contact.active', true),
  to('contact.position', 'Delegado'),
  to('contact.from', '2026-01-01'),
  to('contact.until', day),
);
const user = of(
  'user',
  5,
  to('user.name', 'Delegado01'),
  to('user.contactId', 7),
  to('user.contactName', 'Jácome Andrea'),
  to('user.administrator', false),
  to('user.active', false),
  to('user.menu', 'DATOS_GENERALES'),
);
const activation = of('user', 5, to('user.active', true, false));
const all = [beginning, person, user, activation];

const delegate = (incidents: ReplayedIncident[], on = day) =>
  reportLines(incidents, on).find(({ userName }) => userName === 'Delegado01');

describe('A report', () => {
  test('lists each user that existed, by name in whatever case', () => {
    expect(reportLines([beginning, person], day).map(({ userName }) => userName)).toEqual(['admindemo']);
    const other = of('user', 9, to('user.name', 'compras01'), to('user.contactId', 7), to('user.active', false));
    expect(reportLines([...all, other], day).map(({ userName }) => userName)).toEqual([
      'admindemo',
      'compras01',
      'Delegado01',
    ]);
  });

  test('tells of each user the person, the delegation, the menus and the limit', () => {
    expect(delegate(all)).toEqual({
      userName: 'Delegado01',
      contactName: 'Jácome Andrea',
      position: 'Delegado',
      from: '2026-01-01',
      until: day,
      administrator: false,
      hindrances: [],
      menus: ['DATOS_GENERALES'],
      limit: null,
    });
  });

  test.for<[string, ReplayedIncident[], string, string[]]>([
    ['before the activation', [beginning, person, user], day, ['user-inactive']],
    ['on the last day of the delegation', all, day, []],
    ['on the day after it', all, '2026-11-27', ['ended']],
    ['on the first day', all, '2026-01-01', []],
    ['on the day before it', all, '2025-12-31', ['pending']],
    [
      'with an INACTIVO contact',
      [...all, of('contact', 7, to('contact.active', false, true))],
      day,
      ['contact-inactive'],
    ],
    ['in a suspended entity', [...all, of('entity', null, to('entity.suspended', true))], day, ['entity-suspended']],
    [
      'in an entity that was resumed',
      [
        ...all,
        of('entity', null, to('entity.suspended', true)),
        of('entity', null, to('entity.suspended', false, true)),
      ],
      day,
      [],
    ],
    [
      'after a report that disabled the user',
      [...all, of('user', 5, to('user.active', false, true))],
      day,
      ['user-inactive'],
    ],
    ['with a prolonged delegation', [...all, of('contact', 7, to('contact.until', null, day))], '2030-01-01', []],
  ])('says why there was no access %s', ([, incidents, on, kinds]) => {
    expect(delegate(incidents, on)?.hindrances.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('gives the administrator access after the end of the delegation', () => {
    const [line] = reportLines([beginning, of('contact', 1, to('contact.until', '2026-01-31'))], day);
    expect([line?.until, line?.hindrances]).toEqual(['2026-01-31', []]);
  });

  test('goes by the fields, whichever incident changed them', () => {
    const given = of(
      'user',
      5,
      to('user.menu', 'PAC'),
      to('user.menu', 'REPORTES'),
      to('budget.limit', '150.00'),
      to('budget.active', true),
    );
    expect(delegate([...all, given])).toMatchObject({ menus: ['DATOS_GENERALES', 'PAC', 'REPORTES'], limit: '150.00' });
    const taken = of('user', 5, to('user.menu', null, 'PAC'), to('budget.active', false, true));
    expect(delegate([...all, given, taken])).toMatchObject({ menus: ['DATOS_GENERALES', 'REPORTES'], limit: null });
    const handed = [
      of('user', 1, to('user.administrator', false, true), to('user.menu', null, 'ADMINISTRACION')),
      of('user', 5, to('user.administrator', true, false), to('user.menu', 'ADMINISTRACION')),
    ];
    expect(reportAdministrator({ lines: reportLines([...all, ...handed], day) })).toBe('Jácome Andrea (Delegado01)');
  });

  test('passes over what decides on nothing', () => {
    const others = [
      of('user', 5, to('password.sentTo', 'a***@prueba.example')),
      of('entity', null, to('download.list', 'users')),
      of('template', 5, to('template.menu', 'PAC')),
      of('contact', 5, to('contact.firstName', 'Otra')),
    ];
    expect(reportLines([...all, ...others], day)).toEqual(reportLines(all, day));
  });

  test('counts who had access and who had not', () => {
    expect(reportTotals({ lines: reportLines(all, day) })).toEqual({ all: 2, admitted: 2 });
    expect(reportTotals({ lines: reportLines(all, '2026-11-27') })).toEqual({ all: 2, admitted: 1 });
    expect(reportAdministrator({ lines: reportLines(all, day) })).toBe('Salgado Amparo (admindemo)');
  });

  test('stands for its content: each value that it shows changes it', () => {
    const content = (incidents: ReplayedIncident[], on = day, of = ruc) =>
      reportContent({ ruc: of, day: on, lines: reportLines(incidents, on) });
    const changed = [
      content(all),
      content(all, '2026-11-25'),
      content(all, day, '0969999920001'),
      ...(
        [
          ['contact', 7, 'contact.secondName', 'Belén'],
          ['contact', 7, 'contact.position', 'Asesor'],
          ['contact', 7, 'contact.from', '2026-01-02'],
          ['contact', 7, 'contact.until', null],
          ['contact', 7, 'contact.active', false],
          ['user', 5, 'user.active', false],
          ['user', 5, 'user.administrator', true],
          ['user', 5, 'user.menu', 'PAC'],
          ['entity', null, 'entity.suspended', true],
        ] as const
      ).map(([kind, id, field, value]) => content([...all, of(kind, id, to(field, value))])),
      content([...all, of('user', 5, to('budget.limit', '1.00'), to('budget.active', true))]),
    ];
    expect(new Set(changed).size).toBe(changed.length);
    expect(content([...all, of('contact', 7, to('contact.email', 'otra@prueba.example'))])).toBe(content(all));
  });
});

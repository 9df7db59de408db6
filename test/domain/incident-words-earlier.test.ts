import { describe, expect, test } from 'vitest';
import { type EventCode, type FieldChange, type FieldCode, given } from '../../src/domain/incident.ts';
import { eventNames } from '../../src/domain/incident-words.ts';
import { changed, ended, words } from './incident-text.ts';

describe('An incident that an earlier release stored', () => {
  test.each<[what: string, words: string, event: EventCode, ...changes: FieldChange[]]>([
    [
      'leaves out values that were empty before and after',
      'Cargo: Analista',
      'contact.created',
      given('contact.position', 'Analista'),
      given('contact.until', null),
      changed('contact.email', '', ''),
    ],
    [
      'takes an empty text for no value',
      'Cargo: (vacío) → Rector',
      'contact.changed',
      changed('contact.position', '', 'Rector'),
    ],
    [
      'shows a field that is unknown by now under its own name',
      'Teléfono: 022 → 023',
      'contact.changed',
      changed('Teléfono' as FieldCode, '022', '023'),
    ],
    [
      'names a session whose moment could not be read by its text alone',
      'Cerró 1 de 2 sesiones: Sesión antigua.',
      'session.ended',
      changed('session.count', 2, 1),
      ended('Sesión antigua', ''),
    ],
    [
      'counts its sessions without a number of them',
      'Cerró 1 sesión: Firefox, desde 2022-04-06 15:54.',
      'session.ended',
      ended('Firefox', '2022-04-06T20:54:00.000Z'),
    ],
    [
      'tells a new user without its contact',
      'Creó el usuario delegado02, todavía INACTIVO.',
      'user.created',
      given('user.active', false),
    ],
    ['tells a new entity without its administrator', 'Se registró la entidad.', 'entity.created'],
    ['tells a reset without its address', 'Reseteó la contraseña.', 'password.reset'],
    ['tells a refused sign-in without figures', 'Intento fallido de ingresar.', 'sign-in.refused'],
    ['tells a void password without figures', 'La contraseña quedó anulada por intentos fallidos.', 'password.voided'],
    [
      'tells a recovery without its address',
      'Se pidió una contraseña temporal. Motivo: Olvido',
      'recovery.requested',
      given('recovery.reason', 'Olvido'),
    ],
    ['tells a mail that was sent again without its address', 'Reenvió el correo.', 'mail.resent'],
    ['tells a report without its time', 'Se reportó que la contraseña se pidió sin autorización.', 'recovery.reported'],
    ['tells a profile without menus', '', 'profile.changed'],
    [
      'shows beside its sentence what the sentence does not tell',
      'Activó a delegado02. Nota: sí',
      'user.activated',
      given('Nota' as FieldCode, 'sí'),
    ],
  ])('%s: %s', (_, sentence, event, ...changes) => {
    expect(words(event, ...changes)).toBe(sentence);
  });

  test('of any kind needs no value to be shown', () => {
    for (const event of Object.keys(eventNames) as EventCode[]) {
      expect(words(event)).not.toMatch(/undefined|null|NaN/);
    }
  });
});

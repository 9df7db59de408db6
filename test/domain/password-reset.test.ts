import { describe, expect, test } from 'vitest';
import { resetPassword } from '../../src/domain/password-reset.ts';
import { aUser } from './a-user.ts';

describe('Resetting a password', () => {
  test('sends a mail to the contact’s address and leaves an event that masks it and holds no secret', () => {
    expect(resetPassword(aUser())).toEqual({
      kind: 'changed',
      value: 'bruno.brito@entidad.example',
      event: {
        event: 'password.reset',
        subject: { kind: 'user', id: 7, name: 'delegado01' },
        changes: [{ field: 'password.sentTo', old: null, new: 'b…o@entidad.example' }],
      },
    });
  });

  test.each([
    ['INACTIVO', { active: false }],
    ['without an open session', { openSessions: 0 }],
  ])('works for a user who is %s', (_, given) => {
    expect(resetPassword(aUser(given)).kind).toBe('changed');
  });

  test.each([
    ['with an e-mail', {}],
    ['without one', { email: '' }],
  ])('is refused for the administrator %s', (_, given) => {
    expect(resetPassword(aUser({ name: 'admindemo', administrator: true, ...given }))).toEqual({
      kind: 'refused',
      errors: { '': expect.stringContaining('admindemo es el usuario administrador') },
    });
  });

  test('is refused with a remedy for a user whose contact has no e-mail', () => {
    expect(resetPassword(aUser({ email: '' }))).toEqual({
      kind: 'refused',
      errors: {
        '': 'El contacto de delegado01 no tiene correo electrónico, y la contraseña temporal se envía por correo. Regístrelo y vuelva a intentarlo.',
      },
    });
  });
});

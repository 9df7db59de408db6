import { describe, expect, test } from 'vitest';
import { type ResetFacts, resetPassword } from '../../src/domain/password-reset.ts';
import type { User } from '../../src/domain/user.ts';

const user: User = { id: 7, name: 'delegado01', administrator: false, active: true };
const facts: ResetFacts = { contactId: 3, email: 'bruno.brito@entidad.example', sessions: 2 };

describe('resetting a password', () => {
  test('sends to the contact’s address and leaves an event that masks it and holds no secret', () => {
    expect(resetPassword(user, facts)).toEqual({
      kind: 'changed',
      value: { email: 'bruno.brito@entidad.example' },
      event: {
        event: 'password.reset',
        subject: { kind: 'user', id: 7, name: 'delegado01' },
        changes: [{ field: 'Contraseña temporal enviada a', old: null, new: 'b…o@entidad.example' }],
      },
    });
  });

  test.each([
    ['INACTIVO', { ...user, active: false }, facts],
    ['without an open session', user, { ...facts, sessions: 0 }],
  ])('works for a user who is %s', (_, given, counted) => {
    expect(resetPassword(given, counted).kind).toBe('changed');
  });

  test.each([
    ['with an e-mail', facts],
    ['without one', { ...facts, email: '' }],
  ])('is refused for the administrator %s', (_, given) => {
    expect(resetPassword({ ...user, name: 'admindemo', administrator: true }, given)).toEqual({
      kind: 'refused',
      errors: { '': expect.stringContaining('admindemo es el usuario administrador') },
    });
  });

  test('is refused for a user whose contact has no e-mail, and names the remedy', () => {
    expect(resetPassword(user, { ...facts, email: '' })).toEqual({
      kind: 'refused',
      errors: {
        '': 'El contacto de delegado01 no tiene correo electrónico, y la contraseña temporal se envía por correo. Regístrelo y vuelva a intentarlo.',
      },
    });
  });
});

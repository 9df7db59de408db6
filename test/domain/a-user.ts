import type { User } from '../../src/domain/user.ts';

/** Makes an active user of a delegate. */
export function aUser(change: Partial<User> = {}): User {
  return {
    id: 7,
    name: 'delegado01',
    administrator: false,
    active: true,
    contactId: 3,
    contactName: 'Brito Bruno',
    contactActive: true,
    from: '2022-01-01',
    until: null,
    password: 'good',
    email: 'bruno.brito@entidad.example',
    openSessions: 2,
    ...change,
  };
}

import { recoveryLetter } from '../src/domain/letter.ts';
import type { ContactRowProps } from './contacts.tsx';
import type { Fact } from './kit/facts.tsx';
import { emptyForm, type FormState } from './kit/form-state.ts';
import type { SessionRowProps } from './sessions.tsx';
import type { UserRowProps } from './user-row.ts';

// Records have no numbers below 1, so that the links and buttons of these rows do nothing.
const nobody = -1;

/** Contacts in each state of a row. */
export const sampleContacts: ContactRowProps[] = [
  contact(1, { name: 'Salgado Amparo' }),
  contact(2, {
    name: 'Ñandú Quishpe María de los Ángeles',
    until: '2026-01-31',
    delegation: { kind: 'ended', text: 'VENCIDO' },
  }),
  contact(3, { name: 'Pinto Amaru', status: 'INACTIVO', until: '2030-12-31' }),
];

/** Users in each state of a row. */
export const sampleUsers: UserRowProps[] = [
  user(1, { name: 'adminquito', administrator: true }),
  user(2, { name: 'delegada01' }),
  user(3, { name: 'delegado02', active: false, undelivered: true }),
  user(4, { name: 'delegado03', hindrances: [{ kind: 'ended', until: '2026-01-31' }] }),
  user(5, { name: 'delegada04', hindrances: [{ kind: 'pending', from: '2030-01-01' }, { kind: 'contact-inactive' }] }),
  user(6, { name: 'delegado05', hindrances: [{ kind: 'password-expired' }] }),
  user(7, { name: 'delegada06', hindrances: [{ kind: 'password-missing' }] }),
];

/** Sessions, the own one among them. */
export const sampleSessions: SessionRowProps[] = [
  session(1, 'Firefox 68 en Windows', true),
  session(2, 'Chrome', false),
];

/** Values beside their names, one of them an action. */
export const sampleFacts: Fact[] = [
  { label: 'Usuario', value: 'delegada01' },
  { label: 'Vigencia', value: 'Del 2022-01-01 al 2022-12-31' },
];

const errors = {
  text: 'Escriba el primer nombre.',
  lines: 'Escriba un motivo más corto.',
  day: 'Escriba la fecha como AAAA-MM-DD, por ejemplo 2022-04-06.',
  password: 'Escriba su contraseña.',
  choice: 'Elija el estado civil.',
  status: 'Elija el estado.',
  accepted: 'Marque que acepta las condiciones.',
};

/** A form in each state of its fields: empty, filled, refused. The names of the fields end with the state. */
export const sampleForms: { state: string; form: FormState }[] = [
  { state: 'vacío', form: emptyForm },
  { state: 'lleno', form: { ...emptyForm, values: filled('lleno') } },
  {
    state: 'rechazado',
    form: {
      ...emptyForm,
      values: filled('rechazado'),
      errors: named(errors, 'rechazado'),
    },
  },
];

/** The choices of lists and radio buttons. */
export const sampleChoices = ['ACTIVO', 'INACTIVO'] as const;

/** The letter of a recovery. */
export const sampleLetter = recoveryLetter({
  date: 'miércoles 06 de abril de 2022',
  ruc: '1769999930001',
  email: 'amparo@prueba.example',
  reason: 'Olvido de contraseña',
});

function filled(state: string): Record<string, string> {
  const lines = 'Renuncia.\nEl último día es el 30.';
  const values = { text: 'María', lines, day: '2022-04-06', kept: 'delegada01', choice: 'INACTIVO', status: 'ACTIVO' };
  return named({ ...values, accepted: 'Acepto' }, state);
}

function named(values: Record<string, string>, state: string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}-${state}`, value]));
}

function contact(number: number, more: Partial<ContactRowProps>): ContactRowProps {
  const name = more.name ?? '';
  const row = { id: nobody * number, number, name, subject: name, position: 'Jefe de Compras', from: '2022-01-01' };
  return { ...row, until: null, status: 'ACTIVO', delegation: null, ...more };
}

function user(number: number, more: Partial<UserRowProps>): UserRowProps {
  const row = {
    id: nobody * number,
    number,
    name: '',
    contactName: 'Salgado Amparo',
    created: '2022-01-01',
    token: 'x',
  };
  const state = { administrator: false, active: true, hindrances: [], openSessions: 1, undelivered: false, query: '' };
  return { ...row, ...state, ...more };
}

function session(number: number, browser: string, own: boolean): SessionRowProps {
  const [since, lastSeen] = ['2022-04-06 08:15', '2022-04-06 15:53'];
  return { number: nobody * number, browser, address: '192.0.2.7', since, lastSeen, own, name: `${browser} ${since}` };
}

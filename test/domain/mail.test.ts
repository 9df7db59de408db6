import { describe, expect, test } from 'vitest';
import {
  addressesToNotify,
  isWorthSending,
  resendMails,
  type UndeliveredMail,
  type UndeliveredMails,
} from '../../src/domain/mail.ts';
import { FORM } from '../../src/domain/outcome.ts';
import { aUser } from './a-user.ts';

const now = new Date('2022-04-06T20:53:00Z');
const later = new Date(now.getTime() + 1);
const notice: UndeliveredMail = { id: 1, kind: 'password-changed', queuedAt: now, held: false };
const good: UndeliveredMail = { id: 2, kind: 'password-reset', queuedAt: now, held: false, goodUntil: later };
const over: UndeliveredMail = { id: 3, kind: 'password-reset', queuedAt: now, held: false, goodUntil: now };

function of(...mails: UndeliveredMail[]): UndeliveredMails {
  return { user: aUser({ email: 'bruno@entidad.example' }), mails };
}

describe('A change of address', () => {
  test.each<[string, string, string[]]>([
    ['a@b.example', 'c@d.example', ['a@b.example', 'c@d.example']],
    ['a@b.example', 'A@b.example', ['a@b.example', 'A@b.example']],
    ['c@d.example', 'A@b.example', ['A@b.example', 'c@d.example']],
    ['', 'c@d.example', ['c@d.example']],
    ['a@b.example', '', ['a@b.example']],
    ['a@b.example', 'a@b.example', []],
    ['', '', []],
  ])('from “%s” to “%s” is mailed to %j', (before, after, told) => {
    expect(addressesToNotify(before, after)).toEqual(told);
  });
});

describe('An undelivered mail', () => {
  test.each<[string, UndeliveredMail, boolean]>([
    ['without a password is always worth sending', notice, true],
    ['is worth sending until the last moment of its temporary password', good, true],
    ['is not worth sending at the moment when its password expires', over, false],
    ['is not worth sending after its password has expired', { ...over, goodUntil: new Date(now.getTime() - 1) }, false],
    ['is not worth sending where the user has no temporary password any more', { ...over, goodUntil: null }, false],
  ])('%s', (_, mail, worth) => {
    expect(isWorthSending(mail, now)).toBe(worth);
  });
});

describe('Sending undelivered mails again', () => {
  test('sends all that are worth it, with an event that masks the address', () => {
    expect(resendMails(of(notice, good), now)).toEqual({
      kind: 'changed',
      value: of(notice, good),
      event: {
        event: 'mail.resent',
        subject: { kind: 'user', id: 7, name: 'delegado01' },
        changes: [{ field: 'mail.resentTo', old: null, new: 'b…o@entidad.example' }],
      },
    });
  });

  test('leaves out the notice of an activation while the person does not get in', () => {
    const activation: UndeliveredMail = { ...notice, kind: 'user-activated' };
    const [ended, current] = [aUser({ until: '2022-04-05' }), aUser({ until: '2022-04-06' })];
    expect(resendMails({ user: current, mails: [activation] }, now)).toMatchObject({ kind: 'changed' });
    expect(resendMails({ user: ended, mails: [activation, notice] }, now)).toMatchObject({
      kind: 'changed',
      value: { mails: [notice] },
    });
    expect(resendMails({ user: ended, mails: [activation] }, now)).toEqual({
      kind: 'refused',
      errors: {
        [FORM]:
          'El aviso de activación de delegado01 no se reenvía, porque hoy no puede ingresar: la delegación terminó el 2022-04-05. Para que ingrese hoy, cambie «Hasta» en la página del contacto.',
      },
    });
  });

  test('leaves out a temporary password that has expired', () => {
    expect(resendMails(of(notice, over), now)).toMatchObject({ kind: 'changed', value: of(notice) });
  });

  test('is refused with a remedy where only an expired temporary password is left', () => {
    const sentence = 'La contraseña temporal de ese correo ya venció. Resetee la contraseña de delegado01.';
    expect(resendMails(of(over), now)).toEqual({ kind: 'refused', errors: { '': sentence } });
  });

  test('is refused with a remedy where the contact has no address any more', () => {
    const sentence = 'El contacto de delegado01 ya no tiene correo electrónico. Regístrelo y reenvíe.';
    expect(resendMails({ ...of(notice), user: aUser({ email: '' }) }, now)).toEqual({
      kind: 'refused',
      errors: { '': sentence },
    });
  });

  test.each([of(), { ...of(), user: aUser({ email: '' }) }])(
    'changes nothing where nothing is undelivered',
    (found) => {
      expect(resendMails(found, now)).toEqual({ kind: 'unchanged', value: found });
    },
  );
});

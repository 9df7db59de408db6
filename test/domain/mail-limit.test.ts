import { expect, test } from 'vitest';
import { type HeldMail, noticeHeld, resendingHeld, resetHeld, withHeldNotices } from '../../src/domain/mail-limit.ts';

// 15:53 in Ecuador.
const until = new Date('2022-04-06T20:53:00Z');
const held: HeldMail = { recipient: 'amaru@entidad.example', by: 'recipient', until };
const ofEntity: HeldMail = { ...held, by: 'entity' };

test('A held mail is told with its limit, the masked address and the time from which it may be sent', () => {
  expect(noticeHeld(held)).toBe(
    'No se envió el aviso a a…u@entidad.example, porque ya salieron 3 correos de ese tipo en una hora.',
  );
  expect(noticeHeld(ofEntity)).toBe(
    'No se envió el aviso a a…u@entidad.example, porque de su entidad ya salieron 30 correos de ese tipo en una hora.',
  );
  expect(resetHeld(ofEntity)).toBe(
    'No se reseteó la contraseña, porque de su entidad ya salieron 30 correos de ese tipo en una hora. Inténtelo a partir de las 15:54.',
  );
  expect(resendingHeld(held)).toBe(
    'No se reenvió nada a a…u@entidad.example, porque ya salieron 3 correos de ese tipo en una hora. Inténtelo a partir de las 15:54.',
  );
});

test('A confirmation names each notice that was held back, and stays as it is without one', () => {
  expect(withHeldNotices('Hecho.', [])).toBe('Hecho.');
  expect(withHeldNotices('Hecho.', [held, ofEntity])).toBe(`Hecho. ${noticeHeld(held)} ${noticeHeld(ofEntity)}`);
});

import { describe, expect, test } from 'vitest';
import {
  administratorCorrects,
  correctionForm,
  mostCorrections,
  requestCorrection,
} from '../../src/domain/correction.ts';
import { FORM } from '../../src/domain/outcome.ts';
import { aUser } from './a-user.ts';

const others = (count: number) => Array.from({ length: count }, (_, place) => `Error ${place}`);

describe('The text of a correction', () => {
  // As Macs send it, an accented letter is a letter and its accent.
  test.for<[typed: string, text: string]>([
    ['á'.normalize('NFD').repeat(500), 'á'.repeat(500)],
    [`${'a'.repeat(499)}\r\n`, 'a'.repeat(499)],
    [`${'a'.repeat(250)}\r\n${'b'.repeat(249)}`, `${'a'.repeat(250)}\n${'b'.repeat(249)}`],
    ['😀'.repeat(500), '😀'.repeat(500)],
  ])('counts each sign that is read as one (case %#)', ([typed, text]) => {
    expect(correctionForm.safeParse({ text: typed }).data).toEqual({ text });
    const tooLong = `${text}${'a'.repeat(501 - [...text].length)}`;
    expect(correctionForm.safeParse({ text: tooLong }).success).toBe(false);
  });
});

describe('A request for a correction', () => {
  test('is an event on the contact, with the text', () => {
    const user = aUser();
    expect(requestCorrection(user, 'Mi cargo.', [])).toEqual({
      kind: 'changed',
      value: 'Mi cargo.',
      event: {
        event: 'correction.requested',
        subject: { kind: 'contact', id: user.contactId, name: user.contactName },
        changes: [{ field: 'correction.text', old: null, new: 'Mi cargo.' }],
      },
    });
  });

  test('that was made lately is the same one, also where no other would be taken', () => {
    const lately = [...others(mostCorrections - 1), 'Mi cargo.'];
    expect(requestCorrection(aUser(), 'Mi cargo.', lately).kind).toBe('unchanged');
  });

  test.each([
    [mostCorrections - 1, 'changed'],
    [mostCorrections, 'refused'],
  ])('after %i others of the day is %s', (count, kind) => {
    expect(requestCorrection(aUser(), 'Mi cargo.', others(count)).kind).toBe(kind);
  });

  test('is refused to the administrator', () => {
    expect(requestCorrection(aUser({ administrator: true }), 'Mi cargo.', [])).toEqual({
      kind: 'refused',
      errors: { [FORM]: administratorCorrects },
    });
  });
});

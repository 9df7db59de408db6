import { describe, expect, test } from 'vitest';
import { maskEmail } from '../../src/domain/email.ts';
import { emailField } from '../../src/domain/fields.ts';

const field = emailField('Correo Electrónico');

/** Matches addresses without characters that have a meaning in SMTP or in a header. */
const harmless = /^[A-Za-z0-9_'+.-]+@[A-Za-z0-9.-]+$/;

describe('An e-mail address', () => {
  test.each(['before', 'within the name', 'within the domain', 'behind'])(
    'is harmless in SMTP, whatever character comes %s',
    (place) => {
      const taken = new Set<string>();
      for (let code = 0; code <= 0xffff; code += 1) {
        const sign = String.fromCharCode(code);
        const typed = {
          before: `${sign}ana@entidad.example`,
          'within the name': `an${sign}a@entidad.example`,
          'within the domain': `ana@enti${sign}dad.example`,
          behind: `ana@entidad.example${sign}`,
        }[place];
        const read = field.safeParse(typed);
        if (read.success) taken.add(read.data);
      }
      expect(taken.size).toBeGreaterThan(10);
      expect([...taken].filter((address) => !harmless.test(address))).toEqual([]);
    },
  );

  test.each(["o'hara+compras_2@sub-dominio.entidad.gob.ec", 'A.B-c@X.EC', '1@2.example'])('may be %s', (address) => {
    expect(field.parse(address)).toBe(address);
  });

  test.each([' ana@entidad.example ', 'ana@entidad.example\r\n', '\t\nana@entidad.example'])(
    'is stored without white space around it: %j',
    (typed) => {
      expect(field.parse(typed)).toBe('ana@entidad.example');
    },
  );

  test.each([
    ['a@b@c.example', 'two at signs'],
    ['"x y"@d.example', 'a quoted name'],
    ['"x"@d.example', 'a quoted name without a space'],
    ['<a@b.example>', 'angle brackets'],
    ['Ana <a@b.example>', 'a name before it'],
    ['a@b.example,c@d.example', 'a comma'],
    ['a@b.example;c@d.example', 'a semicolon'],
    ['a@b.example\nRCPT TO:<c@d.example>', 'a command of SMTP'],
    ['a@b.example\u0000', 'a NUL'],
    ['(x)a@b.example', 'a comment'],
    ['a\\@b.example', 'a backslash'],
    ['a@[127.0.0.1]', 'an address in numbers'],
    ['a@b', 'a domain of one part'],
    ['a@-b.example', 'a domain that begins with a hyphen'],
    ['a@b..example', 'an empty part of the domain'],
    ['.a@b.example', 'a leading point'],
    ['a..b@c.example', 'two points'],
    ['a.@b.example', 'a point before the at sign'],
    ['@b.example', 'no name'],
    ['a@', 'no domain'],
    ['а@b.example', 'a Cyrillic letter'],
    ['a＠b.example', 'a wide at sign'],
    ['a@b。example', 'an ideographic point'],
    ['a@ñandú.example', 'a domain outside ASCII'],
    ['a\u200b@b.example', 'a space of no width'],
    ['\u202ea@b.example', 'a turn of the direction'],
    [`${'a'.repeat(308)}@b.example.ec`, '320 characters'],
  ])('is not %j: %s', (typed) => {
    expect(field.safeParse(typed).success).toBe(false);
  });
});

describe('The masked address', () => {
  test.each([
    ['admin@demo.example', 'a…n@demo.example'],
    ['ana@demo.example', 'a…a@demo.example'],
    ['ab@demo.example', 'a…@demo.example'],
    ['a@demo.example', 'a…@demo.example'],
  ])('of %s is %s', (address, masked) => {
    expect(maskEmail(address)).toBe(masked);
  });
});

import { describe, expect, test } from 'vitest';
import { isSameAddress, maskEmail, readableAddress, smtpAddress } from '../../src/domain/email.ts';
import { emailField } from '../../src/domain/fields.ts';

const field = emailField('Correo Electrónico');

/** Matches addresses without characters that have a meaning in SMTP or in a header. */
const harmless = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9.-]+$/;

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
      expect([...taken].filter((address) => !harmless.test(smtpAddress(address)))).toEqual([]);
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
    ['ñandú@b.example', 'a name outside ASCII'],
    ['a＠b.example', 'a wide at sign'],
    ['a@b。example', 'an ideographic point'],
    ['a@10.0.0.1', 'an address in numbers without brackets'],
    ['a@b.0x7f', 'a domain that reads as a number'],
    ['a@b⑴.ec', 'a number in brackets'],
    [`${'a'.repeat(308)}@b.example.ec`, '320 characters'],
  ])('is not %j: %s', (typed) => {
    expect(field.safeParse(typed).success).toBe(false);
  });
});

describe('The fault of an e-mail address', () => {
  const [local, label] = ['a'.repeat(64), 'b'.repeat(63)];
  const whole = `${local}@${label}.${label}.${'c'.repeat(58)}.ec`;

  test.each([
    'ana@peñafiel.ec',
    'ana&jose@x.ec',
    `${local}@x.ec`,
    `ana@${label}.ec`,
    whole,
    'ana@x-y.ec',
    'ana@почта.рф',
  ])('is none in %s', (address) => {
    expect(field.parse(address)).toBe(address);
  });

  test.each([
    [`a${local}@x.ec`, 'antes de la arroba use 64 caracteres como máximo.'],
    [`ana@b${label}.ec`, 'después de la arroba use 63 caracteres como máximo entre punto y punto.'],
    [`ana@${'ñ'.repeat(59)}.ec`, 'después de la arroba use 63 caracteres como máximo entre punto y punto.'],
    [whole.replace('.ec', 'c.ec'), 'use 254 caracteres como máximo en toda la dirección.'],
    ['ana@x-.ec', 'revise los guiones después de la arroba: ninguna parte empieza ni termina con guion.'],
    ['ana@-x.ec', 'revise los guiones después de la arroba: ninguna parte empieza ni termina con guion.'],
    ['ana..b@x.ec', 'revise los puntos antes de la arroba: no van al inicio, ni al final, ni dos seguidos.'],
    ['.a@x.ec', 'revise los puntos antes de la arroba: no van al inicio, ni al final, ni dos seguidos.'],
    ['a@x..ec', 'revise los puntos después de la arroba: no van al inicio, ni al final, ni dos seguidos.'],
    ['peña@x.ec', "antes de la arroba use letras sin tildes ni ñ, dígitos y signos como . _ - + & '."],
    ['ana@x_y.ec', 'después de la arroba use solo letras, dígitos, puntos y guiones.'],
    ['ana luz@x.ec', 'escriba la dirección sin espacios.'],
    ['ana@x.ec, eva@x.ec', 'escriba una sola dirección, con una arroba, como nombre@entidad.gob.ec.'],
    ['ana@entidad', 'escriba una dirección completa, como nombre@entidad.gob.ec.'],
  ])('in %s is told', (address, sentence) => {
    const { error } = field.safeParse(address);
    expect(error?.issues.map(({ message }) => message)).toEqual([`Correo Electrónico: ${sentence}`]);
  });
});

describe('The form of an address in SMTP', () => {
  test('has its domain in ASCII, and people read it as it was typed', () => {
    expect(smtpAddress('Ana@Peñafiel.ec')).toBe('Ana@xn--peafiel-5za.ec');
    expect(smtpAddress('ana@entidad.gob.ec')).toBe('ana@entidad.gob.ec');
    expect(readableAddress('Ana@xn--peafiel-5za.ec')).toBe('Ana@peñafiel.ec');
    expect(maskEmail('ana@peñafiel.ec')).toBe('a…a@peñafiel.ec');
    expect(isSameAddress('ANA@peñafiel.ec', 'ana@xn--peafiel-5za.EC')).toBe(true);
    expect(isSameAddress('ana@peñafiel.ec', 'ana@penafiel.ec')).toBe(false);
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

import { afterAll, describe, expect, test } from 'vitest';
import type { MailReader } from '../../views/mail-text.tsx';
import { mailText, type ReadyContent } from '../../views/mails.tsx';
import { axeViolations } from '../support/browser/axe.ts';
import { openBrowser } from '../support/browser/browser.ts';
import { tooWide } from './sight.ts';

const browser = await openBrowser();
afterAll(() => browser.close());

// The longest values, without a place where a line could break.
const address = (path: string) => `https://soce.${'institucion-'.repeat(8)}publica.gob.ec${path}`;
const token = 'Zr8kQ2vXw5LmN7pTyB3dFgH6jK9sA1cE4uR0iOqWxYz';
const reader: MailReader = {
  personName: 'Ñ'.repeat(60),
  entityName: `Gobierno Autónomo Descentralizado ${'Parroquial'.repeat(12)}`,
  ruc: '1769999930001',
  userName: 'W'.repeat(20),
  signInAddress: address('/ingreso'),
  hindrances: [{ kind: 'contact-inactive' }, { kind: 'ended', until: '2022-04-05' }],
};
const secret = {
  password: 'WWWWWWWWWWWW',
  goodUntil: 'miércoles 07 de septiembre de 2022, 15:53 (hora de Ecuador)',
  reportAddress: address(`/recuperar/no-solicite/${token}`),
};
const [before, after] = [`${'w'.repeat(64)}@${'antiguo-'.repeat(6)}.example`, `w@${'nuevo-'.repeat(9)}w.example`];
const letter = {
  date: 'miércoles 07 de septiembre de 2022',
  ruc: reader.ruc,
  email: before,
  reason: 'Sospecha de uso no autorizado',
  entityName: reader.entityName,
  personName: reader.personName,
  identification: 'Pasaporte 12345678901234567890',
};

const contents: { [Kind in ReadyContent['kind']]: Extract<ReadyContent, { kind: Kind }> } = {
  'password-reset': { kind: 'password-reset', ...secret },
  'password-changed': { kind: 'password-changed' },
  'user-activated': { kind: 'user-activated' },
  'email-changed': { kind: 'email-changed', before, after },
  'identity-changed': {
    kind: 'identity-changed',
    reportAddress: address(`/recuperar/no-hice-el-cambio/${token}`),
    changed: ['email', 'documentNumber', 'birthDate'],
    before,
    after,
  },
  recovery: { kind: 'recovery', ...secret, letter },
  'recovery-reported': { kind: 'recovery-reported', userName: reader.userName },
  'correction-requested': {
    kind: 'correction-requested',
    userName: reader.userName,
    contactName: 'Ñ'.repeat(60),
    text: `${'W'.repeat(499)}\n`,
  },
  'access-ended': {
    kind: 'access-ended',
    userName: reader.userName,
    contactName: 'Ñ'.repeat(60),
    reason: 'W'.repeat(200),
  },
  'delegations-digest': {
    kind: 'delegations-digest',
    today: '2022-09-07',
    endings: ['2022-10-07', '2022-09-14', '2022-09-08', '2022-09-07', '2022-09-06'].map((until, place) => {
      return {
        name: reader.personName,
        own: place === 0,
        until,
        address: address(`/administracion/contactos/${place}`),
      };
    }),
    lists: {
      soon: address('/administracion/contactos?delegacion=termina'),
      ended: address('/administracion/contactos'),
    },
  },
  'access-ending': {
    kind: 'access-ending',
    today: '2022-09-07',
    until: '2022-09-14',
    userNames: [reader.userName, 'M'.repeat(20)],
  },
  'administration-offered': {
    kind: 'administration-offered',
    madeBy: reader.personName,
    until: '2022-09-07T20:53:00.000Z',
  },
  'administrator-changed': {
    kind: 'administrator-changed',
    former: `${reader.personName} (${reader.userName})`,
    successor: `${reader.personName} (${reader.userName})`,
    byOperator: false,
  },
};
const mails = Object.entries(contents).map(([kind, content]) => [kind, mailText(content, reader)] as const);

describe('A mail', () => {
  test('has a subject that no mail of another kind has', () => {
    expect(new Set(mails.map(([, { subject }]) => subject)).size).toBe(mails.length);
  });

  test.for(mails)('says in both its parts that nobody asks for the password (%s)', ([, { text, html }]) => {
    const sentence = 'Nadie le pedirá su contraseña por teléfono ni por correo.';
    for (const part of [text, html]) expect(part).toContain(sentence);
  });

  test.for(mails)('has its links in words, each with its address beside (%s)', ([, { html, text }]) => {
    for (const [, href = '', words] of html.matchAll(/<a href="([^"]+)"[^>]*>([^<]+)<\/a>/g)) {
      expect(words).not.toContain('http');
      expect(text).toContain(`${words}: ${href}`);
    }
    expect(html.match(/<a /g)?.length ?? 0).toBe(text.match(/: https?:/g)?.length ?? 0);
  });

  test.for(mails)('is as narrow as a phone, and breaks no name of a value (%s)', async ([, { html }]) => {
    const page = await browser.newPage({ width: 360 });
    await page.setContent(html);
    expect([...(await axeViolations(page)), ...(await tooWide(page, [320, 360]))]).toEqual([]);
    expect(await page.locator('th').evaluateAll(brokenWords)).toEqual([]);
    await page.context().close();
  });

  test.for(mails)('has the colours of the mail program, light or dark (%s)', ([, { html }]) => {
    expect(html).toContain('<meta name="color-scheme" content="light dark"/>');
    expect(html).not.toMatch(/(color|background)\s*:/);
  });
});

// Lists the texts of names with a word that stands on two lines.
function brokenWords(names: Element[]): string[] {
  return names.flatMap((name) => {
    const text = name.firstChild as Text;
    const range = document.createRange();
    return [...text.data.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      return range.getClientRects().length > 1 ? [word] : [];
    });
  });
}

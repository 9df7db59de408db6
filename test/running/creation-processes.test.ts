import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { type MailOffice, mailOffices } from './mail-office.ts';
import { administratorAt } from './municipality.ts';

const openOffice = mailOffices();
let office: MailOffice<'eva1234'>;
let administrators: Visitor[] = [];

beforeAll(async () => {
  office = await openOffice(['eva1234']);
  const processes = await Promise.all([office.start(), office.start()]);
  administrators = await Promise.all(processes.map(administratorAt));
}, 60_000);

const rounds = 10;

// The content differs in the last field alone (D3).
const forms = [
  {
    kind: 'contact',
    path: '/administracion/contactos/nuevo',
    table: 'contacts',
    typed: (round: number, variant: number) => ({ ...contact(round), position: variant === 0 ? 'Rector' : 'Alcalde' }),
  },
  {
    kind: 'user',
    path: '/administracion/usuarios/nuevo',
    table: 'users',
    typed: (round: number, variant: number) => {
      const password = `temporal${variant}`;
      return {
        name: `usuario${round}x`,
        contactId: String(office.people.eva1234.contactId),
        password,
        passwordAgain: password,
      };
    },
  },
] as const;

describe.each(forms)('Ten forms of a new $kind, each sent at once to two processes', ({ path, table, typed }) => {
  test('with the same content, add ten records and are confirmed by both', { timeout: 60_000 }, async () => {
    const before = await count(table);
    const statuses: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const answers = await sentToBoth(path, [typed(round, 0), typed(round, 0)]);
      statuses.push(...answers.map(({ status }) => status));
      expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
    }
    expect(statuses).toEqual(Array(2 * rounds).fill(303));
    expect(await count(table)).toBe(before + rounds);
  });

  test('with another content for each, add ten records and show the other ten', { timeout: 60_000 }, async () => {
    const before = await count(table);
    for (let round = rounds; round < 2 * rounds; round += 1) {
      const answers = await sentToBoth(path, [typed(round, 0), typed(round, 1)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
      const shown = answers.find(({ status }) => status === 422);
      expect(shown?.errors[0]).toContain('Con este formulario ya se');
    }
    expect(await count(table)).toBe(before + rounds);
  });
});

function sentToBoth(path: string, contents: Record<string, string>[]): Promise<Page[]> {
  const creationKey = randomBytes(32).toString('base64url');
  return Promise.all(
    administrators.map((visitor, index) =>
      visitor.post(path, { _token: visitor.token, creationKey, ...contents[index] }),
    ),
  );
}

function count(table: 'contacts' | 'users'): Promise<number> {
  return office.look(async ({ owner }) => (await owner.selectFrom(table).select('id').execute()).length);
}

function contact(round: number): Record<string, string> {
  return {
    paternalSurname: 'Ortega',
    maternalSurname: '',
    firstName: 'Eva',
    secondName: '',
    maritalStatus: '',
    documentType: 'Pasaporte',
    documentNumber: `DOBLE${round}`,
    email: '',
    birthDate: '1985-02-28',
    status: 'ACTIVO',
    from: '2020-01-01',
    until: '',
    educationLevel: '',
    occupationalArea: '',
  };
}

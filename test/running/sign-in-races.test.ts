import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import type { Product } from '../support/server/product.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { signIn } from '../support/stage/sign-in.ts';
import { type MailOffice, mailOffices } from './mail-office.ts';
import { postReset } from './mailing.ts';
import { administratorAt } from './municipality.ts';

const openOffice = mailOffices();
let office: MailOffice<'eva1234'>;
let [here, there]: Product[] = [];
let administrator: Visitor;
let eva: CastUser;

beforeAll(async () => {
  office = await openOffice(['eva1234']);
  [here, there] = await Promise.all([office.start(), office.start()]);
  administrator = await administratorAt(there as Product);
  eva = office.people.eva1234;
}, 60_000);
afterAll(() => office?.look(open));

const rounds = 25;

// S5: a hash takes some 20 ms, so the end of the access falls before, into and behind the sign-in.
describe('Twenty-five races, over two processes, of a sign-in against', () => {
  test.for<[what: string, end: () => Promise<unknown>]>([
    ['a reset of the password', () => postReset(administrator, administrator.token, eva)],
    ['a deactivation', () => press(`/administracion/usuarios/${eva.id}/activacion`, { accion: 'desactivar' })],
    ['setting the contact INACTIVO', () => saveContact({ Estado: 'INACTIVO' })],
    ['the end of the delegation', () => saveContact({ Hasta: '2022-01-02' })],
  ])('%s leave no session', { timeout: 60_000 }, async ([, end]) => {
    const left: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await office.look(open);
      const visitor = (here as Product).visitor();
      await visitor.open('/ingreso');
      const entering = signIn(visitor, eva);
      await wait((40 * round) / rounds);
      await Promise.all([entering, end()]);
      if ((await office.look(sessions)) > 0) left.push(round);
    }
    expect(left).toEqual([]);
  });
});

async function press(path: string, body: Record<string, string>): Promise<void> {
  const { status } = await administrator.post(path, { _token: administrator.token, ...body });
  if (status !== 303) throw new Error(`${path} answered ${status}.`);
}

async function saveContact(values: Record<string, string>): Promise<void> {
  await administrator.open(`/administracion/contactos/${eva.contactId}`);
  const { status, text } = await administrator.fill(values).press('Guardar');
  if (status !== 200) throw new Error(`The contact was not saved: ${text}`);
}

// Gives Eva her access back, and forgets the tries that were refused and the mails that count against a limit.
async function open({ owner }: Database): Promise<void> {
  const { passwordHash } = inject('run');
  const own = {
    password_hash: passwordHash,
    temporary_hash: null,
    mailed_seed: null,
    mailed_until: null,
    active: true,
  };
  await owner.updateTable('users').set(own).where('id', '=', eva.id).execute();
  await owner
    .updateTable('contacts')
    .set({ active: true, delegated_until: null })
    .where('id', '=', eva.contactId)
    .execute();
  await owner.deleteFrom('sessions').where('user_id', '=', eva.id).execute();
  await owner.deleteFrom('sign_in_failures').execute();
  await owner.deleteFrom('throttling').execute();
  await owner.deleteFrom('mail_counts').execute();
}

async function sessions({ owner }: Database): Promise<number> {
  return (await owner.selectFrom('sessions').select('id').where('user_id', '=', eva.id).execute()).length;
}

import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { secondUser } from '../support/stage/cast.ts';
import { mailOffices } from './mail-office.ts';
import { administratorAt } from './municipality.ts';
import { carriedTo } from './stream.ts';

const openOffice = mailOffices();

test('Twenty resets of the users of one contact, at once over two processes, send three mails and end three passwords', {
  timeout: 120_000,
}, async () => {
  const office = await openOffice(['eva']);
  const { eva } = office.people;
  const users = [eva];
  for (let index = 1; index < 20; index += 1) {
    users.push(await office.look((database) => secondUser({ database }, eva, `eva${index}`)));
  }
  const [one, other] = await Promise.all([office.start(), office.start()]);
  const atOne = await administratorAt(one);
  const visitors = [atOne, await carriedTo(other, atOne)];
  const { token } = atOne;
  const answers = await Promise.all(
    users.map(({ id }, index) => {
      const body = { _token: token, creationKey: randomBytes(32).toString('base64url') };
      return visitors[index % 2]?.post(`/administracion/usuarios/${id}/resetear`, body);
    }),
  );
  expect(answers.map((answer) => answer?.status).sort()).toEqual([...Array(3).fill(303), ...Array(17).fill(422)]);
  const mails = await office.look(({ owner }) =>
    owner.selectFrom('mails').select('held').where('kind', '=', 'password-reset').execute(),
  );
  expect(mails).toEqual(Array(3).fill({ held: false }));
  const ended = await office.look(({ owner }) =>
    owner
      .selectFrom('users')
      .select('id')
      .where('contact_id', '=', eva.contactId)
      .where('password_hash', 'is', null)
      .execute(),
  );
  expect(ended).toHaveLength(3);
});

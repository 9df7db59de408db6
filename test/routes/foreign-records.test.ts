import { beforeAll, expect, test } from 'vitest';
import type { Page } from '../support/browser/page.ts';
import { ofRecords } from '../support/matrix/expectations.ts';
import { somebody } from '../support/matrix/people.ts';
import { addRecords, idIn, send } from '../support/matrix/requests.ts';
import { rowsOf } from '../support/server/contents.ts';
import { onStage } from '../support/stage/stage.ts';

onStage('A record of another entity', (stage) => {
  let records: Awaited<ReturnType<typeof addRecords>>;

  beforeAll(async () => {
    records = await addRecords(stage);
  });

  test.for(ofRecords)('answers %s like a missing one', async ([key, { record, valid }]) => {
    const { visitor, token } = await somebody(stage, 'administrator');
    const before = await rowsOf(stage.database, stage.cuenca.ruc);
    const { contactId: contact, id: user } = stage.carla;
    const theirs = { contact, user, ...records.foreign };
    const foreign = theirs[record ?? 'user'];
    for (const form of [{}, ...(valid ? [valid] : [])]) {
      const answers = await Promise.all(
        [foreign, 987_654_321].map((id) => send(visitor, key, () => idIn(key, id), { _token: token, ...form })),
      );
      const [its, none] = answers.map(whole);
      expect(its?.status).toBe(404);
      expect(its).toEqual(none);
    }
    expect(await rowsOf(stage.database, stage.cuenca.ruc)).toEqual(before);
  });

  test.for(ofRecords)('answers %s like an address that is no number', async ([key]) => {
    const { visitor, token } = await somebody(stage, 'administrator');
    const answers = [];
    for (const id of ['987654321', '0', '-1', '01', '1.5', '1e3', 'abc', `${'9'.repeat(30)}`, '%31%00', "1'--"]) {
      answers.push(whole(await send(visitor, key, () => idIn(key, id), { _token: token })));
    }
    expect(answers[0]?.status).toBe(404);
    expect(answers).toEqual(Array(answers.length).fill(answers[0]));
  });

  test('is not changed by a form that changes the own entity’s', async () => {
    const { visitor, token } = await somebody(stage, 'administrator');
    const own = { contact: stage.futureContact, user: stage.bruno.id, ...records.own };
    // Deletions come last.
    const changing = ofRecords.filter(([, { valid }]) => valid).sort(([one], [other]) => one.length - other.length);
    for (const [key, { record = 'contact', valid }] of changing) {
      const page = await send(visitor, key, () => idIn(key, own[record]), { _token: token, ...valid });
      expect([key, page.status]).toEqual([key, 303]);
    }
    expect(changing.length).toBeGreaterThan(2);
  });
});

// Gives the whole answer without its date: the clock does not advance and the visitor is the same.
function whole({ status, html, headers: { date, ...headers } }: Page) {
  return { status, html, headers };
}

import { type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import * as foldedNames from '../../migrations/0014-folded-names.ts';
import * as searchedEmails from '../../migrations/0019-searched-emails.ts';
import { addDelegate, newcomer } from '../support/stage/cast.ts';
import { onStage } from '../support/stage/stage.ts';

onStage('Migrating to folded names', (stage) => {
  test('gives contacts and their users the keys that the product gives, in more than one batch', async () => {
    const { owner } = stage.database;
    const names = ['Łukasz', 'Sørensen', 'Strauß', 'Ｇａｒｃíａ', "O'Brien", 'Ñauta', 'Yıldız'];
    for (const [index, surname] of names.entries()) {
      await addDelegate(stage, `plegado${index}`, newcomer(surname, 'Ana'));
    }
    await sql`insert into contacts (ruc, creation_key, paternal_surname, first_name, document_type, document_number,
        active, position, delegated_from, birth_date, full_name, sort_key, search_key, created_at)
      select ${stage.quito.ruc}, 'lote ' || n, 'Łuna', 'Eva', 'Pasaporte', 'LOTE' || n, true, 'Analista', '2020-01-01',
             '1985-02-28', 'Łuna Eva', 'luna eva', 'luna eva lote' || n, now()
        from generate_series(1, 1500) n`.execute(owner);
    const before = [await contactKeys(), await userKeys()];
    await sql`update contacts set sort_key = 'x', search_key = 'x'`.execute(owner);
    expect(await userKeys()).not.toEqual(before[1]);

    await foldedNames.up(owner as unknown as Kysely<unknown>);
    await searchedEmails.up(owner as unknown as Kysely<unknown>);
    expect([await contactKeys(), await userKeys()]).toEqual(before);
    const searched = (await userKeys()).map(({ search_key }) => search_key);
    expect(searched).toContainEqual(expect.stringMatching(/^o'brien ana nuevo\d+ ana@prueba.example plegado4$/));
  });

  function contactKeys() {
    return stage.database.owner.selectFrom('contacts').select(['id', 'sort_key', 'search_key']).orderBy('id').execute();
  }

  function userKeys() {
    return stage.database.owner
      .selectFrom('users')
      .select(['id', 'contact_sort_key', 'search_key'])
      .orderBy('id')
      .execute();
  }
});

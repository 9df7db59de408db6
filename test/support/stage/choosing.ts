import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import type { CastUser } from './cast.ts';
import type { Stage } from './stage.ts';

/** Ticks boxes of the open list and leads on with an action to its page. */
export function choose(visitor: Visitor, boxes: string[], action: string): Promise<Page> {
  const ticks = Object.fromEntries(boxes.map((name) => [`Elegir ${name}`, true]));
  return visitor.fill({ ...ticks, 'Con los elegidos': action }).press('Continuar');
}

/** Reads the people under a heading of the page that begins so, with what it says of each. */
export function peopleUnder({ html }: Page, heading: string): Record<string, string> {
  const [, after = ''] = html.split(new RegExp(`<h2>${heading}: \\d+ `));
  const [list = ''] = after.split('</dl>');
  const plain = (one: string) => one.replace(/<[^>]*>/g, '');
  return Object.fromEntries(
    [...list.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, name = '', said = '']) => [plain(name), plain(said)]),
  );
}

/** Adds copies of a person of Quito, each a contact with a user, without the time that the product's verbs take. */
export async function addCopies(
  { database }: Pick<Stage, 'database'>,
  of: CastUser,
  count: number,
): Promise<CastUser[]> {
  const { owner } = database;
  const contacts = owner.selectFrom('contacts').selectAll().where('ruc', '=', of.ruc).where('id', '=', of.contactId);
  const { id: _, document_kind: __, ...contact } = await contacts.executeTakeFirstOrThrow();
  const users = owner.selectFrom('users').selectAll().where('ruc', '=', of.ruc).where('id', '=', of.id);
  const { id: ___, ...user } = await users.executeTakeFirstOrThrow();
  const copies: CastUser[] = [];
  for (let number = 1; number <= count; number += 1) {
    const userName = `${of.userName}x${number}`;
    const email = `${userName}@prueba.example`;
    const keys = { document_number: `COPIA${userName}`, creation_key: userName, email };
    const added = owner.insertInto('contacts').values({ ...contact, ...keys });
    const contactId = (await added.returning('id').executeTakeFirstOrThrow()).id;
    const names = { name: userName, name_folded: userName, creation_key: userName, contact_id: contactId };
    const { id } = await owner
      .insertInto('users')
      .values({ ...user, ...names })
      .returning('id')
      .executeTakeFirstOrThrow();
    copies.push({ ...of, userName, id, contactId, email });
  }
  return copies;
}

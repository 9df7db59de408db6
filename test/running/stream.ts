import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { blankContact } from '../../src/domain/contact.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import type { Product } from '../support/server/product.ts';
import { birthDate, municipality } from './municipality.ts';

/** The acknowledged changes: contacts by number, with their document and the second names that they got. */
export type Acknowledged = Map<number, { document: string; names: string[] }>;

/** Changes of contacts, sent by several people at once until the product does not answer or `stop` is called. */
type Stream = {
  /** Resolves when so many more changes have been acknowledged. */
  reached(changes: number): Promise<void>;
  /** Resolves when a request has been refused. */
  firstRefusal: Promise<void>;
  stop(): void;
  /** Resolves at the end with the number of requests without an answer, and of those that were refused. */
  ended: Promise<{ unanswered: number; refused: number }>;
};

const people = 4;
let documents = 0;

/** Starts sending changes with a visitor's session and form token. */
export function streamOfChanges(visitor: Visitor, token: string, acknowledged: Acknowledged): Stream {
  let [stopped, changes, unanswered, refused] = [false, 0, 0, 0];
  const { promise: firstRefusal, resolve: seeRefusal } = Promise.withResolvers<void>();
  let watch: { changes: number; resolve(): void } | undefined;
  const send = async (path: string, body: Record<string, string>): Promise<string | null> => {
    const page = await visitor.post(path, { _token: token, ...body }).catch(() => null);
    if (!page) {
      unanswered += 1;
      stopped = true;
      return null;
    }
    if (page.status !== 303) {
      refused += 1;
      seeRefusal();
      return null;
    }
    changes += 1;
    if (watch && changes >= watch.changes) watch.resolve();
    return page.headers.location ?? '';
  };
  const person = async () => {
    while (!stopped) {
      documents += 1;
      const document = `FLUJO${documents}`;
      const location = await send('/administracion/contactos/nuevo', typed(document, ''));
      const id = Number(/#c(\d+)$/.exec(location ?? '')?.[1]);
      if (!id) continue;
      const names: string[] = [];
      acknowledged.set(id, { document, names });
      for (let version = 1; version <= 3 && !stopped; version += 1) {
        const name = `Nombre ${letters(documents)} ${letters(version)}`;
        const body = { ...typed(document, name), version: String(version) };
        if ((await send(`/administracion/contactos/${id}`, body)) === null) break;
        names.push(name);
      }
    }
  };
  const ended = Promise.all(Array.from({ length: people }, person)).then(() => ({ unanswered, refused }));
  return {
    reached: (count) =>
      new Promise((resolve) => {
        watch = { changes: changes + count, resolve };
      }),
    firstRefusal,
    stop: () => {
      stopped = true;
    },
    ended,
  };
}

/** Lists the acknowledged changes that are missing, and the changes that are incomplete. */
export async function lossesIn(database: Database, acknowledged: Acknowledged): Promise<string[]> {
  const { rows } = await sql<Kept>`
    select c.id, c.document_number as document, c.version, c.second_name as name,
           count(i.id) filter (where i.event = 'contact.created')::int as created,
           coalesce(array_agg(change ->> 'new' order by i.id) filter (where i.event = 'contact.changed'), '{}') as names
      from contacts c
      left join incidents i on i.ruc = c.ruc and i.subject_kind = 'contact' and i.subject_id = c.id
      left join lateral jsonb_array_elements(i.changes) change on change ->> 'field' = 'contact.secondName'
                                                              and i.event = 'contact.changed'
     where c.document_number like 'FLUJO%'
     group by c.ruc, c.id`.execute(database.owner);
  const { rows: orphans } = await sql<{ id: number }>`
    select subject_id as id from incidents i
     where subject_kind = 'contact' and not exists (select 1 from contacts c where c.ruc = i.ruc and c.id = i.subject_id)`.execute(
    database.owner,
  );
  const kept = new Map(rows.map((row) => [row.id, row]));
  // A contact gets its names one after the other. Only the last one may be stored without an answer.
  const lost = [...acknowledged].filter(([id, { document, names }]) => {
    const found = kept.get(id);
    return found?.document !== document || !names.every((name, place) => found.names[place] === name);
  });
  const half = rows.filter(
    ({ created, version, name, names }) =>
      created !== 1 || version !== names.length + 1 || name !== (names.at(-1) ?? ''),
  );
  return [
    ...lost.map(([id, change]) => `lost: contact ${id} ${JSON.stringify(change)} is ${JSON.stringify(kept.get(id))}`),
    ...half.map((row) => `by half: ${JSON.stringify(row)}`),
    ...orphans.map(({ id }) => `an incident without its contact ${id}`),
  ];
}

type Kept = { id: number; document: string; version: number; name: string; created: number; names: string[] };

/** Makes a visitor of another process with the cookies of the same browser. */
export async function carriedTo(product: Product, browser: Visitor): Promise<Visitor> {
  const visitor = product.visitor();
  for (const name of browser.cookies.names) visitor.cookies.set(name, browser.cookies.get(name) ?? '');
  const page = await visitor.open('/inicio');
  expect(page.text).toContain(`Usuario: ${municipality.userName}`);
  return visitor;
}

function typed(documentNumber: string, secondName: string): Record<string, string> {
  return {
    ...blankContact,
    paternalSurname: 'Flujo',
    firstName: 'Eva',
    secondName,
    documentType: 'Pasaporte',
    documentNumber,
    status: 'ACTIVO',
    position: 'Analista',
    from: '2022-01-01',
    birthDate,
  };
}

// Writes a number in letters, as names have no digits.
function letters(number: number): string {
  return [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}

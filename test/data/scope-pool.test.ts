import { sql } from 'kysely';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failingOn } from '../support/server/failing-on.ts';
import { openStage, type Stage } from '../support/stage/stage.ts';

describe('Two entities over a pool of two connections', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(2);
  });
  afterAll(() => stage?.close());

  test('are never mixed in 200 interleaved requests, some of which fail in the middle of a scope', {
    timeout: 60_000,
  }, async () => {
    const { database, quito, cuenca } = stage;
    const [atQuito, atCuenca] = await Promise.all(
      [quito, cuenca].map(({ administrator }) => stage.signedIn(administrator)),
    );
    if (!atQuito || !atCuenca) throw new Error('Both sign in.');
    const people = [
      {
        visitor: atQuito,
        name: quito.name,
        ruc: quito.ruc,
        own: 'Ñacato Diana',
        foreign: /Crespo|Cuenca|Ensayo|0969999920001|admincuenca/,
      },
      {
        visitor: atCuenca,
        name: cuenca.name,
        ruc: cuenca.ruc,
        own: 'Crespo Carla',
        foreign: /Ñacato|Brito|Ochoa|Vera|Prueba|1769999930001|adminquito/,
      },
    ];
    const paths = ['/administracion/contactos', '/administracion/usuarios', '/administracion/usuarios?buscar=d'];
    // Far more than there are connections, and few enough for none to wait five seconds for one (R5).
    const atOnce = pLimit(12);
    // Every deletion of a contact fails, after the scope has written.
    const answers = await failingOn(database, 'delete', 'contacts', () =>
      Promise.all(
        Array.from({ length: 200 }, (_, turn) =>
          atOnce(async () => {
            const person = people[turn % 2] as (typeof people)[number];
            if (turn % 10 === 4) {
              const path = `/administracion/contactos/${stage.futureContact}/eliminar`;
              const page = await person.visitor.post(path, { _token: person.visitor.token });
              return { status: page.status, faults: person.foreign.test(page.text) };
            }
            const page = await person.visitor.get(paths[turn % 3] ?? '/');
            const its = page.text.includes(`Entidad: ${person.name}`) && page.text.includes(person.own);
            return { status: page.status, faults: !its || person.foreign.test(page.text) };
          }),
        ),
      ),
    );
    expect(answers).toEqual(answers.map((_, turn) => ({ status: turn % 10 === 4 ? 500 : 200, faults: false })));
    const roles = await sql<{ owner: boolean }>`select session_user = current_user as owner`.execute(database.owner);
    expect(roles.rows).toEqual([{ owner: true }]);
  });
});

import type { CompiledQuery, KyselyPlugin } from 'kysely';
import { expect, test } from 'vitest';
import type { Database, Scope } from '../../src/data/database/database.ts';
import { type CastUser, scopeOf, someone } from '../support/stage/cast.ts';
import { addCopies } from '../support/stage/choosing.ts';
import { onStage } from '../support/stage/stage.ts';

const most = 100;

onStage('The review of a change of many', (stage) => {
  test.each(['users', 'contacts'] as const)('reads a hundred chosen %s in one statement', async (list) => {
    const people = await addCopies(stage, await someone(stage), most);
    const one = await reviewing(list, people.slice(0, 1));
    const all = await reviewing(list, people);
    expect(one.lines).toBe(1);
    expect(all.lines).toBe(most);
    expect(all.sent).toBe(one.sent);
    expect(all.sent).toBe(1);
  });

  async function reviewing(list: 'users' | 'contacts', people: CastUser[]) {
    let sent = 0;
    const database = counting(stage.database, () => (sent += 1));
    const { bulkChanges } = scopeOf(database, stage.quito, stage.clock.now);
    const lines =
      list === 'users'
        ? await bulkChanges.users.review(
            'desactivar',
            people.map(({ id }) => id),
            null,
          )
        : await bulkChanges.contacts.review(
            'inactivo',
            people.map(({ contactId }) => contactId),
            null,
          );
    return { lines: lines?.length, sent };
  }
});

// The database with scopes that tell each statement that is sent in them.
function counting({ inScope, ...others }: Database, tell: () => void): Database {
  return { ...others, inScope: (ruc, work) => inScope(ruc, (scope, last) => work(told(scope, tell), last)) };
}

function told(scope: Scope, tell: () => void): Scope {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      tell();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  // A statement that was built before goes past the plugins.
  return Object.assign(scope.withPlugin(plugin) as Scope, {
    executeQuery: <Row>(query: CompiledQuery<Row>) => {
      tell();
      return scope.executeQuery(query);
    },
  });
}

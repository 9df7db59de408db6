import type { Database } from '../data/database/database.ts';
import { demoEntities } from '../data/demo/entities.ts';
import { loadDemonstration } from '../data/demo/load.ts';
import type { Answer, Command, CommandContext, Values } from './command.ts';

/** The command that loads the demonstration data (product 7). */
export const demonstrationCommands: Record<string, Command> = {
  demo: {
    options: [],
    summary: 'llena una base de datos vacía con los datos de demostración, cuyas contraseñas son públicas',
    plan: planDemonstration,
  },
};

const demoAccounts = demoEntities.flatMap(({ ruc, administrator, users }) => [
  { ruc, user: administrator.user, password: administrator.password },
  ...users.flatMap(({ name, password }) => (password ? [{ ruc, user: name, password }] : [])),
]);

function planDemonstration(_values: Values, { now }: CommandContext) {
  return async (database: Database): Promise<Answer> => {
    await loadDemonstration(database, now);
    return {
      text: [
        'Los datos de demostración están cargados. Se puede ingresar con:',
        ...demoAccounts.map(({ ruc, user, password }) => `  RUC ${ruc}, usuario ${user}, contraseña ${password}`),
      ].join('\n'),
      data: { accounts: demoAccounts },
    };
  };
}

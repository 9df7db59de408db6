import type { Database } from '../data/database/database.ts';
import { makeNextKey, takeNextKey } from '../data/database/embedded-key.ts';
import { rotateKey } from '../data/outside/server-key.ts';
import { deriveSecrets } from '../data/secrets/derived.ts';
import type { Answer, Command, CommandContext, Values } from './command.ts';

/** The command that changes the server key of a database (product 7, F4). */
export const keyCommands: Record<string, Command> = {
  'key rotate': {
    options: [],
    summary: 'da a la base de datos la clave de SOCE_KEY o, en la incorporada, una nueva en el archivo soce.key',
    takesOtherKey: true,
    plan: planRotation,
  },
};

function planRotation(_values: Values, { config: { key, dataFolder }, now }: CommandContext) {
  return async (database: Database): Promise<Answer> => {
    const rotation = await rotateKey(database, secretsOf(key ?? makeNextKey(dataFolder)), now);
    if (key === undefined) takeNextKey(dataFolder);
    if (!rotation) {
      return {
        text: 'La base de datos ya tiene la clave de SOCE_KEY. Para cambiarla, ponga otra en SOCE_KEY y repita la orden.',
        data: { rotated: false, passwordsEnded: 0, mailsRenewed: 0 },
      };
    }
    const { passwordsEnded, mailsRenewed } = rotation;
    return {
      text: [
        `La base de datos tiene ahora ${key === undefined ? 'una clave nueva, en el archivo soce.key' : 'la clave de SOCE_KEY'}.`,
        `Contraseñas temporales ya enviadas que dejaron de servir: ${passwordsEnded}. Sus usuarios necesitan otro reseteo o, si son administradores, otra recuperación.`,
        `Correos pendientes que saldrán con otra contraseña temporal: ${mailsRenewed}.`,
        'Los códigos de los reportes «Estado a la fecha» ya entregados dejaron de servir; los reportes se pueden hacer de nuevo.',
        'Las páginas abiertas piden enviar de nuevo su formulario; las sesiones siguen. Inicie los procesos con esta clave.',
      ].join('\n'),
      data: { rotated: true, passwordsEnded, mailsRenewed },
    };
  };
}

function secretsOf(key: string) {
  return deriveSecrets(Buffer.from(key, 'hex'));
}

import type { Database } from '../data/database/database.ts';
import { addressableMenus, setMenuAddress } from '../data/outside/menus.ts';
import { addressField } from '../domain/menu.ts';
import { type Answer, type Command, CommandRefused, type Values } from './command.ts';

/** The commands for the addresses of modules, which are the same for all entities (product 7). */
export const menuCommands: Record<string, Command> = {
  'menu list': {
    options: [],
    summary: 'muestra los módulos del catálogo con su código, su nombre y su dirección',
    plan: () => listModules,
  },
  'menu address': {
    options: ['code', 'url'],
    summary: 'da su dirección a un módulo, para todas las entidades; desde entonces es un enlace',
    plan: planAddress,
  },
  'menu address remove': {
    options: ['code'],
    summary: 'quita la dirección de un módulo, que se muestra entonces como atendido en otro sistema',
    plan: ({ code }) => planAddressChange(code, null),
  },
};

async function listModules(database: Database): Promise<Answer> {
  const modules = await addressableMenus(database);
  const codeWidth = Math.max(...modules.map(({ code }) => code.length));
  const nameWidth = Math.max(...modules.map(({ name }) => name.length));
  return {
    text: modules
      .map(({ code, name, address }) =>
        [code.padEnd(codeWidth), name.padEnd(nameWidth), address ?? 'sin dirección'].join('  '),
      )
      .join('\n'),
    data: { modules: modules.map(({ code, name, address }) => ({ code, name, address })) },
  };
}

function planAddress({ code, url }: Values) {
  const read = addressField.safeParse(url);
  if (!read.success) throw new CommandRefused(read.error.issues.map(({ message }) => `--url: ${message}`).join('\n'));
  return planAddressChange(code, read.data);
}

function planAddressChange(code: string, address: string | null) {
  return async (database: Database): Promise<Answer> => {
    const result = await setMenuAddress(database, code, address);
    if (!result) {
      throw new CommandRefused(
        `--code: ningún módulo tiene el código ${code}. Los códigos se ven con la orden «menu list».`,
      );
    }
    return {
      text: changeSentences(code, address)[result],
      data: { code, address, changed: result === 'changed' },
    };
  };
}

function changeSentences(code: string, address: string | null): Record<'changed' | 'unchanged', string> {
  return address
    ? {
        changed: `El módulo ${code} tiene ahora esta dirección: ${address}`,
        unchanged: `El módulo ${code} ya tenía esta dirección: ${address}`,
      }
    : {
        changed: `El módulo ${code} queda sin dirección.`,
        unchanged: `El módulo ${code} ya estaba sin dirección.`,
      };
}

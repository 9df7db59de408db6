import type { Config } from '../config.ts';
import type { Database } from '../data/database/database.ts';

/** The answer of a command: text for people, data for programs (`--json`). */
export type Answer = { text: string; data: Record<string, unknown> };

/** A command that can't be carried out as given; the message names the option and the remedy. */
export class CommandRefused extends Error {}

/** All options that take a value, each with an example for the help and for messages. */
export const examples = {
  ruc: '1769999930001',
  name: '"Municipio de Ejemplo"',
  user: 'admin2026',
  email: 'nombre@entidad.gob.ec',
  document: '0259999118',
  surname: 'Pérez',
  'first-name': 'Ana',
  'birth-date': '1980-01-31',
  code: 'CONSULTAS',
  url: '"https://modulo.example/"',
} as const;

/** The name of an option that takes a value. */
export type Option = keyof typeof examples;

/** The values of the options; a command finds all that it lists in `options`. */
export type Values = Record<Option, string>;

/** The configuration and the present instant, which a command gets besides its values. */
export type CommandContext = { config: Config; now: Date };

/**
 * A command. `plan` reads the values and returns the work to do on the database, which gets the names of the migrations
 * that were just applied. Both throw CommandRefused; `plan` throws it before the database is opened.
 */
export type Command = {
  options: readonly Option[];
  summary: string;
  /** True if the command may run with another server key than the database's (F4). */
  takesOtherKey?: true;
  plan: (values: Values, context: CommandContext) => (database: Database, migrated: string[]) => Promise<Answer>;
};

import type { Config } from '../config.ts';
import type { Database } from '../data/database/database.ts';

/** What a command answers, for people and (`--json`) for programs. */
export type Answer = { text: string; data: Record<string, unknown> };

/** The command can't be carried out as given; the message names the option and the remedy. */
export class Refusal extends Error {}

/** Every option that takes a value, with an example for usage and messages. */
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

export type Option = keyof typeof examples;

/** The values given; all that the command's `options` name are there. */
export type Values = Record<Option, string>;

/** What a command goes by besides its values. */
export type Circumstances = { config: Config; now: Date };

/** A command: `plan` reads the values (throws Refusal before anything is opened), and what it returns does the work. */
export type Command = {
  options: readonly Option[];
  summary: string;
  plan: (values: Values, circumstances: Circumstances) => (database: Database, migrated: string[]) => Promise<Answer>;
};

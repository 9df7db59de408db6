import { parseArgs } from 'node:util';
import { administratorCommands } from './cli/administrator.ts';
import { type Answer, type Command, CommandRefused, examples, type Option, type Values } from './cli/command.ts';
import { demonstrationCommands } from './cli/demonstration.ts';
import { entityCommands } from './cli/entity.ts';
import { keyCommands } from './cli/key.ts';
import { menuCommands } from './cli/menu.ts';
import { migrationCommands } from './cli/migration.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { DataFolderError, inDataFolder } from './data/database/data-folder.ts';
import { type Database, migrate } from './data/database/database.ts';
import { checkReachable } from './data/database/database-faults.ts';
import { openEmbedded } from './data/database/embedded.ts';
import { embeddedKey } from './data/database/embedded-key.ts';
import { DatabaseError } from './data/database/errors.ts';
import { checkRuntimeRole } from './data/database/role-check.ts';
import { openServer } from './data/database/server.ts';
import { checkKey, keyTest } from './data/outside/server-key.ts';
import { deriveSecrets } from './data/secrets/derived.ts';
import { tidyRuc } from './domain/ruc.ts';
import { tidyText } from './domain/typed-text.ts';

// The command line `soce` (product 7). Reads the arguments, runs the command and prints its answer. The commands are in
// cli/, one file for each noun.

const commands: Record<string, Command> = {
  ...migrationCommands,
  ...entityCommands,
  ...administratorCommands,
  ...keyCommands,
  ...menuCommands,
  ...demonstrationCommands,
};

const parsedOptions = {
  ...Object.fromEntries(Object.keys(examples).map((option) => [option, { type: 'string' as const }])),
  json: { type: 'boolean' as const },
  help: { type: 'boolean' as const, short: 'h' },
};
const seeHelp = 'Las órdenes y opciones se ven con --help.';

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<0 | 1> {
  const json = args.includes('--json');
  try {
    const { text, data } = await run(args);
    if (await print(json ? JSON.stringify(data) : text)) return 0;
    // It may have had a password that is shown once.
    process.stderr.write('La orden se cumplió, pero su respuesta no se pudo escribir.\n');
  } catch (error) {
    const refused = [CommandRefused, ConfigError, DataFolderError].some((kind) => error instanceof kind);
    const told = refused || error instanceof DatabaseError;
    const sentence = told ? messageOf(error) : `La orden no se pudo completar: ${messageOf(error)}.`;
    if (json) await print(JSON.stringify({ error: sentence }));
    else process.stderr.write(`${sentence}\n`);
    if (!refused && readConfig().logLevel === 'debug') console.error(error);
  }
  return 1;
}

// Gives false if the output takes nothing, such as a full disk.
async function print(line: string): Promise<boolean> {
  process.stdout.on('error', () => {});
  return new Promise((resolve) => process.stdout.write(`${line}\n`, (error) => resolve(!error)));
}

type Work = ReturnType<Command['plan']>;

async function run(args: string[]): Promise<Answer> {
  const request = readArguments(args);
  if (request === 'help') return { text: usage(), data: { usage: usage() } };
  const config = readConfig();
  const work = request.command.plan(request.values, { config, now: new Date() });
  return carryOut(request.command, work, config).catch((error: unknown) => {
    throw config.databaseUrl ? error : inDataFolder(config.dataFolder, error);
  });
}

async function carryOut({ takesOtherKey }: Command, work: Work, config: Config): Promise<Answer> {
  const database = config.databaseUrl
    ? openServer(config.databaseUrl, { statementTimeout: 0 })
    : await openEmbedded(config.dataFolder);
  try {
    if (config.databaseUrl) await checkReachable(database);
    const migrated = await migrate(database);
    const warning = await checkRuntimeRole(database);
    if (warning) process.stderr.write(`${warning}\n`);
    if (!takesOtherKey) await checkKeyOf(database, config);
    return await work(database, migrated);
  } finally {
    await database.close();
  }
}

// A database that no server has used yet has no key to compare with.
async function checkKeyOf(database: Database, { key, dataFolder }: Config): Promise<void> {
  const fits = await keyTest(database);
  if (fits) await checkKey(database, deriveSecrets(Buffer.from(key ?? embeddedKey(dataFolder, fits), 'hex')));
}

function readArguments(args: string[]): 'help' | { command: Command; values: Values } {
  // Not strict, because parseArgs words its refusals in English.
  const { tokens } = parseArgs({ args, options: parsedOptions, strict: false, allowPositionals: true, tokens: true });
  const words = tokens.filter((token) => token.kind === 'positional').map((token) => token.value);
  const given = tokens.filter((token) => token.kind === 'option');
  if (given.some(({ name }) => name === 'help')) return 'help';
  const valued = given.filter(({ index }) => args[index] !== '--json');
  if (words.length === 0 && valued.length === 0) return 'help';

  const values: Partial<Values> = {};
  for (const { name, index, value, inlineValue } of valued) {
    if (!isOption(name)) throw new CommandRefused(`No existe la opción ${args[index]}. ${seeHelp}`);
    // If a value was forgotten, parseArgs takes the next option for the value.
    if (value === undefined || (!inlineValue && value.startsWith('-'))) throw new CommandRefused(missing(name));
    if (values[name] !== undefined) throw new CommandRefused(`--${name} está dos veces: escríbala una sola vez.`);
    values[name] = name === 'ruc' ? tidyRuc(value) : tidyText(value);
  }

  const order = words.join(' ');
  const command = Object.hasOwn(commands, order) ? commands[order] : undefined;
  if (!command) {
    throw new CommandRefused(
      `No existe la orden «${order}». Ponga entre comillas los valores con espacios. ${seeHelp}`,
    );
  }
  const unexpected = Object.keys(values).filter((option) => !command.options.some((own) => own === option));
  const faults = [
    ...unexpected.map((option) => `La orden «${order}» no lleva --${option}: quítela.`),
    ...command.options.filter((option) => !values[option]).map(missing),
  ];
  if (faults.length > 0) throw new CommandRefused(faults.join('\n'));
  return { command, values: values as Values };
}

function isOption(name: string): name is Option {
  return Object.hasOwn(examples, name);
}

function missing(option: Option): string {
  return `Falta el valor de --${option}: escriba, por ejemplo, --${option} ${examples[option]}.`;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // The error of a refused connection has a code and an empty message.
  return error.message || ('code' in error ? String(error.code) : error.name);
}

function usage(): string {
  const orders = Object.entries(commands).map(([name, { options, summary }]) => {
    const example = [name, ...options.map((option) => `--${option} ${examples[option]}`)].join(' ');
    return `  ${example}\n      ${summary}`;
  });
  return [
    'Uso: npm run soce -- <orden> [opciones]',
    '',
    ...orders,
    '',
    '  --json  responde con un solo objeto JSON; use entonces «npm run --silent soce -- …»',
    '  --help  muestra esta ayuda',
    '',
    'La base de datos es la de DATABASE_URL o, si falta, la incorporada en SOCE_DATA_DIR, y se pone al día antes.',
    'El código de salida es 0 si la orden se cumplió y 1 si no.',
  ].join('\n');
}

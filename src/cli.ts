import { parseArgs } from 'node:util';
import { type Config, ConfigError, readConfig } from './config.ts';
import { type Database, DatabaseError, migrate } from './data/database.ts';
import { demoEntities } from './data/demo/entities.ts';
import { loadDemonstration, neverOnServer } from './data/demo/load.ts';
import { openEmbedded } from './data/embedded-database.ts';
import { registerEntity, setSuspended } from './data/entities.ts';
import { FolderInUse } from './data/folder-lock.ts';
import { checkRuntimeRole } from './data/role-check.ts';
import { hashPassword, newTemporaryPassword } from './data/secrets.ts';
import { openServer } from './data/server-database.ts';
import { civilDate, dateTimeText } from './domain/civil-date.ts';
import { readEntity } from './domain/entity.ts';
import { temporaryHours } from './domain/password.ts';
import { fullName } from './domain/person-name.ts';

// soce: what is done from the command line of the machine that runs the system (spec 7).

/** What a command answers, for people and (--json) for programs. */
type Answer = { text: string; data: Record<string, unknown> };

/** The command can't be carried out as given; the message names the option and the remedy. */
class Refusal extends Error {}

/** Every option that takes a value, with an example for usage and messages. */
const examples = {
  ruc: '1769999930001',
  name: '"Municipio de Ejemplo"',
  user: 'admin2026',
  email: 'nombre@entidad.gob.ec',
  document: '0259999118',
  surname: 'Pérez',
  'first-name': 'Ana',
  'birth-date': '1980-01-31',
} as const;

type Option = keyof typeof examples;
type Values = Record<Option, string>;
type Circumstances = { config: Config; now: Date };

/** A command: `plan` reads the values (throws Refusal before anything is opened), and what it returns does the work. */
type Command = {
  options: readonly Option[];
  summary: string;
  plan: (values: Values, circumstances: Circumstances) => (database: Database, migrated: string[]) => Promise<Answer>;
};

const commands: Record<string, Command> = {
  migrate: {
    options: [],
    summary: 'pone al día el esquema de la base de datos',
    plan: () => async (_database, migrated) => ({
      text:
        migrated.length > 0 ? `Migraciones aplicadas: ${migrated.join(', ')}.` : 'La base de datos ya estaba al día.',
      data: { migrated },
    }),
  },
  'entity add': {
    options: ['ruc', 'name', 'user', 'email', 'document', 'surname', 'first-name', 'birth-date'],
    summary: 'registra una entidad y muestra una vez la contraseña temporal de su administrador',
    plan: planEntity,
  },
  'entity suspend': {
    options: ['ruc'],
    summary: 'quita el acceso a todas las personas de la entidad, de inmediato',
    plan: ({ ruc }, { now }) => suspension(ruc, true, now),
  },
  'entity resume': {
    options: ['ruc'],
    summary: 'devuelve el acceso a la entidad',
    plan: ({ ruc }, { now }) => suspension(ruc, false, now),
  },
  demo: {
    options: [],
    summary: 'llena una base de datos incorporada y vacía con los datos de demostración',
    plan: planDemonstration,
  },
};

const parsedOptions = {
  ...Object.fromEntries(Object.keys(examples).map((option) => [option, { type: 'string' as const }])),
  json: { type: 'boolean' as const },
  help: { type: 'boolean' as const, short: 'h' },
};
const seeHelp = 'Las órdenes y opciones se ven con --help.';

const demoAccounts = demoEntities.flatMap(({ ruc, administrator, users }) => [
  { ruc, user: administrator.user, password: administrator.password },
  ...users.flatMap(({ name, password }) => (password ? [{ ruc, user: name, password }] : [])),
]);

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<0 | 1> {
  const json = args.includes('--json');
  try {
    const { text, data } = await run(args);
    process.stdout.write(`${json ? JSON.stringify(data) : text}\n`);
    return 0;
  } catch (error) {
    const expected = [Refusal, ConfigError, FolderInUse, DatabaseError].some((kind) => error instanceof kind);
    const sentence = expected ? messageOf(error) : `La orden no se pudo completar: ${messageOf(error)}.`;
    if (json) process.stdout.write(`${JSON.stringify({ error: sentence })}\n`);
    else process.stderr.write(`${sentence}\n`);
    if (!expected && readConfig().logLevel === 'debug') console.error(error);
    return 1;
  }
}

async function run(args: string[]): Promise<Answer> {
  const request = readArguments(args);
  if (request === 'help') return { text: usage(), data: { usage: usage() } };
  const config = readConfig();
  const work = request.command.plan(request.values, { config, now: new Date() });
  const database = config.databaseUrl
    ? openServer(config.databaseUrl, { unhurried: true })
    : await openEmbedded(config.dataFolder);
  try {
    const migrated = await migrate(database);
    const warning = await checkRuntimeRole(database);
    if (warning) process.stderr.write(`${warning}\n`);
    return await work(database, migrated);
  } finally {
    await database.close();
  }
}

function readArguments(args: string[]): 'help' | { command: Command; values: Values } {
  // Not strict, because the messages of a strict reading are English.
  const { tokens } = parseArgs({ args, options: parsedOptions, strict: false, allowPositionals: true, tokens: true });
  const words = tokens.filter((token) => token.kind === 'positional').map((token) => token.value);
  const given = tokens.filter((token) => token.kind === 'option');
  if (given.some(({ name }) => name === 'help')) return 'help';
  const valued = given.filter(({ index }) => args[index] !== '--json');
  if (words.length === 0 && valued.length === 0) return 'help';

  const values: Partial<Values> = {};
  for (const { name, index, value, inlineValue } of valued) {
    if (!isOption(name)) throw new Refusal(`No existe la opción ${args[index]}. ${seeHelp}`);
    // What follows a forgotten value is the next option.
    if (value === undefined || (!inlineValue && value.startsWith('-'))) throw new Refusal(missing(name));
    if (values[name] !== undefined) throw new Refusal(`--${name} está dos veces: escríbala una sola vez.`);
    values[name] = value.trim();
  }

  const order = words.join(' ');
  const command = Object.hasOwn(commands, order) ? commands[order] : undefined;
  if (!command) {
    throw new Refusal(`No existe la orden «${order}». Ponga entre comillas los valores con espacios. ${seeHelp}`);
  }
  const foreign = Object.keys(values).filter((option) => !command.options.some((own) => own === option));
  const faults = [
    ...foreign.map((option) => `La orden «${order}» no lleva --${option}: quítela.`),
    ...command.options.filter((option) => !values[option]).map(missing),
  ];
  if (faults.length > 0) throw new Refusal(faults.join('\n'));
  return { command, values: values as Values };
}

function planEntity(values: Values, { now }: Circumstances) {
  const typed = { ...values, firstName: values['first-name'], birthDate: values['birth-date'] };
  const read = readEntity(typed, civilDate(now));
  if ('errors' in read) {
    const faults = Object.entries(read.errors).map(([field, sentence]) => `--${optionOf(field)}: ${sentence}`);
    throw new Refusal(faults.join('\n'));
  }
  const { ruc, name, user, contact } = read.data;
  const temporaryPassword = newTemporaryPassword();
  const temporaryUntil = new Date(now.getTime() + temporaryHours.typedByAdministrator * 3_600_000);
  return async (database: Database): Promise<Answer> => {
    const passwordHash = await hashPassword(temporaryPassword);
    const entity = { ruc, name, userName: user, contact, passwordHash, temporaryUntil };
    if (!(await registerEntity(database, entity, now))) {
      throw new Refusal(`--ruc: la entidad ${ruc} ya está registrada. Revise el número.`);
    }
    return {
      text: [
        `Entidad registrada: ${ruc}, ${name}.`,
        `Administrador: ${fullName(contact)}, ${contact.documentType} ${contact.documentNumber}.`,
        `Usuario: ${user}`,
        `Contraseña temporal: ${temporaryPassword}`,
        `Vale hasta el ${dateTimeText(temporaryUntil)} (hora de Ecuador) y se cambia en el primer ingreso.`,
        'Anótela ahora, porque no se vuelve a mostrar.',
      ].join('\n'),
      data: { ruc, name, user, temporaryPassword, temporaryUntil },
    };
  };
}

function suspension(ruc: string, suspended: boolean, now: Date) {
  return async (database: Database): Promise<Answer> => {
    const result = await setSuspended(database, ruc, suspended, now);
    if (!result) throw new Refusal(`--ruc: no hay ninguna entidad con el RUC ${ruc}. Revise el número.`);
    const state = suspended ? 'suspendida' : 'activa';
    return {
      text: result === 'changed' ? `La entidad ${ruc} está ${state}.` : `La entidad ${ruc} ya estaba ${state}.`,
      data: { ruc, suspended, changed: result === 'changed' },
    };
  };
}

function planDemonstration(_values: Values, { config, now }: Circumstances) {
  if (config.databaseUrl) throw new Refusal(neverOnServer);
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

function isOption(name: string): name is Option {
  return Object.hasOwn(examples, name);
}

function optionOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function missing(option: Option): string {
  return `Falta el valor de --${option}: escriba, por ejemplo, --${option} ${examples[option]}.`;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A refused connection has a code and no message.
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

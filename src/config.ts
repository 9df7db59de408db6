import * as z from 'zod';
import { parseProxies, type TrustedProxies } from './domain/address.ts';

/** The configuration of the process, frozen; readConfig has checked every value. */
export type Config = Readonly<{
  port: number;
  host: string;
  baseUrl: URL;
  databaseUrl: string | undefined;
  dataFolder: string;
  /** 32 bytes as 64 hex digits; undefined only for the embedded database, which makes and stores its own key. */
  key: string | undefined;
  /** smtp:// or smtps://; undefined if mails are written to a folder. */
  mailUrl: URL | undefined;
  mailFrom: { name: string; address: string };
  support: string;
  trustedProxies: TrustedProxies;
  logLevel: string;
}>;

/** A wrong configuration; the message is a sentence for the person who starts the process. */
export class ConfigError extends Error {}

const mailAddress = String.raw`[^\s<>",;@]+@[^\s<>",;@]+`;
const sender = new RegExp(`^(?:([^<>"\\r\\n]*)<(${mailAddress})>|(${mailAddress}))$`);

const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'PORT debe ser un número de puerto entre 0 y 65535')
    .transform(Number)
    .refine((port) => port <= 65535, 'PORT debe ser un número de puerto entre 0 y 65535')
    .default(3000),
  HOST: z.string().default('127.0.0.1'),
  BASE_URL: z
    .url({ protocol: /^https?$/, error: 'BASE_URL debe ser una dirección http:// o https:// completa' })
    .refine(
      (text) => !URL.canParse(text) || new URL(text).href === `${new URL(text).origin}/`,
      'BASE_URL debe terminar en el nombre o el puerto, sin ruta: el sistema atiende desde la raíz del sitio',
    )
    .optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'DATABASE_URL debe empezar por postgres:// o postgresql://')
    // The host may be missing, for a socket.
    .refine(
      (text) => URL.canParse(text.replace('@/', '@localhost/')),
      'DATABASE_URL debe ser una dirección completa, como postgres://usuario:clave@servidor:5432/base',
    )
    .refine(
      (url) => !/[?&]pgbouncer=(?!true(&|$))/.test(url),
      'DATABASE_URL debe llevar pgbouncer=true, o nada, según pase o no por PgBouncer',
    )
    .optional(),
  SOCE_DATA_DIR: z.string().default('./data'),
  SOCE_KEY: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'SOCE_KEY debe tener 64 dígitos hexadecimales')
    .optional(),
  MAIL_URL: z
    .url({ protocol: /^smtps?$/, error: 'MAIL_URL debe ser una dirección smtp:// o smtps:// completa' })
    .transform((text) => new URL(text))
    .refine(({ hostname }) => hostname !== '', 'MAIL_URL debe nombrar el servidor de correo')
    .refine(
      ({ username, password }) => isDecodable(username) && isDecodable(password),
      'MAIL_URL debe llevar codificados el usuario y la contraseña, por ejemplo %25 por cada %',
    )
    .optional(),
  MAIL_FROM: z
    .string()
    .transform((text) => sender.exec(text.trim()))
    .refine(
      (parts) => parts !== null,
      'MAIL_FROM debe ser una dirección de correo, sola o como «SOCE <soce@entidad.gob.ec>»',
    )
    .transform((parts) => ({ name: parts?.[1]?.trim() ?? '', address: parts?.[2] ?? parts?.[3] ?? '' }))
    .optional(),
  SOCE_SUPPORT: z
    .string()
    .trim()
    .regex(/^\P{Cc}{1,500}$/u, 'SOCE_SUPPORT debe ser una línea de texto de hasta 500 caracteres')
    .default(
      'Si perdió el acceso a su correo o necesita otra ayuda, acuda a la mesa de ayuda de su entidad o del SERCOP.',
    ),
  SOCE_TRUSTED_PROXIES: z
    .string()
    .transform(parseProxies)
    .refine(
      (proxies) => proxies !== null,
      'SOCE_TRUSTED_PROXIES debe tener direcciones IP o rangos CIDR separados por comas, como 10.0.0.5, 192.168.0.0/16',
    )
    .optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'LOG_LEVEL debe ser debug, info, warn, error o silent')
    .default('info'),
});

/**
 * Reads the configuration from environment variables (product 7); an empty one counts as missing. Throws ConfigError
 * with a sentence that names the variable.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = schema.safeParse(given);
  if (!read.success) throw new ConfigError(`${read.error.issues.map((issue) => issue.message).join('. ')}.`);
  const value = read.data;
  if (value.DATABASE_URL && !value.SOCE_KEY) {
    throw new ConfigError(
      'Con DATABASE_URL hace falta SOCE_KEY: 64 dígitos hexadecimales, los mismos en cada proceso.',
    );
  }
  const baseUrl = new URL(value.BASE_URL ?? `http://localhost:${value.PORT}`);
  return Object.freeze({
    port: value.PORT,
    host: value.HOST,
    baseUrl,
    databaseUrl: value.DATABASE_URL,
    dataFolder: value.SOCE_DATA_DIR,
    key: value.SOCE_KEY,
    mailUrl: value.MAIL_URL,
    mailFrom: value.MAIL_FROM ?? { name: 'SOCE Usuarios', address: `no-responder@${baseUrl.hostname}` },
    support: value.SOCE_SUPPORT,
    trustedProxies: value.SOCE_TRUSTED_PROXIES ?? [],
    logLevel: value.LOG_LEVEL,
  });
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

import type { Child } from 'hono/jsx';
import type { Hindrance } from '../src/domain/access.ts';

/** The subject of a mail, and its text in plain and in HTML. */
export type MailText = { subject: string; text: string; html: string };

/** The person whom a mail addresses. userName is '' in a mail about a contact; signInAddress is a whole URL. */
export type MailReader = {
  personName: string;
  entityName: string;
  ruc: string;
  userName: string;
  signInAddress: string;
  /** The reasons why that user doesn't get in today. */
  hindrances: Hindrance[];
};

/** A paragraph, a table of values by name, or a link. */
export type Part = string | Fact[] | Link;
/** A value with its name. */
export type Fact = [name: string, value: string];
/** A link in words, with its address beside for those who rather type it. */
export type Link = { words: string; address: string };

const closingSentences = [
  'Nadie le pedirá su contraseña por teléfono ni por correo.',
  'Este mensaje es automático; por favor, no lo responda.',
];

/** Writes a mail of these parts, with the greeting before and the closing sentences behind them. */
export function composeMail(subject: string, { personName }: MailReader, parts: Part[]): MailText {
  const all = [`${personName}:`, ...parts, ...closingSentences];
  return { subject, text: `${all.map(plainPart).join('\n\n')}\n`, html: htmlText(subject, all) };
}

function plainPart(part: Part): string {
  if (typeof part === 'string') return part;
  const lines = Array.isArray(part) ? part : [[part.words, part.address]];
  return lines.map(([name, value]) => `${name}: ${value}`).join('\n');
}

// A word longer than a phone is wide breaks. Colours are those of the reader's mail program, light or dark.
const mailStyle =
  'max-width: 36em; margin: 0 auto; padding: 8px; font: 16px/1.5 sans-serif; word-break: break-word; overflow-wrap: anywhere';
const valueStyle = 'padding: 4px 0; vertical-align: top';
const nameStyle = `${valueStyle}; padding-right: 12px; text-align: left; word-break: normal; overflow-wrap: normal`;

function htmlText(subject: string, parts: Part[]): string {
  const page = (
    <html lang="es">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>{subject}</title>
      </head>
      <body>
        <main style={mailStyle}>
          <h1 style="font-size: 20px; line-height: 1.3">{subject}</h1>
          {parts.map(htmlPart)}
        </main>
      </body>
    </html>
  );
  return `<!doctype html>${page}`;
}

function htmlPart(part: Part): Child {
  if (typeof part === 'string') return <p style={part.includes('\n') ? 'white-space: pre-line' : undefined}>{part}</p>;
  if (!Array.isArray(part)) {
    return (
      <p>
        <a href={part.address} style="font-weight: bold">
          {part.words}
        </a>
        : {part.address}
      </p>
    );
  }
  return (
    <table style="border-collapse: collapse">
      {part.map(([name, value]) => (
        <tr>
          <th scope="row" style={nameStyle}>
            {name}
          </th>
          <td style={valueStyle}>{value}</td>
        </tr>
      ))}
    </table>
  );
}

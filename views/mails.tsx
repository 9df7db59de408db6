import type { Child } from 'hono/jsx';
import type { ResetLetter } from '../src/domain/letter.ts';

/** A mail's subject and its two parts, which say the same. */
export type Letter = { subject: string; text: string; html: string };

type Reader = { personName: string; entityName: string; ruc: string; userName: string };

/** A temporary password after the administrator's reset (spec 3.2). */
export function passwordResetMail(
  reader: Reader & { password: string; goodUntil: string; signInAddress: string },
): Letter {
  return letter(`Contraseña temporal de ${reader.userName}`, reader, [
    `La administración de ${reader.entityName} reseteó la contraseña de su usuario. La contraseña anterior ya no sirve y sus sesiones se cerraron.`,
    {
      RUC: reader.ruc,
      Usuario: reader.userName,
      'Contraseña temporal': reader.password,
      'Vale hasta': reader.goodUntil,
      'Ingrese en': reader.signInAddress,
    },
    'Al ingresar se le pedirá que elija una contraseña nueva; con ella termina la temporal.',
    'Si no esperaba este correo, avise a la administración de su entidad.',
  ]);
}

/** Tells a person that their password has changed (spec 4). */
export function passwordChangedMail(reader: Reader): Letter {
  return letter(`Cambió la contraseña de ${reader.userName}`, reader, [
    `La contraseña de su usuario en ${reader.entityName} se cambió, y sus demás sesiones se cerraron.`,
    { RUC: reader.ruc, Usuario: reader.userName },
    'Si usted no la cambió, pida de inmediato a la administración de su entidad que la resetee.',
  ]);
}

/** Tells a person that their user may sign in now; the password isn't told. */
export function userActivatedMail(reader: Reader & { signInAddress: string }): Letter {
  return letter(`Su usuario ${reader.userName} está activado`, reader, [
    `La administración de ${reader.entityName} activó su usuario.`,
    { RUC: reader.ruc, Usuario: reader.userName, 'Ingrese en': reader.signInAddress },
    'La contraseña no va en este correo: si aún no la tiene, pídala a la administración de su entidad.',
  ]);
}

/** Tells the former address and the new one that the contact's e-mail has changed; both are masked, '' where there is none. */
export function emailChangedMail(reader: Reader & { before: string; after: string }): Letter {
  return letter('Cambió su correo electrónico en SOCE', reader, [
    `La administración de ${reader.entityName} cambió el correo electrónico de su contacto.`,
    { RUC: reader.ruc, 'Correo anterior': reader.before || 'Ninguno', 'Correo nuevo': reader.after || 'Ninguno' },
    'Las contraseñas temporales y los avisos llegan solo al correo registrado. Si el cambio no es correcto, avise a la administración de su entidad.',
  ]);
}

/** A temporary password that the administrator asked for, with the accepted letter (spec 5). */
export function recoveryMail(
  reader: Reader & {
    password: string;
    goodUntil: string;
    signInAddress: string;
    reportAddress: string;
    letter: ResetLetter;
  },
): Letter {
  const { title, date, addressee, opening, facts, conditions } = reader.letter;
  return letter(`Contraseña temporal de ${reader.userName}`, reader, [
    `Se solicitó el reseteo de la contraseña de su usuario administrador en ${reader.entityName}. La contraseña actual sigue sirviendo hasta que ingrese con la temporal y elija una nueva.`,
    {
      RUC: reader.ruc,
      Usuario: reader.userName,
      'Contraseña temporal': reader.password,
      'Vale hasta': reader.goodUntil,
      'Ingrese en': reader.signInAddress,
    },
    'Si usted no solicitó este cambio, repórtelo aquí; el usuario quedará deshabilitado de inmediato:',
    { 'Yo no solicité este cambio': reader.reportAddress },
    'Esta es la solicitud que se aceptó:',
    title,
    date,
    addressee.join(', '),
    opening,
    Object.fromEntries(facts),
    ...conditions,
  ]);
}

/** Tells the entity's legal representative that a recovery was reported and whom that has disabled (spec 5). */
export function recoveryReportedMail(reader: Reader): Letter {
  return letter(`Se deshabilitó el usuario ${reader.userName}`, reader, [
    `Se reportó que nadie autorizado solicitó el reseteo de la contraseña del usuario administrador de ${reader.entityName}. El usuario quedó deshabilitado y sus sesiones se cerraron.`,
    { RUC: reader.ruc, Usuario: reader.userName },
    'Para habilitarlo de nuevo, la entidad lo pide a la mesa de ayuda del SERCOP.',
  ]);
}

/** A paragraph, or facts by name. */
type Part = string | Record<string, string>;

const closing = 'Este mensaje es automático; por favor, no lo responda.';

function letter(subject: string, { personName }: Reader, parts: Part[]): Letter {
  const all = [`${personName}:`, ...parts, closing];
  return { subject, text: `${all.map(plainPart).join('\n\n')}\n`, html: htmlLetter(subject, all) };
}

function plainPart(part: Part): string {
  if (typeof part === 'string') return part;
  return Object.entries(part)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

function htmlLetter(subject: string, parts: Part[]): string {
  const page = (
    <html lang="es">
      <head>
        <meta charset="utf-8" />
        <title>{subject}</title>
      </head>
      <body style="font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 38em">
        {parts.map(htmlPart)}
      </body>
    </html>
  );
  return `<!doctype html>${page}`;
}

function htmlPart(part: Part): Child {
  if (typeof part === 'string') return <p>{part}</p>;
  return (
    <table cellpadding="4">
      {Object.entries(part).map(([name, value]) => (
        <tr>
          <th align="left" scope="row">
            {name}
          </th>
          <td>{/^https?:/.test(value) ? <a href={value}>{value}</a> : value}</td>
        </tr>
      ))}
    </table>
  );
}

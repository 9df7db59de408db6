import { reasonsText } from '../src/domain/access-words.ts';
import { type CivilDate, letterDateTime } from '../src/domain/civil-date.ts';
import { maskEmail } from '../src/domain/email.ts';
import { identityLabelsOf } from '../src/domain/identity.ts';
import { recoveryLetter } from '../src/domain/letter.ts';
import type { MailContent, MailKind } from '../src/domain/mail.ts';
import { type AccessEnding, accessEnding, type DelegationsDigest, delegationsDigest } from './delegation-mails.tsx';
import { composeMail, type Fact, type Link, type MailReader, type MailText, type Part } from './mail-text.tsx';

/** The content of a mail with the derived secrets in place of its seed, or with the people in place of its day. */
export type ReadyContent = Ready<MailContent>;

type Ready<Content extends MailContent> = Content extends { seed: string }
  ? Omit<Content, 'seed'> & { password: string; goodUntil: string; reportAddress: string }
  : Content extends { reportSeed: string }
    ? Omit<Content, 'reportSeed'> & { reportAddress: string }
    : Content extends { day: CivilDate }
      ? Extract<DelegationsDigest | AccessEnding, { kind: Content['kind'] }>
      : Content;

type ContentOf<Kind extends MailKind> = Extract<ReadyContent, { kind: Kind }>;

/** Writes a mail with the view of its kind. */
export function mailText(content: ReadyContent, reader: MailReader): MailText {
  const view = views[content.kind] as (content: ReadyContent, reader: MailReader) => MailText;
  return view(content, reader);
}

const views: { [Kind in MailKind]: (content: ContentOf<Kind>, reader: MailReader) => MailText } = {
  'password-reset': passwordReset,
  'password-changed': passwordChanged,
  'user-activated': userActivated,
  'email-changed': emailChanged,
  'identity-changed': identityChanged,
  recovery,
  'recovery-reported': recoveryReported,
  'delegations-digest': delegationsDigest,
  'access-ending': accessEnding,
  'administration-offered': administrationOffered,
  'administrator-changed': administratorChanged,
  'correction-requested': correctionRequested,
  'access-ended': accessEnded,
};

function passwordReset(content: ContentOf<'password-reset'>, reader: MailReader): MailText {
  return composeMail(`Contraseña temporal de ${reader.userName}`, reader, [
    `La administración de ${reader.entityName} reseteó la contraseña de su usuario. La contraseña anterior ya no sirve y sus sesiones se cerraron.`,
    ...temporaryPassword(content, reader),
    ...withoutAccess(reader),
    'Al ingresar se le pedirá que elija una contraseña nueva; con ella termina la temporal.',
    'Si no esperaba este correo, avise a la administración de su entidad.',
  ]);
}

function withoutAccess({ hindrances, entityName }: MailReader): string[] {
  if (hindrances.length === 0) return [];
  return [`Hoy su usuario no tiene acceso: ${reasonsText(hindrances)}. Consulte a la administración de ${entityName}.`];
}

function passwordChanged(_: ContentOf<'password-changed'>, reader: MailReader): MailText {
  return composeMail(`Cambió la contraseña de ${reader.userName}`, reader, [
    `La contraseña de su usuario en ${reader.entityName} se cambió, y sus demás sesiones se cerraron.`,
    whose(reader),
    'Si usted no la cambió, pida de inmediato a la administración de su entidad que la resetee.',
  ]);
}

function userActivated(_: ContentOf<'user-activated'>, reader: MailReader): MailText {
  return composeMail(`Su usuario ${reader.userName} está activado`, reader, [
    `La administración de ${reader.entityName} activó su usuario.`,
    whose(reader),
    signInLink(reader),
    'La contraseña no va en este correo: si aún no la tiene, pídala a la administración de su entidad.',
  ]);
}

// Goes to the old address and to the new one, so both are masked.
function emailChanged({ before, after }: ContentOf<'email-changed'>, reader: MailReader): MailText {
  const masked = (address: string) => (address === '' ? 'Ninguno' : maskEmail(address));
  return composeMail('Cambió su correo electrónico en SOCE', reader, [
    `La administración de ${reader.entityName} cambió el correo electrónico de su contacto.`,
    [
      ['RUC', reader.ruc],
      ['Correo anterior', masked(before)],
      ['Correo nuevo', masked(after)],
    ],
    'Las contraseñas temporales y los avisos llegan solo al correo registrado. Si el cambio no es correcto, avise a la administración de su entidad.',
  ]);
}

// Goes to the old address of the administrator, the only one that can report the change.
function identityChanged(content: ContentOf<'identity-changed'>, reader: MailReader): MailText {
  const { changed, before, after, reportAddress } = content;
  const addresses: Fact[] = [
    ['Correo anterior', maskEmail(before)],
    ['Correo nuevo', maskEmail(after)],
  ];
  return composeMail('Cambiaron sus datos de administrador en SOCE', reader, [
    `Cambiaron los datos con los que el administrador de ${reader.entityName} recupera su contraseña.`,
    [
      ['RUC', reader.ruc],
      ['Datos que cambiaron', identityLabelsOf(changed).join(', ')],
      ...(before === after ? [] : addresses),
    ],
    'Si usted no hizo este cambio, repórtelo aquí durante los próximos 10 días: se deshace, las sesiones se cierran y nadie puede recuperar la contraseña hasta que quien opera el sistema la resetee.',
    { words: 'Yo no hice este cambio', address: reportAddress },
  ]);
}

function recovery(content: ContentOf<'recovery'>, reader: MailReader): MailText {
  const { title, date, addressee, opening, facts, conditions } = recoveryLetter(content.letter);
  return composeMail(`Recuperación de la contraseña de ${reader.userName}`, reader, [
    `Se solicitó el reseteo de la contraseña de su usuario administrador en ${reader.entityName}. La contraseña actual sigue sirviendo hasta que ingrese con la temporal y elija una nueva.`,
    ...temporaryPassword(content, reader),
    'Si usted no solicitó este cambio, repórtelo aquí; el usuario quedará deshabilitado de inmediato:',
    { words: 'Yo no solicité este cambio', address: content.reportAddress },
    'Esta es la solicitud que se aceptó:',
    title,
    date,
    addressee.join(', '),
    opening,
    facts,
    ...conditions,
  ]);
}

// Goes to a legal representative, about the user whom the report has disabled.
function recoveryReported({ userName }: ContentOf<'recovery-reported'>, reader: MailReader): MailText {
  return composeMail(`Se deshabilitó el usuario ${userName}`, reader, [
    `Se reportó que el reseteo de la contraseña del usuario administrador de ${reader.entityName} se pidió sin autorización. El usuario quedó deshabilitado y sus sesiones se cerraron.`,
    whose({ ...reader, userName }),
    'Para habilitarlo de nuevo, la entidad lo pide a la mesa de ayuda del SERCOP.',
  ]);
}

// Goes to the administrator, about the data of a delegate.
function correctionRequested(content: ContentOf<'correction-requested'>, reader: MailReader): MailText {
  const { userName, contactName, text } = content;
  return composeMail(`${userName} pide corregir sus datos`, reader, [
    `Un delegado de ${reader.entityName} revisó los datos que el sistema tiene de él y pide una corrección.`,
    [...whose({ ...reader, userName }), ['Nombre', contactName]],
    'Esto escribió:',
    `«${text}»`,
    'Compruébelo y, si corresponde, corrija el contacto de esa persona. La solicitud queda también en las incidencias.',
    signInLink(reader),
  ]);
}

// Goes to the administrator, about the user of a delegate who has left.
function accessEnded({ userName, contactName, reason }: ContentOf<'access-ended'>, reader: MailReader): MailText {
  return composeMail(`El usuario ${userName} terminó su acceso`, reader, [
    `Un delegado de ${reader.entityName} terminó su propio acceso. Su usuario quedó desactivado y sus sesiones se cerraron.`,
    [...whose({ ...reader, userName }), ['Nombre', contactName]],
    ...(reason === '' ? ['No dio un motivo.'] : ['Dio este motivo:', `«${reason}»`]),
    'Si la persona ya no actúa por la entidad, revise también «Estado» y «Hasta» en el contacto.',
    signInLink(reader),
  ]);
}

// The user sees the offer once signed in, so the mail holds nothing that accepts it.
function administrationOffered({ madeBy, until }: ContentOf<'administration-offered'>, reader: MailReader): MailText {
  return composeMail(`Le proponen la administración de ${reader.entityName}`, reader, [
    `${madeBy}, que administra ${reader.entityName}, le propone que usted sea el nuevo administrador. Para responder, ingrese: en «Inicio» están «Aceptar la administración» y «No aceptar».`,
    [...whose(reader), ['Vale hasta', letterDateTime(new Date(until))]],
    signInLink(reader),
    'Si acepta, este correo electrónico queda registrado como el suyo, y con él recupera su contraseña. Si la propuesta ya no está en «Inicio», se retiró o venció.',
    'Si no esperaba este correo, no acepte y avise a la administración de su entidad.',
  ]);
}

// Goes to both and to the legal representatives.
function administratorChanged(content: ContentOf<'administrator-changed'>, reader: MailReader): MailText {
  const { former, successor, byOperator } = content;
  const how = byOperator ? 'Lo cambió quien opera el sistema.' : 'Quien lo era lo propuso, y quien lo es ahora aceptó.';
  return composeMail(`Cambió el administrador de ${reader.entityName}`, reader, [
    `Cambió el usuario administrador de ${reader.entityName}. ${how}`,
    [
      ['RUC', reader.ruc],
      ['Administrador anterior', former],
      ['Administrador nuevo', successor],
    ],
    'El anterior sigue como delegado, con el menú ENTIDAD-DATOS GENERALES. Las sesiones de ambos se cerraron. El acta está en «Administración», «Relevos».',
    'Si la entidad no reconoce este cambio, acuda de inmediato a la mesa de ayuda del SERCOP.',
  ]);
}

function temporaryPassword(content: { password: string; goodUntil: string }, reader: MailReader): Part[] {
  const facts: Fact[] = [
    ['Contraseña temporal', content.password],
    ['Vale hasta', content.goodUntil],
  ];
  return [[...whose(reader), ...facts], signInLink(reader)];
}

function whose({ ruc, userName }: Pick<MailReader, 'ruc' | 'userName'>): Fact[] {
  return [
    ['RUC', ruc],
    ['Usuario', userName],
  ];
}

function signInLink({ signInAddress }: MailReader): Link {
  return { words: 'Ingresar a SOCE Usuarios', address: signInAddress };
}

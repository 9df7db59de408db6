import { administratorEventNames, administratorSentence, offerTellings } from './administrator-words.ts';
import { contactCodes } from './contact.ts';
import { downloadSentence } from './download.ts';
import type { EventCode, FieldChange, FieldCode, RawValue } from './incident.ts';
import { changeInWords, sentenceOf, type ValueInWords, valueText } from './incident-values.ts';
import type { CatalogMenu } from './menu.ts';

/** What an incident tells: a sentence, or '' for none, and the values that no sentence has. */
export type IncidentInWords = { sentence: string; values: ValueInWords[] };

/** The name of each event as pages show it. */
export const eventNames: Record<EventCode, string> = {
  'contact.created': 'Contacto creado',
  'contact.changed': 'Contacto modificado',
  'contact.deleted': 'Contacto eliminado',
  'user.created': 'Usuario creado',
  'user.activated': 'Usuario activado',
  'user.deactivated': 'Usuario desactivado',
  'profile.changed': 'Perfil cambiado',
  'template.created': 'Perfil tipo creado',
  'template.changed': 'Perfil tipo modificado',
  'template.deleted': 'Perfil tipo eliminado',
  'budget.changed': 'Presupuesto cambiado',
  'handover.made': 'Relevo hecho',
  'password.changed': 'Contraseña cambiada',
  'password.reset': 'Contraseña reseteada',
  'mail.resent': 'Correo reenviado',
  'sign-in.refused': 'Ingreso rechazado',
  'password.voided': 'Contraseña anulada por intentos fallidos',
  'password.ended': 'Contraseña temporal terminada por cambio de la clave del sistema',
  'recovery.requested': 'Solicitud de reseteo de contraseña',
  'recovery.reported': 'Reporte: solicitud no reconocida',
  'identity.reported': 'Reporte: cambio no reconocido',
  'session.ended': 'Sesión cerrada',
  'list.downloaded': 'Lista descargada',
  'data.downloaded': 'Datos propios descargados',
  'correction.requested': 'Corrección solicitada',
  'administrator.reset': 'Contraseña del administrador reseteada',
  ...administratorEventNames,
  'entity.created': 'Entidad registrada',
  'entity.suspended': 'Entidad suspendida',
  'entity.resumed': 'Entidad reactivada',
};

type Menus = Pick<CatalogMenu, 'code' | 'name' | 'required'>[];

/** What is read of an incident to word it. */
type WordedIncident = { event: EventCode; actorName: string; subjectName: string; changes: FieldChange[] };

/**
 * Words what an incident changed (product 2). A record that it added or removed has each value once, any other change
 * the old and the new value; what was empty before and after is left out.
 */
export function incidentInWords(
  { event, actorName, subjectName, changes }: WordedIncident,
  menus: Menus,
): IncidentInWords {
  const real = changes.map(withoutEmptyTexts).filter((change) => change.old !== change.new);
  const { tells = [], sentence } = tellings[event];
  const untold = real.filter(({ field }) => !tells.includes(field));
  return {
    sentence: sentence?.({ actorName, subjectName, changes: real, menus }) ?? '',
    values: untold.map((change) => changeInWords(change, isEdit(event, real))),
  };
}

// Migrations left empty texts for empty fields of a form.
function withoutEmptyTexts({ field, old, new: after }: FieldChange): FieldChange {
  return { field, old: old === '' ? null : old, new: after === '' ? null : after };
}

/** The changes of an incident, as its sentence reads them. */
type Told = { actorName: string; subjectName: string; changes: FieldChange[]; menus: Menus };

/** A kind of incident: the fields that its values leave out, and its sentence; the subject of a verb is who did it. */
type Telling = { tells?: readonly FieldCode[]; sentence?: (told: Told) => string };

// The whole name of a contact is the incident's subject.
const nameFields: FieldCode[] = [
  'contact.paternalSurname',
  'contact.maternalSurname',
  'contact.firstName',
  'contact.secondName',
];

// The incident of a beginning holds every fact, so that past states can be computed; its sentence tells these few.
const userFacts: FieldCode[] = [
  'user.id',
  'user.name',
  'user.contactId',
  'user.contactName',
  'user.administrator',
  'user.active',
  'user.menu',
  'budget.limit',
  'budget.active',
];
const entityFacts: FieldCode[] = ['entity.suspended', 'contact.id', ...Object.values(contactCodes), ...userFacts];
const administratorFields: FieldCode[] = ['user.administrator', 'user.menu'];
const templateFacts: FieldCode[] = ['template.name', 'template.menu'];
const handoverFacts: FieldCode[] = ['handover.id', 'handover.successor', 'handover.lastDay', 'handover.firstDay'];

const tellings: Record<EventCode, Telling> = {
  'contact.created': { tells: nameFields },
  'contact.changed': {},
  'contact.deleted': { tells: nameFields, sentence: () => 'Sus últimos datos:' },
  'user.created': { tells: userFacts, sentence: newUserSentence },
  'user.activated': { tells: ['user.active'], sentence: ({ subjectName }) => `Activó a ${subjectName}.` },
  'user.deactivated': { tells: ['user.active'], sentence: deactivationSentence },
  'profile.changed': { tells: ['user.menu'], sentence: menusSentence },
  'template.created': { tells: templateFacts, sentence: (told) => menusSentence(told, 'tiene') },
  'template.changed': { tells: ['template.menu'], sentence: menusSentence },
  'template.deleted': { tells: templateFacts, sentence: (told) => menusSentence(told, '', 'tenía') },
  'budget.changed': {},
  'handover.made': { tells: handoverFacts, sentence: handoverSentence },
  'password.changed': { sentence: () => 'Cambió su contraseña.' },
  'password.reset': {
    tells: ['password.sentTo'],
    sentence: (told) => `Reseteó la contraseña${withValue(told, 'password.sentTo', '; la temporal se envió a ')}.`,
  },
  'mail.resent': {
    tells: ['mail.resentTo'],
    sentence: (told) => `Reenvió el correo${withValue(told, 'mail.resentTo', ' a ')}.`,
  },
  'sign-in.refused': { tells: ['sign-in.failures', 'request.address'], sentence: refusedSentence },
  'password.voided': { tells: ['sign-in.failures', 'request.address'], sentence: voidedSentence },
  'password.ended': {
    sentence: () => 'La contraseña temporal dejó de servir, porque cambió la clave del sistema.',
  },
  'recovery.requested': {
    tells: ['request.address'],
    sentence: (told) => `Se pidió una contraseña temporal${withValue(told, 'request.address', ' desde ')}.`,
  },
  'recovery.reported': { tells: ['user.active', 'recovery.reportedInTime'], sentence: reportSentence },
  'identity.reported': { sentence: () => 'Se deshizo un cambio no reconocido.' },
  'session.ended': { tells: ['session.count', 'session.ended'], sentence: sessionsSentence },
  'list.downloaded': {
    tells: ['download.list', 'download.format', 'download.records', 'download.person', 'download.day', 'download.que'],
    sentence: ({ changes }) => downloadSentence(changes, eventNames),
  },
  'data.downloaded': { tells: ['download.records'], sentence: () => 'Descargó sus propios datos.' },
  'correction.requested': {
    tells: ['correction.text'],
    sentence: (told) => `Pidió esta corrección: ${withValue(told, 'correction.text', '')}`,
  },
  'administrator.reset': { sentence: () => 'Se le dio una contraseña temporal.' },
  ...offerTellings,
  'administration.accepted': { tells: administratorFields, sentence: changedAdministratorSentence },
  'administrator.set': { tells: administratorFields, sentence: changedAdministratorSentence },
  'entity.created': { tells: entityFacts, sentence: newEntitySentence },
  'entity.suspended': {
    tells: ['entity.suspended'],
    sentence: () => 'Se suspendió la entidad: sus usuarios no pueden ingresar.',
  },
  'entity.resumed': {
    tells: ['entity.suspended'],
    sentence: () => 'Se reactivó la entidad: sus usuarios pueden volver a ingresar.',
  },
};

// Only a delegate who leaves deactivates a user of their own (product 9.4).
function deactivationSentence({ actorName, subjectName }: Told): string {
  return actorName === subjectName ? 'Terminó su propio acceso.' : `Desactivó a ${subjectName}.`;
}

function newUserSentence(told: Told): string {
  const state = newValue(told, 'user.active') === false ? ', todavía INACTIVO' : '';
  const sentence = `Creó el usuario ${told.subjectName}${withValue(told, 'user.contactName', ' para ')}${state}.`;
  // A new user holds the compulsory menus as a matter of course; an import may give more.
  const changes = told.changes.filter((one) => !told.menus.some(({ code, required }) => required && code === one.new));
  return [sentence, menusSentence({ ...told, changes })].filter(Boolean).join(' ');
}

function newEntitySentence(told: Told): string {
  const administrator = withValue(told, 'user.name', ', con el administrador ');
  const contact = newValue(told, 'user.contactName');
  return `Se registró la entidad${administrator}${contact ? ` (${contact})` : ''}.`;
}

function changedAdministratorSentence(told: Told): string {
  return [administratorSentence(told), menusSentence(told)].filter(Boolean).join(' ');
}

function menusSentence({ changes, menus }: Told, given = 'se le agregó', taken = 'se le quitó'): string {
  const names = (codes: RawValue[]) =>
    codes
      .filter((code) => code !== null)
      .map((code) => menus.find((menu) => menu.code === code)?.name ?? String(code))
      .join(', ');
  const held = changes.filter(({ field }) => field === 'user.menu' || field === 'template.menu');
  const added = names(held.map((change) => change.new));
  const removed = names(held.map((change) => change.old));
  return sentenceOf([added && `${given}: ${added}`, removed && `${taken}: ${removed}`]);
}

// The person who leaves reads it without the successor (product 9.5).
function handoverSentence(told: Told): string {
  return sentenceOf([
    withValue(told, 'handover.successor', 'releva '),
    withValue(told, 'handover.lastDay', 'último día: '),
    withValue(told, 'handover.firstDay', 'primer día: '),
    withValue(told, 'handover.id', 'acta No. '),
  ]);
}

function refusedSentence(told: Told): string {
  const failures = newValue(told, 'sign-in.failures');
  if (typeof failures === 'number' && failures > 1) {
    return `${failures} intentos fallidos seguidos de ingresar${withValue(told, 'request.address', ', el último desde ')}.`;
  }
  return `${failures === 1 ? '1 intento' : 'Intento'} fallido de ingresar${withValue(told, 'request.address', ', desde ')}.`;
}

function voidedSentence(told: Told): string {
  const failures = newValue(told, 'sign-in.failures');
  const count = failures === null ? 'por intentos fallidos' : `tras ${failures} intentos fallidos seguidos`;
  return `La contraseña quedó anulada ${count}${withValue(told, 'request.address', ', el último desde ')}.`;
}

function reportSentence(told: Told): string {
  const inTime = newValue(told, 'recovery.reportedInTime');
  const when = inTime === null ? '' : `, ${inTime ? 'dentro de' : 'pasadas'} las 24 horas de la solicitud`;
  const state = newValue(told, 'user.active') === false ? ' El usuario quedó INACTIVO.' : '';
  return `Se reportó que la contraseña se pidió sin autorización${when}.${state}`;
}

function sessionsSentence({ changes }: Told): string {
  const ended = changes.filter(({ field }) => field === 'session.ended');
  const open = changes.find(({ field }) => field === 'session.count')?.old;
  const count = open === undefined ? '' : ` de ${open}`;
  const noun = (open ?? ended.length) === 1 ? 'sesión' : 'sesiones';
  return `Cerró ${ended.length}${count} ${noun}: ${ended.map(({ old }) => valueText('session.ended', old)).join('; ')}.`;
}

function newValue({ changes }: Told, field: FieldCode): RawValue {
  return changes.find((change) => change.field === field)?.new ?? null;
}

// Gives the words before a value and the value, or nothing where the incident doesn't hold it, as early ones may not.
function withValue(told: Told, field: FieldCode, words: string): string {
  const value = newValue(told, field);
  return value === null ? '' : words + valueText(field, value);
}

// An edit says of an empty value that it is empty; what begins or ends has no value on its other side. A budget begins
// with its state.
function isEdit(event: EventCode, changes: FieldChange[]): boolean {
  if (event === 'budget.changed') return !changes.some(({ field, old }) => field === 'budget.active' && old === null);
  return event === 'contact.changed' || event === 'identity.reported';
}

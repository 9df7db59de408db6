import { amountText } from './amount.ts';
import { budgetLabels } from './budget.ts';
import { type ContactField, contactCodes, contactLabels } from './contact.ts';
import type { EventCode, FieldChange, FieldCode, RawValue } from './incident.ts';
import type { CatalogMenu } from './menu.ts';
import { sessionName } from './session.ts';
import { stateName, userLabels } from './user.ts';

/** A change in the reader's words; null where there was or is nothing. */
export type ChangeInWords = { field: string; old: string | null; new: string | null };

/** The name of each kind of incident. */
export const eventNames: Record<EventCode, string> = {
  'contact.created': 'Contacto creado',
  'contact.changed': 'Contacto modificado',
  'contact.deleted': 'Contacto eliminado',
  'user.created': 'Usuario creado',
  'user.activated': 'Usuario activado',
  'user.deactivated': 'Usuario desactivado',
  'profile.changed': 'Perfil cambiado',
  'budget.changed': 'Presupuesto cambiado',
  'password.changed': 'Contraseña cambiada',
  'password.reset': 'Contraseña reseteada',
  'mail.resent': 'Correo reenviado',
  'sign-in.refused': 'Ingreso rechazado',
  'password.voided': 'Contraseña anulada por intentos fallidos',
  'recovery.requested': 'Solicitud de reseteo de contraseña',
  'recovery.reported': 'Reporte: solicitud no reconocida',
  'session.ended': 'Sesión cerrada',
  'administrator.reset': 'Contraseña del administrador reseteada',
  'entity.created': 'Entidad registrada',
  'entity.suspended': 'Entidad suspendida',
  'entity.resumed': 'Entidad reactivada',
};

/** The changes of an incident in words, in their order; of some kinds of incident a part of them. */
export function changesInWords(
  event: EventCode,
  changes: FieldChange[],
  menus: Pick<CatalogMenu, 'code' | 'name'>[],
): ChangeInWords[] {
  const shown = shownFields[event];
  return changes.filter(({ field }) => !shown || shown.includes(field)).map((change) => inWords(event, change, menus));
}

// Of a beginning the history holds all facts, also the numbers of records and the menus that every user has.
const shownFields: Partial<Record<EventCode, FieldCode[]>> = {
  'entity.created': ['user.name', 'user.contactName'],
  'user.created': ['user.name', 'user.contactName', 'user.active'],
};

function inWords(event: EventCode, change: FieldChange, menus: Pick<CatalogMenu, 'code' | 'name'>[]): ChangeInWords {
  const { field } = change;
  if (field === 'user.menu') {
    const name = (code: RawValue) => menus.find((menu) => menu.code === code)?.name ?? text(code);
    return {
      field: change.old === null ? 'Menú agregado' : 'Menú quitado',
      old: change.old === null ? null : name(change.old),
      new: change.new === null ? null : name(change.new),
    };
  }
  if (field === 'session.ended') return { field: 'Sesión', old: wordOf(field, change.old), new: 'cerrada' };
  return {
    field: (event === 'entity.created' && administratorLabels[field]) || (fieldLabels[field] ?? field),
    old: wordOf(field, change.old),
    new: wordOf(field, change.new),
  };
}

const administratorLabels: Partial<Record<FieldCode, string>> = {
  'user.name': 'Administrador',
  'user.contactName': 'Contacto',
};

const fieldLabels: Partial<Record<FieldCode, string>> = {
  ...Object.fromEntries(
    Object.entries(contactLabels).map(([name, label]) => [contactCodes[name as ContactField], label]),
  ),
  'entity.suspended': 'Estado',
  'user.name': userLabels.name,
  'user.contactName': userLabels.contactId,
  'user.active': 'Estado',
  'budget.limit': budgetLabels.limit,
  'budget.active': budgetLabels.status,
  'password.sentTo': 'Contraseña temporal enviada a',
  'mail.resentTo': 'Correo reenviado a',
  'recovery.reason': 'Motivo',
  'recovery.reportedInTime': 'Dentro de las 24 horas de la solicitud',
  'request.address': 'Dirección',
  'sign-in.failures': 'Intentos fallidos seguidos',
  'session.count': 'Sesiones abiertas',
};

function wordOf(field: FieldCode, value: RawValue): string | null {
  if (value === null) return null;
  if (typeof value === 'object') {
    return sessionName({ browser: value.browser, since: new Date(value.since) });
  }
  if (typeof value === 'boolean') return words[field]?.(value) ?? (value ? 'Sí' : 'No');
  return field === 'budget.limit' ? amountText(text(value)) : text(value);
}

const words: Partial<Record<FieldCode, (value: boolean) => string>> = {
  'contact.active': stateName,
  'user.active': stateName,
  'budget.active': stateName,
  'entity.suspended': (suspended) => (suspended ? 'SUSPENDIDA' : 'ACTIVA'),
};

function text(value: RawValue): string {
  return String(value);
}

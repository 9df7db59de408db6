import { amountText } from './amount.ts';
import { budgetLabels } from './budget.ts';
import { type ContactField, contactCodes, contactLabels, noSex } from './contact.ts';
import type { EventCode, FieldChange, FieldCode, RawValue } from './incident.ts';
import type { CatalogMenu } from './menu.ts';
import { sessionName } from './session.ts';
import { statusName, userLabels } from './user.ts';

/** A change as pages show it: the field's label and both values as text, null for an empty one. */
export type ChangeInWords = { field: string; old: string | null; new: string | null };

/** The name of each event as pages show it. */
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
  'password.ended': 'Contraseña temporal terminada por cambio de la clave del sistema',
  'recovery.requested': 'Solicitud de reseteo de contraseña',
  'recovery.reported': 'Reporte: solicitud no reconocida',
  'identity.reported': 'Reporte: cambio no reconocido',
  'session.ended': 'Sesión cerrada',
  'administrator.reset': 'Contraseña del administrador reseteada',
  'entity.created': 'Entidad registrada',
  'entity.suspended': 'Entidad suspendida',
  'entity.resumed': 'Entidad reactivada',
};

/** Words the changes of an incident in their order, without the fields that its event doesn't show (product 6). */
export function changesInWords(
  event: EventCode,
  changes: FieldChange[],
  menus: Pick<CatalogMenu, 'code' | 'name'>[],
): ChangeInWords[] {
  const shown = shownFields[event];
  return changes
    .filter(({ field }) => !shown || shown.includes(field))
    .map((change) => changeInWords(event, change, menus));
}

// Incidents of a creation hold every fact, so that past states can be computed; pages show these fields only.
const shownFields: Partial<Record<EventCode, FieldCode[]>> = {
  'entity.created': ['user.name', 'user.contactName'],
  'user.created': ['user.name', 'user.contactName', 'user.active'],
};

function changeInWords(
  event: EventCode,
  change: FieldChange,
  menus: Pick<CatalogMenu, 'code' | 'name'>[],
): ChangeInWords {
  const { field } = change;
  if (field === 'user.menu') {
    const name = (code: RawValue) => menus.find((menu) => menu.code === code)?.name ?? String(code);
    return {
      field: change.old === null ? 'Menú agregado' : 'Menú quitado',
      old: change.old === null ? null : name(change.old),
      new: change.new === null ? null : name(change.new),
    };
  }
  if (field === 'session.ended') return { field: 'Sesión', old: valueInWords(field, change.old), new: 'cerrada' };
  // A contact that doesn't exist has no value at all.
  const none = event === 'contact.changed' && field === 'contact.sex' ? noSex : null;
  return {
    field: (event === 'entity.created' && administratorLabels[field]) || (fieldLabels[field] ?? field),
    old: valueInWords(field, change.old) ?? none,
    new: valueInWords(field, change.new) ?? none,
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
  'recovery.locked': 'Recuperación de la contraseña',
  'identity.documentTaken': 'Documento anterior, que ya es de otro contacto',
  'request.address': 'Dirección',
  'sign-in.failures': 'Intentos fallidos seguidos',
  'session.count': 'Sesiones abiertas',
};

function valueInWords(field: FieldCode, value: RawValue): string | null {
  if (value === null) return null;
  if (typeof value === 'object') {
    return sessionName({ browser: value.browser, since: new Date(value.since) });
  }
  if (typeof value === 'boolean') return booleanWords[field]?.(value) ?? (value ? 'Sí' : 'No');
  return field === 'budget.limit' ? amountText(String(value)) : String(value);
}

const booleanWords: Partial<Record<FieldCode, (value: boolean) => string>> = {
  'contact.active': statusName,
  'user.active': statusName,
  'budget.active': statusName,
  'recovery.locked': (locked) => (locked ? 'BLOQUEADA' : 'HABILITADA'),
  'entity.suspended': (suspended) => (suspended ? 'SUSPENDIDA' : 'ACTIVA'),
};

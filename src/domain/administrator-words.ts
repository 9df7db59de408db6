import { dateTimeText } from './civil-date.ts';
import type { EventCode, FieldChange, FieldCode, RawValue } from './incident.ts';

/** The codes of events on an entity's administrator (product 9.3). */
type AdministratorEvent = Extract<EventCode, `administration.${string}` | 'administrator.set'>;

/** The names of these events as pages show them. */
export const administratorEventNames: Record<AdministratorEvent, string> = {
  'administration.offered': 'Administración propuesta',
  'administration.withdrawn': 'Propuesta de administración retirada',
  'administration.declined': 'Propuesta de administración no aceptada',
  'administration.accepted': 'Cambio de administrador',
  'administrator.set': 'Administrador puesto por el sistema',
};

type Told = { subjectName: string; changes: FieldChange[] };

/** The fields that the values of the incidents of offers leave out, and their sentences. */
export const offerTellings: Record<
  Exclude<AdministratorEvent, 'administration.accepted' | 'administrator.set'>,
  { tells?: readonly FieldCode[]; sentence: (told: Told) => string }
> = {
  'administration.offered': { tells: ['administration.email', 'administration.until'], sentence: offeredSentence },
  'administration.withdrawn': { tells: ['administration.withdrawnFor'], sentence: withdrawnSentence },
  'administration.declined': { sentence: () => 'No aceptó la administración.' },
};

/** The sentence on a user whom a change of the administrator concerns. */
export function administratorSentence({ subjectName, changes }: Told): string {
  return newValue(changes, 'user.administrator')
    ? `${subjectName} pasó a ser el administrador de la entidad.`
    : `${subjectName} dejó de ser el administrador de la entidad y sigue como delegado.`;
}

function offeredSentence({ subjectName, changes }: Told): string {
  const [email, until] = [newValue(changes, 'administration.email'), newValue(changes, 'administration.until')];
  const address = email === null ? '' : `, con el correo ${email}`;
  const end = until === null ? '' : `, hasta el ${dateTimeText(new Date(String(until)))}`;
  return `Propuso la administración a ${subjectName}${address}${end}.`;
}

function withdrawnSentence({ subjectName, changes }: Told): string {
  const reason = reasons[String(newValue(changes, 'administration.withdrawnFor'))];
  return reason
    ? `La propuesta a ${subjectName} quedó sin efecto, porque ${reason}.`
    : `Retiró la propuesta a ${subjectName}.`;
}

const reasons: Record<string, string> = {
  replaced: 'el administrador hizo otra',
  reported: 'se reportó un cambio o una solicitud que el administrador no reconoce',
  reset: 'la operación del sistema reseteó la contraseña del administrador',
  set: 'la operación del sistema puso a otro administrador',
};

function newValue(changes: FieldChange[], field: FieldCode): RawValue {
  return changes.find((change) => change.field === field)?.new ?? null;
}

import type { Database } from '../data/database/database.ts';
import { registerEntity, resumeEntity, suspendEntity } from '../data/outside/entities.ts';
import { hashPassword, newTemporaryPassword } from '../data/secrets/passwords.ts';
import { civilDate, dateTimeText } from '../domain/civil-date.ts';
import { readEntity } from '../domain/entity.ts';
import { temporaryUntil } from '../domain/password.ts';
import { fullName } from '../domain/person-name.ts';
import { type Answer, type Command, type CommandContext, CommandRefused, type Values } from './command.ts';

/** The commands that register, suspend and resume an entity (product 7). */
export const entityCommands: Record<string, Command> = {
  'entity add': {
    options: ['ruc', 'name', 'user', 'email', 'document', 'surname', 'first-name', 'birth-date'],
    summary: 'registra una entidad y muestra una vez la contraseña temporal de su administrador',
    plan: planEntity,
  },
  'entity suspend': {
    options: ['ruc'],
    summary: 'quita el acceso a todas las personas de la entidad, de inmediato',
    plan: ({ ruc }, { now }) => planSuspension(ruc, true, now),
  },
  'entity resume': {
    options: ['ruc'],
    summary: 'devuelve el acceso a la entidad',
    plan: ({ ruc }, { now }) => planSuspension(ruc, false, now),
  },
};

function planEntity(values: Values, { now }: CommandContext) {
  const typed = { ...values, firstName: values['first-name'], birthDate: values['birth-date'] };
  const read = readEntity(typed, civilDate(now));
  if ('errors' in read) {
    const faults = Object.entries(read.errors).map(([field, sentence]) => `--${optionOf(field)}: ${sentence}`);
    throw new CommandRefused(faults.join('\n'));
  }
  const { ruc, name, user, contact } = read.data;
  const temporaryPassword = newTemporaryPassword();
  const until = temporaryUntil(now, 'typedByAdministrator');
  return async (database: Database): Promise<Answer> => {
    const passwordHash = await hashPassword(temporaryPassword);
    const entity = { ruc, name, userName: user, contact, passwordHash, temporaryUntil: until };
    if (!(await registerEntity(database, entity, now))) {
      throw new CommandRefused(`--ruc: la entidad ${ruc} ya está registrada. Revise el número.`);
    }
    return {
      text: [
        `Entidad registrada: ${ruc}, ${name}.`,
        `Administrador: ${fullName(contact)}, ${contact.documentType} ${contact.documentNumber}.`,
        `Usuario: ${user}`,
        `Contraseña temporal: ${temporaryPassword}`,
        `Vale hasta el ${dateTimeText(until)} (hora de Ecuador) y se cambia en el primer ingreso.`,
        'Anótela ahora, porque no se vuelve a mostrar.',
      ].join('\n'),
      data: { ruc, name, user, temporaryPassword, temporaryUntil: until },
    };
  };
}

function planSuspension(ruc: string, suspended: boolean, now: Date) {
  return async (database: Database): Promise<Answer> => {
    const result = await (suspended ? suspendEntity : resumeEntity)(database, ruc, now);
    if (!result) throw new CommandRefused(`--ruc: no hay ninguna entidad con el RUC ${ruc}. Revise el número.`);
    const state = suspended ? 'suspendida' : 'activa';
    return {
      text: result === 'changed' ? `La entidad ${ruc} está ${state}.` : `La entidad ${ruc} ya estaba ${state}.`,
      data: { ruc, suspended, changed: result === 'changed' },
    };
  };
}

function optionOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

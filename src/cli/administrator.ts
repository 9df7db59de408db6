import type { Database } from '../data/database/database.ts';
import { appointAdministrator } from '../data/outside/administrators.ts';
import { resetAdministrator } from '../data/outside/entities.ts';
import { hashPassword, newTemporaryPassword } from '../data/secrets/passwords.ts';
import { dateTimeText } from '../domain/civil-date.ts';
import { temporaryUntil } from '../domain/password.ts';
import { type Answer, type Command, type CommandContext, CommandRefused, type Values } from './command.ts';

/** The commands that bring an entity's administrator back (product 5, 7), and put another one in place (product 9.3). */
export const administratorCommands: Record<string, Command> = {
  'admin reset': {
    options: ['ruc'],
    summary: 'habilita al administrador de la entidad y muestra una vez su nueva contraseña temporal',
    plan: planReset,
  },
  'admin set': {
    options: ['ruc', 'user'],
    summary: 'hace administrador de la entidad a otro de sus usuarios, cuando el que lo era se fue',
    plan: planAppointment,
  },
};

const unlocked =
  'La recuperación de la contraseña estaba bloqueada por el reporte de un cambio no reconocido, y queda habilitada: compruebe con la entidad el correo registrado.';

function planReset({ ruc }: Values, { now }: CommandContext) {
  const temporaryPassword = newTemporaryPassword();
  const until = temporaryUntil(now, 'typedByAdministrator');
  return async (database: Database): Promise<Answer> => {
    const passwordHash = await hashPassword(temporaryPassword);
    const reset = await resetAdministrator(database, ruc, { passwordHash, temporaryUntil: until }, now);
    if (!reset) throw new CommandRefused(`--ruc: no hay ninguna entidad con el RUC ${ruc}. Revise el número.`);
    const { user, recoveryUnlocked } = reset;
    return {
      text: [
        `La contraseña del administrador de ${ruc} se reseteó y sus sesiones se cerraron.`,
        `Usuario: ${user}`,
        `Contraseña temporal: ${temporaryPassword}`,
        `Vale hasta el ${dateTimeText(until)} (hora de Ecuador) y se cambia en el primer ingreso.`,
        'Anótela ahora, porque no se vuelve a mostrar.',
        ...(recoveryUnlocked ? [unlocked] : []),
      ].join('\n'),
      data: { ruc, user, temporaryPassword, temporaryUntil: until, recoveryUnlocked },
    };
  };
}

function planAppointment({ ruc, user: userName }: Values, { now }: CommandContext) {
  return async (database: Database): Promise<Answer> => {
    // Read by this command alone: the others post nothing.
    const { withOutbox } = await import('../jobs/posting.ts');
    const appointment = await withOutbox(database, (outbox) =>
      appointAdministrator({ database, outbox }, { ruc, userName }, now),
    );
    switch (appointment.kind) {
      case 'no entity':
        throw new CommandRefused(`--ruc: no hay ninguna entidad con el RUC ${ruc}. Revise el número.`);
      case 'no user':
        throw new CommandRefused(`--user: la entidad ${ruc} no tiene el usuario ${userName}. Revise el nombre.`);
      case 'refused':
        throw new CommandRefused(`--user: ${appointment.fault}`);
      case 'unchanged':
        return {
          text: `El usuario ${appointment.user} ya era el administrador de ${ruc}.`,
          data: { ruc, user: appointment.user, changed: false },
        };
      case 'changed': {
        const { user, former, handoverId, canSignIn } = appointment;
        return {
          text: [
            `El usuario ${user} es ahora el administrador de ${ruc}; ${former} sigue como delegado.`,
            `Las sesiones de los dos se cerraron. El acta ${handoverId} está en «Relevos», y un correo avisa del cambio.`,
            ...(canSignIn ? [] : [`${user} no tiene una contraseña que sirva: désela con «admin reset».`]),
          ].join('\n'),
          data: { ruc, user, former, handover: handoverId, canSignIn, changed: true },
        };
      }
    }
  };
}

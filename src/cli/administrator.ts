import type { Database } from '../data/database/database.ts';
import { resetAdministrator } from '../data/outside/entities.ts';
import { hashPassword, newTemporaryPassword } from '../data/secrets/passwords.ts';
import { dateTimeText } from '../domain/civil-date.ts';
import { temporaryUntil } from '../domain/password.ts';
import { type Answer, type Command, type CommandContext, CommandRefused, type Values } from './command.ts';

/** The command that brings an entity's administrator back (product 5, 7). */
export const administratorCommands: Record<string, Command> = {
  'admin reset': {
    options: ['ruc'],
    summary: 'habilita al administrador de la entidad y muestra una vez su nueva contraseña temporal',
    plan: planReset,
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

import type { Command } from './command.ts';

/** The command that migrates the database; the migration itself runs before every command. */
export const migrationCommands: Record<string, Command> = {
  migrate: {
    options: [],
    summary: 'pone al día el esquema de la base de datos',
    plan: () => async (_database, migrated) => ({
      text:
        migrated.length > 0 ? `Migraciones aplicadas: ${migrated.join(', ')}.` : 'La base de datos ya estaba al día.',
      data: { migrated },
    }),
  },
};

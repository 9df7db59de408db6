import type { HelpTopic } from './help.tsx';
import { accessTopics } from './help-topics/access.ts';
import { administratorTopics } from './help-topics/administrator.ts';
import { bulkChangeTopics } from './help-topics/bulk-changes.ts';
import { contactTopics } from './help-topics/contacts.ts';
import { importTopics } from './help-topics/imports.ts';
import { passwordTopics } from './help-topics/passwords.ts';
import { sessionTopics } from './help-topics/sessions.ts';
import { templateTopics } from './help-topics/templates.ts';
import { userTopics } from './help-topics/users.ts';
import { wayTopics } from './help-topics/ways.ts';

const topics = {
  ...wayTopics,
  ...accessTopics,
  ...contactTopics,
  ...importTopics,
  ...bulkChangeTopics,
  ...userTopics,
  ...templateTopics,
  ...passwordTopics,
  ...sessionTopics,
  ...administratorTopics,
};

/** The names of the pages of help, as in their addresses. */
export type HelpName = keyof typeof topics;

/** Each page of help with the screen that it explains, and those that tell more. */
export const helpTopics: Record<HelpName, HelpTopic & { screen: string; more?: readonly HelpName[] }> = topics;

/** The groups of the index of help, in the order in which people need them. */
export const helpGroups: { title: string; names: readonly HelpName[] }[] = [
  { title: 'De principio a fin', names: ['registrar-delegado', 'salida-delegado', 'olvido-contrasena'] },
  { title: 'Ingresar', names: ['ingreso', 'recuperar'] },
  { title: 'Para todos', names: ['inicio', 'info-usuario', 'contrasena', 'sesiones', 'modulos'] },
  {
    title: 'Para el administrador',
    names: [
      'contactos',
      'contacto',
      'eliminar-contacto',
      'incidencias',
      'usuarios',
      'usuario',
      'perfil',
      'reseteo',
      'presupuesto',
      'perfiles',
      'elegidos',
      'importar',
      'administrador',
    ],
  },
];

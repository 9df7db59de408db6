import type { HelpTopic } from './help.tsx';
import { accessTopics } from './help-topics/access.ts';
import { accessReportTopics } from './help-topics/access-reports.ts';
import { administratorTopics } from './help-topics/administrator.ts';
import { bulkChangeTopics } from './help-topics/bulk-changes.ts';
import { contactTopics } from './help-topics/contacts.ts';
import { handoverTopics } from './help-topics/handovers.ts';
import { importTopics } from './help-topics/imports.ts';
import { ownDataTopics } from './help-topics/own-data.ts';
import { passwordTopics } from './help-topics/passwords.ts';
import { sessionTopics } from './help-topics/sessions.ts';
import { templateTopics } from './help-topics/templates.ts';
import { userTopics } from './help-topics/users.ts';
import { wayTopics } from './help-topics/ways.ts';

const topics = {
  ...wayTopics,
  ...accessTopics,
  ...ownDataTopics,
  ...contactTopics,
  ...handoverTopics,
  ...importTopics,
  ...bulkChangeTopics,
  ...userTopics,
  ...templateTopics,
  ...passwordTopics,
  ...sessionTopics,
  ...accessReportTopics,
  ...administratorTopics,
};

/** The names of the pages of help, as in their addresses. */
export type HelpName = keyof typeof topics;

/** Each page of help with the screen that it explains, and those that tell more. */
export const helpTopics: Record<HelpName, HelpTopic & { screen: string; more?: readonly HelpName[] }> = topics;

/** The groups of the index of help, in the order in which people need them. */
export const helpGroups: { title: string; names: readonly HelpName[] }[] = [
  { title: 'De principio a fin', names: ['registrar-delegado', 'salida-delegado', 'olvido-contrasena'] },
  { title: 'Ingresar', names: ['ingreso', 'recuperar', 'verificar'] },
  {
    title: 'Para todos',
    names: ['inicio', 'info-usuario', 'mis-datos', 'contrasena', 'sesiones', 'terminar', 'modulos'],
  },
  {
    title: 'Para el administrador',
    names: [
      'contactos',
      'contacto',
      'eliminar-contacto',
      'relevo',
      'incidencias',
      'usuarios',
      'usuario',
      'perfil',
      'reseteo',
      'presupuesto',
      'perfiles',
      'elegidos',
      'importar',
      'estado',
      'administrador',
    ],
  },
];

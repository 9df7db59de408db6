import type { HelpTopic } from './help.tsx';
import { accessTopics } from './help-topics/access.ts';
import { contactTopics } from './help-topics/contacts.ts';
import { passwordTopics } from './help-topics/passwords.ts';
import { sessionTopics } from './help-topics/sessions.ts';
import { templateTopics } from './help-topics/templates.ts';
import { userTopics } from './help-topics/users.ts';

/** The names of the pages of help, as in their addresses. */
export type HelpName =
  | keyof typeof accessTopics
  | keyof typeof contactTopics
  | keyof typeof userTopics
  | keyof typeof templateTopics
  | keyof typeof passwordTopics
  | keyof typeof sessionTopics;

/** Each page of help with the screen that it explains. */
export const helpTopics: Record<HelpName, HelpTopic & { screen: string }> = {
  ...accessTopics,
  ...contactTopics,
  ...userTopics,
  ...templateTopics,
  ...passwordTopics,
  ...sessionTopics,
};

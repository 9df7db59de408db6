import type { Route } from '../web/env.ts';
import { budgetRoutes } from './budget.tsx';
import { contactDeletionRoutes } from './contact-deletion.tsx';
import { contactFormRoutes } from './contact-form.tsx';
import { contactRoutes } from './contacts.tsx';
import { healthRoutes } from './health.ts';
import { helpRoutes } from './help.tsx';
import { homeRoutes } from './home.tsx';
import { identityReportRoutes } from './identity-report.tsx';
import { incidentRoutes } from './incidents.tsx';
import { mailFolderRoutes } from './mail-folder.tsx';
import { menuRoutes } from './menus.tsx';
import { ownDataRoutes } from './own-data.tsx';
import { passwordResetRoutes } from './password-reset.tsx';
import { profileRoutes } from './profile.tsx';
import { recoveryRoutes } from './recovery.tsx';
import { recoveryReportRoutes } from './recovery-report.tsx';
import { sessionRoutes } from './sessions.tsx';
import { signInRoutes } from './sign-in.tsx';
import { userActivationRoutes } from './user-activation.tsx';
import { userMailRoutes } from './user-mail.tsx';
import { userRoutes } from './users.tsx';

/** All routes. A fixed name comes before a parameter in its place, because the parameter would match it. */
export const routes: Route[] = [
  ...healthRoutes,
  ...signInRoutes,
  ...recoveryRoutes,
  ...recoveryReportRoutes,
  ...identityReportRoutes,
  ...homeRoutes,
  ...ownDataRoutes,
  ...sessionRoutes,
  ...menuRoutes,
  ...contactRoutes,
  ...incidentRoutes,
  ...contactFormRoutes,
  ...contactDeletionRoutes,
  ...userRoutes,
  ...userActivationRoutes,
  ...passwordResetRoutes,
  ...userMailRoutes,
  ...mailFolderRoutes,
  ...profileRoutes,
  ...budgetRoutes,
  ...helpRoutes,
];

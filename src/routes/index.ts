import { paths } from '../../views/kit/paths.ts';
import type { Aftermath, Route } from '../web/env.ts';
import { accessReportRoutes } from './access-report.tsx';
import { accessReportVerificationRoutes } from './access-report-verification.tsx';
import { administratorRoutes } from './administrator.tsx';
import { budgetRoutes } from './budget.tsx';
import { bulkChangeRoutes } from './bulk-change.tsx';
import { contactDeletionRoutes } from './contact-deletion.tsx';
import { contactFormRoutes } from './contact-form.tsx';
import { contactRoutes } from './contacts.tsx';
import { dossierRoutes } from './dossier.tsx';
import { downloadRoutes } from './downloads.ts';
import { handoverRoutes } from './handover.tsx';
import { handoversRoutes } from './handovers.tsx';
import { healthRoutes } from './health.ts';
import { helpRoutes } from './help.tsx';
import { homeRoutes } from './home.tsx';
import { identityReportRoutes } from './identity-report.tsx';
import { importRoutes } from './imports.tsx';
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
import { styleRoutes } from './style.tsx';
import { templateRoutes } from './templates.tsx';
import { terminationRoutes } from './termination.tsx';
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
  ...dossierRoutes,
  ...terminationRoutes,
  ...sessionRoutes,
  ...menuRoutes,
  ...contactRoutes,
  ...downloadRoutes,
  ...incidentRoutes,
  ...importRoutes,
  ...bulkChangeRoutes,
  ...contactFormRoutes,
  ...contactDeletionRoutes,
  ...handoverRoutes,
  ...handoversRoutes,
  ...userRoutes,
  ...userActivationRoutes,
  ...passwordResetRoutes,
  ...userMailRoutes,
  ...mailFolderRoutes,
  ...styleRoutes,
  ...profileRoutes,
  ...templateRoutes,
  ...budgetRoutes,
  ...accessReportRoutes,
  ...accessReportVerificationRoutes,
  ...administratorRoutes,
  ...helpRoutes,
];

/** The paths at which a form's page stands and to which it is sent. */
export const formPages: ReadonlySet<string> = new Set(pathsOf('POST').filter((path) => pathsOf('GET').includes(path)));

function pathsOf(asked: Route['method']): string[] {
  return routes.filter(({ method }) => method === asked).map(({ path }) => path);
}

// A form with a creation key, a version, or a state to reach has one effect however often it is sent (D3). Those of
// passwords and recoveries use something up.
const repeatable = (look: Aftermath['look']): Aftermath => ({ look, repeatable: true });
const once = (look: Aftermath['look']): Aftermath => ({ look, repeatable: false });

/** What each form's answer says if nobody knows whether it was saved, by the path of its route (F2). */
export const aftermaths: Record<string, Aftermath> = {
  [paths.newContact()]: repeatable(() => paths.contacts()),
  [paths.contactImport()]: repeatable(() => paths.imports()),
  [paths.import(':id')]: repeatable(paths.import),
  [paths.contact(':id')]: repeatable(paths.contact),
  [paths.contactDeletion(':id')]: repeatable(() => paths.contacts()),
  [paths.contactHandover(':id')]: repeatable(() => paths.handovers()),
  [paths.chosenContacts()]: repeatable(() => paths.incidents()),
  [paths.newUser()]: repeatable(() => paths.users()),
  [paths.userActivation(':id')]: repeatable(() => paths.users()),
  [paths.chosenUsers()]: repeatable(() => paths.incidents()),
  [paths.userMail(':id')]: repeatable(paths.userMail),
  [paths.passwordReset(':id')]: repeatable(() => paths.incidents()),
  [paths.profile(':id')]: repeatable(paths.profile),
  [paths.newTemplate()]: repeatable(() => paths.templates()),
  [paths.template(':id')]: repeatable(paths.template),
  [paths.templateDeletion(':id')]: repeatable(() => paths.templates()),
  [paths.budget(':id')]: repeatable(paths.budget),
  [paths.administrator()]: repeatable(() => paths.administrator()),
  [paths.administratorWithdrawal()]: repeatable(() => paths.administrator()),
  [paths.administratorOffer()]: repeatable(() => paths.home()),
  [paths.userSessions(':id')]: repeatable(paths.userSessions),
  [paths.session(':id')]: repeatable(() => paths.sessions()),
  [paths.otherSessions()]: repeatable(() => paths.sessions()),
  [paths.dossier()]: repeatable(() => paths.dossier()),
  [paths.termination()]: repeatable(() => paths.ownData()),
  [paths.password()]: once(() => paths.ownData()),
  [paths.signIn()]: repeatable(() => paths.home()),
  [paths.signOut()]: repeatable(() => paths.home()),
  [paths.recovery()]: once(() => paths.recovery()),
  [paths.recoveryReason()]: once(() => paths.recoveryReason()),
  [paths.recoveryLetter()]: once(() => paths.recoveryLetter()),
  [paths.recoveryReport()]: repeatable(() => paths.recoveryReport()),
  [paths.identityReport()]: repeatable(() => paths.identityReport()),
};

import * as entities from './0001-entities.ts';
import * as catalogs from './0002-catalogs.ts';
import * as mails from './0003-mails.ts';
import * as guessingAndRecovery from './0004-guessing-and-recovery.ts';
import * as sessionsAndKeptForms from './0005-sessions-and-kept-forms.ts';
import * as mailedPasswordsAndRecoveries from './0006-mailed-passwords-and-recoveries.ts';
import * as incidentCodes from './0007-incident-codes.ts';
import * as flatLists from './0008-flat-lists.ts';
import * as sessionsInScope from './0009-sessions-in-scope.ts';
import * as identityReports from './0010-identity-reports.ts';
import * as guessesInVerification from './0011-guesses-in-verification.ts';
import * as mailLimits from './0012-mail-limits.ts';
import * as serverKey from './0013-server-key.ts';
import * as foldedNames from './0014-folded-names.ts';
import * as dueActivations from './0015-due-activations.ts';
import * as creationDigests from './0016-creation-digests.ts';
import * as incidentSubjects from './0017-incident-subjects.ts';
import * as toldActivations from './0018-told-activations.ts';
import * as searchedEmails from './0019-searched-emails.ts';
import * as imports from './0020-imports.ts';
import * as bulkChanges from './0021-bulk-changes.ts';
import * as profileTemplates from './0022-profile-templates.ts';
import * as handovers from './0023-handovers.ts';
import * as delegationNotices from './0024-delegation-notices.ts';
import * as administratorOffers from './0026-administrator-offers.ts';
import * as lighterUserIndexes from './0029-lighter-user-indexes.ts';
import * as incidentKeys from './0030-incident-keys.ts';

/** Every migration by its frozen name, in the order in which they run. One that has landed is never edited. */
export const migrations = {
  '0001-entities': entities,
  '0002-catalogs': catalogs,
  '0003-mails': mails,
  '0004-guessing-and-recovery': guessingAndRecovery,
  '0005-sessions-and-kept-forms': sessionsAndKeptForms,
  '0006-mailed-passwords-and-recoveries': mailedPasswordsAndRecoveries,
  '0007-incident-codes': incidentCodes,
  '0008-flat-lists': flatLists,
  '0009-sessions-in-scope': sessionsInScope,
  '0010-identity-reports': identityReports,
  '0011-guesses-in-verification': guessesInVerification,
  '0012-mail-limits': mailLimits,
  '0013-server-key': serverKey,
  '0014-folded-names': foldedNames,
  '0015-due-activations': dueActivations,
  '0016-creation-digests': creationDigests,
  '0017-incident-subjects': incidentSubjects,
  '0018-told-activations': toldActivations,
  '0019-searched-emails': searchedEmails,
  '0020-imports': imports,
  '0021-bulk-changes': bulkChanges,
  '0022-profile-templates': profileTemplates,
  '0023-handovers': handovers,
  '0024-delegation-notices': delegationNotices,
  '0026-administrator-offers': administratorOffers,
  '0029-lighter-user-indexes': lighterUserIndexes,
  '0030-incident-keys': incidentKeys,
};

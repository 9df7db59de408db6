import type { CivilDate } from '../../../src/domain/civil-date.ts';
import type { ReceivedMail } from '../server/inbox.ts';
import { addContact, newcomer, scopeOf } from './cast.ts';
import { mailsTried } from './mail-queue.ts';
import { anotherMorning, tellOfDelegations } from './mornings.ts';
import type { MailStage, Stage } from './stage.ts';

/** Begins another morning, on which no mail has left or been counted; gives the day. */
export async function quietMorning(stage: MailStage): Promise<CivilDate> {
  stage.inbox.mails.length = 0;
  await stage.database.owner.deleteFrom('mail_counts').execute();
  return anotherMorning(stage);
}

/** Does the work of a morning, until its mails have left. */
export async function tell(stage: Stage): Promise<void> {
  await tellOfDelegations(stage);
  await mailsTried(stage);
}

/** Adds a contact of Quito without a user; gives its number. */
export function contactUntil(
  { database, quito, clock }: Stage,
  surname: string,
  until: CivilDate,
  more = {},
): Promise<number> {
  const scope = scopeOf(database, quito, clock.now);
  return addContact(scope, newcomer(surname, 'Rosa', { until, ...more }));
}

/** The mail to the administrator, if there is one. */
export function digest({ inbox }: Pick<MailStage, 'inbox'>): ReceivedMail | undefined {
  return inbox.mails.find(({ subject }) => subject.startsWith('Delegaciones que '));
}

/** Lists the days of the digest, each with the people whom it names. */
export function named(stage: Pick<MailStage, 'inbox'>): string[][] {
  const days: string[][] = [];
  for (const line of digest(stage)?.text.split('\n') ?? []) {
    const [, name] = /^(.+): http\S+\/contactos\/\d+$/.exec(line) ?? [];
    if (/^Termin.+, \d{4}-\d\d-\d\d:$/.test(line)) days.push([line]);
    else if (name) days.at(-1)?.push(name);
  }
  return days;
}

import type { CopyProps } from '../../views/handover.tsx';
import type { Choice } from '../../views/kit/choices.ts';
import { candidateText, foundText } from '../../views/user-form.tsx';
import type { Lookup } from '../data/entity/lookup.ts';
import type { Candidate } from '../data/entity/user-candidates.ts';
import { limitInForce, limitText } from '../domain/budget.ts';
import { addDays, civilDate } from '../domain/civil-date.ts';
import type { Contact } from '../domain/contact.ts';
import { copyFields, handoverLabels as label, newNameLabel } from '../domain/handover-form.ts';
import type { HandoverParty } from '../domain/handover-plan.ts';
import type { HeldUser } from '../domain/handover-receivers.ts';
import type { CatalogMenu } from '../domain/menu.ts';
import { fullName } from '../domain/person-name.ts';
import { copyableMenus } from '../domain/profile.ts';
import type { FormFields } from '../web/forms/form.ts';

/**
 * The fields of the form about a person; offered are the successor's users from whom it lets choose, null while it
 * doesn't.
 */
export function draftFields({ users }: HandoverParty, offered: number[] | null): FormFields {
  return {
    buscar: { label: label.search, mayBeMissing: true },
    contacto: { label: label.successor },
    ultimo: { label: label.lastDay },
    primero: { label: label.firstDay },
    juntos: { label: label.together, mayBeMissing: true },
    ...Object.fromEntries(users.flatMap((user) => fieldsOfUser(user, offered))),
  };
}

// Only what the page shows. All of it is missing of a user that was added since.
function fieldsOfUser({ user, budget }: HeldUser, offered: number[] | null): [string, FormFields[string]][] {
  const names = copyFields(user.id);
  const choosing = offered !== null && offered.length > 0;
  const fields: [string, FormFields[string], boolean][] = [
    [names.menus, { label: label.menus, mayBeMissing: true }, true],
    [names.budget, { label: label.budget, mayBeMissing: true }, budget !== null],
    [names.target, { label: label.target, mayBeMissing: true }, choosing],
    [names.newName, { label: newNameLabel(choosing), mayBeMissing: true }, offered !== null],
  ];
  return fields.filter(([, , shown]) => shown).map(([name, field]) => [name, field]);
}

/** The values with which the form opens: the end of the delegation, the day after, and everything copied. */
export function usualValues({ contact, users }: HandoverParty, now: Date): Record<string, string> {
  const today = civilDate(now);
  const next = contact.until === null ? '' : addDays(contact.until, 1);
  return {
    ultimo: contact.until ?? '',
    primero: next !== '' && next < today ? today : next,
    ...Object.fromEntries(
      users.flatMap(({ user }) => [
        [copyFields(user.id).menus, label.menus],
        [copyFields(user.id).budget, label.budget],
      ]),
    ),
  };
}

/** The users with which the form first asks for those of a successor: an only one is chosen. */
export function usualTargets({ users }: HandoverParty, successor: HandoverParty | null): Record<string, string> {
  const [only, ...others] = successor?.users ?? [];
  const chosen = only && others.length === 0 ? String(only.user.id) : '';
  return Object.fromEntries(
    users.flatMap(({ user }) => [
      [copyFields(user.id).target, chosen],
      [copyFields(user.id).newName, ''],
    ]),
  );
}

/** The contacts to choose from, with the sentence on what a search found. */
export function candidateChoices(candidates: Lookup<Candidate>) {
  const { records, searchable, search } = candidates;
  return {
    choices: records.map((one): Choice => ({ value: String(one.id), text: candidateText(one) })),
    searchable,
    foundText: foundText(search, candidates),
  };
}

/** A successor with their users to choose from. */
export function choicesIn(party: HandoverParty | null) {
  return (
    party && {
      id: party.contact.id,
      name: fullName(party.contact),
      users: party.users.map(({ user }): Choice => ({ value: String(user.id), text: user.name })),
    }
  );
}

/** The users of the outgoing person, with what can be copied of each. */
export function copyProps({ users }: HandoverParty, catalog: CatalogMenu[], now: Date): CopyProps[] {
  return users.map(({ user, held, budget }) => ({
    id: user.id,
    name: user.name,
    menus: copyableMenus({ menus: held }, catalog, civilDate(now)).map(({ name }) => name),
    budget: budget && limitText(limitInForce(budget)),
  }));
}

/** The sentence on the days of a delegation. */
export function delegationText({ from, until }: Contact): string {
  return `con delegación desde el ${from}${until === null ? ', sin fecha de salida' : ` hasta el ${until}`}.`;
}

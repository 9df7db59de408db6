import { type Budget, setBudget } from './budget.ts';
import type { CivilDate } from './civil-date.ts';
import type { Contact } from './contact.ts';
import {
  type Copy,
  type CopyTarget,
  copyFields,
  isCopying,
  handoverLabels as label,
  newNameLabel,
} from './handover-form.ts';
import type { AuditEvent } from './incident.ts';
import type { CatalogMenu } from './menu.ts';
import type { Decision, FieldErrors } from './outcome.ts';
import { fullName } from './person-name.ts';
import { copyableMenus, isOptional, type Profile, setProfile } from './profile.ts';
import { foldUserName, registerUser, takenNameFault } from './user.ts';

/** A user with its menus and its budget, null before it is configured. */
export type HeldUser = Profile & { budget: Budget | null };

/** A user of the successor who receives something (product 9.2). */
export type Receiver = KnownReceiver | NewReceiver;

/** A user that the successor has; its menus stay, and a copied budget takes the place of its own. */
type KnownReceiver = Received & { known: HeldUser; profile: Changed<string[]> | null };

/** A user that is added, deactivated and without a password, with the event of its addition. */
export type NewReceiver = Received & { known: null; event: AuditEvent };

type Received = {
  name: string;
  /** The names of the users from whom it comes; none of a user that is only added. */
  sources: string[];
  /** The menus that are added, and those past their validity, which aren't; both in the catalog's order. */
  added: CatalogMenu[];
  expired: CatalogMenu[];
  /** The budget as it changes; null if none is copied, or it is the same. */
  budget: Changed<Budget> | null;
};

type Changed<T> = Extract<Decision<T>, { kind: 'changed' }>;

type Facts = {
  outgoing: { users: HeldUser[] };
  successor: { contact: Contact; users: HeldUser[] };
  /** The folded names, among those of users to be added, that users of the entity have. */
  takenNames: string[];
  catalog: CatalogMenu[];
  today: CivilDate;
};

/** What goes to one user of the successor: a user that is known, or the name of one to be added. */
type Flow = { target: HeldUser | string; parts: { copy: Copy; source: HeldUser }[] };

/**
 * Decides what each user of the successor receives, with the errors of the form's fields. A user that is named is added,
 * also one that receives nothing.
 */
export function receiversOf(copies: Copy[], facts: Facts): { receivers: Receiver[]; errors: FieldErrors } {
  const flows = new Map<string, Flow>();
  const errors: FieldErrors = {};
  for (const copy of copies) {
    const source = facts.outgoing.users.find(({ user }) => user.id === copy.userId);
    if (!source || !copy.target) continue;
    const target = targetOf(copy.target, facts.successor.users);
    if (typeof target !== 'string' && !isCopying(copy)) continue;
    if (target === null) {
      errors[copyFields(copy.userId).target] = `${label.target}: elija uno de la lista.`;
      continue;
    }
    const key = foldUserName(nameOf(target));
    const flow = flows.get(key) ?? { target, parts: [] };
    Object.assign(errors, nameErrors(copy, target, facts), budgetErrors(copy, source, flow));
    flow.parts.push({ copy, source });
    flows.set(key, flow);
  }
  const isRefused = Object.keys(errors).length > 0;
  return { receivers: isRefused ? [] : [...flows.values()].map((flow) => receiverOf(flow, facts)), errors };
}

// The typed name of one of the successor's own users stands for that user.
function targetOf(target: CopyTarget, users: HeldUser[]): HeldUser | string | null {
  if ('id' in target) return users.find(({ user }) => user.id === target.id) ?? null;
  return users.find(({ user }) => foldUserName(user.name) === foldUserName(target.name)) ?? target.name;
}

function nameOf(target: HeldUser | string): string {
  return typeof target === 'string' ? target : target.user.name;
}

function nameErrors({ userId }: Copy, target: HeldUser | string, { successor, takenNames }: Facts): FieldErrors {
  if (typeof target !== 'string' || !takenNames.includes(foldUserName(target))) return {};
  return { [copyFields(userId).newName]: `${newNameLabel(successor.users.length > 0)}: ${takenNameFault}` };
}

function budgetErrors(copy: Copy, { budget }: HeldUser, { target, parts }: Flow): FieldErrors {
  const earlier = budgetSource(parts);
  if (!copy.budget || !budget || !earlier) return {};
  const sentence = `${label.budget}: ${nameOf(target)} ya recibe el presupuesto de ${earlier.user.name}. Deje marcado uno solo.`;
  return { [copyFields(copy.userId).budget]: sentence };
}

function budgetSource(parts: Flow['parts']): HeldUser | undefined {
  return parts.find(({ copy, source }) => copy.budget && source.budget)?.source;
}

function receiverOf({ target, parts }: Flow, facts: Facts): Receiver {
  const { catalog, today } = facts;
  const known = typeof target === 'string' ? null : target;
  const handed = parts.filter(({ copy }) => copy.menus).flatMap(({ source }) => source.held);
  const lacking = catalog.filter((menu) => handed.includes(menu.code) && !known?.held.includes(menu.code));
  const added = copyableMenus({ menus: handed }, lacking, today);
  const user = known?.user ?? { id: 0, name: String(target) };
  const copied = budgetSource(parts)?.budget;
  const received = {
    name: user.name,
    sources: parts.filter(({ copy }) => isCopying(copy)).map(({ source }) => source.user.name),
    added,
    expired: lacking.filter((menu) => isOptional(menu) && !added.includes(menu)),
    budget: copied ? changedOf(setBudget({ user, budget: known?.budget ?? null }, copied)) : null,
  };
  if (!known) return { ...received, known, event: additionOf(user.name, added, facts) };
  const codes = [...known.held, ...added.map(({ code }) => code)];
  return { ...received, known, profile: changedOf(setProfile(known, codes, catalog, today)) };
}

function changedOf<T>(decision: Decision<T>): Changed<T> | null {
  return decision.kind === 'changed' ? decision : null;
}

function additionOf(name: string, added: CatalogMenu[], { successor: { contact }, catalog }: Facts): AuditEvent {
  const menus = catalog.filter((menu) => menu.required || added.includes(menu)).map(({ code }) => code);
  const facts = { nameTaken: false, contact: { name: fullName(contact), active: contact.active }, menus };
  const registration = registerUser({ name, contactId: contact.id }, facts);
  if (registration.kind === 'refused') throw new Error(`${name} can't be added to an INACTIVO contact.`);
  return registration.event;
}

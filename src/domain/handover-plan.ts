import type { CivilDate } from './civil-date.ts';
import { type Contact, type ContactData, type ContactFacts, editFields } from './contact.ts';
import { type HandoverRequest, handoverLabels as label } from './handover-form.ts';
import { type HeldUser, type Receiver, receiversOf } from './handover-receivers.ts';
import type { CatalogMenu } from './menu.ts';
import { type Decision, type FieldErrors, FORM, type Refusal, refused } from './outcome.ts';
import { fullName } from './person-name.ts';

/** A person of a handover, with the users other than the administrator's. */
export type HandoverParty = { contact: Contact; facts: ContactFacts; users: HeldUser[] };

/** What a handover is decided by, besides the request. */
export type HandoverFacts = {
  outgoing: HandoverParty;
  /** Null if the entity has no such contact. */
  successor: HandoverParty | null;
  /** The folded names, among those of users to be added, that users of the entity have. */
  takenNames: string[];
  catalog: CatalogMenu[];
  today: CivilDate;
};

/** What a handover changes (product 9.2). */
export type HandoverPlan = Pick<HandoverRequest, 'lastDay' | 'firstDay' | 'together'> & {
  outgoing: PlannedParty;
  successor: PlannedParty;
  receivers: Receiver[];
};

/** A person of a handover with the edit of the delegation, which may change nothing. */
export type PlannedParty = HandoverParty & { edit: Exclude<Decision<ContactData>, Refusal> };

/** The sentence for the administrator's contact, who hands over by a change of administrator (product 9.3). */
export const ofAdministrator =
  'Es el contacto del administrador. Su reemplazo no se hace con un relevo, sino con un cambio de administrador.';

/**
 * Decides on a handover of a delegation by the rules of its parts (product 9.2). A copy without a target is left out,
 * because the form asks for it once the persons and days are right.
 */
export function planHandover(request: HandoverRequest, facts: HandoverFacts): Planned | Refusal {
  const { outgoing, successor } = facts;
  if (outgoing.facts.administrator) return refused({ [FORM]: ofAdministrator });
  const { lastDay, firstDay, together } = request;
  const leaving = editFields(outgoing.contact, { until: lastDay }, outgoing.facts);
  const errors = { ...successorErrors(request, outgoing, successor), ...dayErrors(request, outgoing, leaving) };
  if (!successor || isFaulty(errors)) return refused(errors);
  const from = firstDay < successor.contact.from ? firstDay : successor.contact.from;
  const entering = editFields(successor.contact, { from }, successor.facts);
  const receiving = receiversOf(request.copies, { ...facts, successor });
  if (isFaulty(receiving.errors)) return refused(receiving.errors);
  if (leaving.kind === 'refused') return leaving;
  if (entering.kind === 'refused') return entering;
  const parties = { outgoing: { ...outgoing, edit: leaving }, successor: { ...successor, edit: entering } };
  return { kind: 'planned', plan: { lastDay, firstDay, together, ...parties, receivers: receiving.receivers } };
}

type Planned = { kind: 'planned'; plan: HandoverPlan };

function isFaulty(errors: FieldErrors): boolean {
  return Object.keys(errors).length > 0;
}

function successorErrors(
  { firstDay }: HandoverRequest,
  outgoing: HandoverParty,
  successor: HandoverParty | null,
): FieldErrors {
  const fault = (sentence: string) => ({ contacto: `${label.successor}: ${sentence}` });
  if (!successor) return fault('elija un contacto de la lista.');
  const { id, active, until } = successor.contact;
  const name = fullName(successor.contact);
  if (id === outgoing.contact.id) return fault('es la misma persona que sale. Elija a otra.');
  if (!active) return fault(`${name} está INACTIVO. Elija a otra persona, o cambie «Estado» en su contacto.`);
  if (until === null || until >= firstDay) return {};
  return fault(
    `la delegación de ${name} termina el ${until}, antes de su primer día. Elija a otra persona, o cambie «Hasta» en su contacto.`,
  );
}

function dayErrors(
  { lastDay, firstDay, together }: HandoverRequest,
  { contact }: HandoverParty,
  leaving: Decision<ContactData>,
): FieldErrors {
  const errors: FieldErrors = {};
  if (leaving.kind === 'refused') {
    errors.ultimo = `${label.lastDay}: escriba una fecha que no sea anterior al ${contact.from}, en que empezó su delegación.`;
  }
  if (firstDay <= lastDay && !together) {
    errors.primero = `${label.firstDay}: escriba una fecha posterior al ${lastDay}, último día de quien sale, o marque «${label.together}».`;
  }
  return errors;
}

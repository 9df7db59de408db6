import {
  type AdministratorOffer,
  acceptanceFault,
  declineOffer,
  missing,
  notAccepted,
  type OfferData,
  offerAdministration,
  offerLife,
  withdrawOffer,
} from '../../domain/administrator-offer.ts';
import { type Contact, editFields } from '../../domain/contact.ts';
import { type HeldMail, identityHeld } from '../../domain/mail-limit.ts';
import { type Addition, type Decision, FORM, type Outcome, outcomeOf, refused } from '../../domain/outcome.ts';
import type { User } from '../../domain/user.ts';
import type { Scope } from '../database/database.ts';
import { NotFound } from '../database/errors.ts';
import { findAccess } from '../records/access.ts';
import { changeAdministrator, lockAdministrators } from '../records/administrator-change.ts';
import {
  findNewestOffer,
  findOptionalOffer,
  settleOffer,
  takeAdministrationTurn,
  withdrawWaitingOffer,
} from '../records/administrator-offer.ts';
import { columnsOf, findContact } from '../records/contact.ts';
import { type Author, recordIncident } from '../records/incident.ts';
import { findOptionalUser, findUser } from '../records/user.ts';
import { type AdministratorCandidate, administratorCandidates } from './administrator-candidates.ts';
import { storedContact } from './contact-changes.ts';
import { addOnce } from './creation.ts';
import type { Door } from './door.ts';
import { admitIdentityNotice, noteIdentityChange } from './identity-changes.ts';
import type { Lookup, LookupSearch } from './lookup.ts';

/** The newest offer of the entity with its user, null for none yet, and the caller's own contact. */
type Administration = { offer: AdministratorOffer | null; candidate: User | null; own: Contact };

/** The offer that was answered; handoverId is the act of one that was accepted. */
type Answered = { offer: AdministratorOffer | null; handoverId?: number };

/** Makes the verbs on offers of the entity's administration (product 9.3). All of an entity take turns. */
export function administratorOffers(door: Door) {
  const { ruc, caller } = door;
  const { userId } = caller.actor;
  return {
    /** Reads the newest offer. */
    newest: (): Promise<Administration> =>
      door.enter(async (scope) => {
        const offer = await findNewestOffer(scope, ruc);
        const candidate = offer && (await findUser(scope, ruc, offer.user.id, caller.now));
        return { offer, candidate, own: await findContact(scope, ruc, caller.actor.contactId) };
      }),

    /** Reads the delegates to choose from who get in today: all of a small entity, else those found. */
    candidates: (search: LookupSearch): Promise<Lookup<AdministratorCandidate>> =>
      administratorCandidates(door, search),

    /**
     * Offers the administration to a delegate, also by mail, once for each creation key (D3). An offer that waits for an
     * answer is withdrawn. The caller's password has been confirmed (T5).
     */
    make: async (
      data: OfferData,
      creationKey: string,
    ): Promise<Addition<AdministratorOffer> & { held: HeldMail[] }> => {
      const held: HeldMail[] = [];
      const addition = await inTurn(door, (scope) => makeOffer(scope, door, { data, creationKey, held }));
      return { ...addition, held };
    },

    /** Takes an offer back. */
    withdraw: (id: number): Promise<Outcome<AdministratorOffer | null>> =>
      inTurn(door, async (scope) => {
        const offer = await findOptionalOffer(scope, ruc, id);
        const decision = withdrawOffer(offer, await findNewestOffer(scope, ruc), caller.now);
        return settle(scope, door, { offer, decision, outcome: 'withdrawn' });
      }),

    /** Declines an offer made to the caller. */
    decline: (id: number): Promise<Outcome<AdministratorOffer | null>> =>
      inTurn(door, async (scope) => {
        const offer = await findOptionalOffer(scope, ruc, id);
        const decision = declineOffer(offer, { userId, now: caller.now });
        return settle(scope, door, { offer, decision, outcome: 'declined' });
      }),

    /**
     * Accepts an offer made to the caller, which makes them the administrator in one transaction. All sessions of both
     * end but the one behind the request. Unchanged if they have accepted it before.
     */
    accept: (id: number): Promise<Outcome<Answered>> => inTurn(door, (scope) => acceptOffer(scope, door, id)),
  };
}

function inTurn<T>(door: Door, work: (scope: Scope) => Promise<T>): Promise<T> {
  return door.enter(async (scope) => {
    await takeAdministrationTurn(scope, door.ruc);
    return work(scope);
  });
}

type Making = { data: OfferData; creationKey: string; held: HeldMail[] };

async function makeOffer(
  scope: Scope,
  door: Door,
  { data, creationKey, held }: Making,
): Promise<Addition<AdministratorOffer>> {
  const { ruc, caller } = door;
  const { now } = caller;
  const administrator = await findUser(scope, ruc, caller.actor.userId, now);
  const candidate = await findOptionalUser(scope, ruc, data.userId, now);
  const decision = offerAdministration(candidate, data, { administrator, now });
  const { userId, email: typed } = data;
  return addOnce(scope, door, {
    table: 'administrator_offers',
    creationKey,
    data: { userId, email: typed },
    decision,
    insert: async (form) => {
      if (!candidate || decision.kind === 'refused') return undefined;
      const { email } = decision.value;
      await withdrawWaitingOffer(scope, ruc, authorOf(door), 'replaced');
      const expiresAt = new Date(now.getTime() + offerLife);
      const users = { made_by: administrator.id, user_id: candidate.id };
      const added = await scope
        .insertInto('administrator_offers')
        .values({ ruc, ...form, ...users, email, made_at: now, expires_at: expiresAt })
        .returning('id')
        .executeTakeFirstOrThrow();
      const { id, contactId } = candidate;
      const content = {
        kind: 'administration-offered',
        madeBy: administrator.contactName,
        until: expiresAt.toISOString(),
      } as const;
      const one = await door.outbox.post(scope, ruc, { content, contactId, userId: id, recipient: email }, now);
      if (one) held.push(one);
      return added;
    },
    find: async (id) => {
      const offer = await findOptionalOffer(scope, ruc, id);
      if (!offer) throw new NotFound();
      return offer;
    },
    resembles: (offer) => offer.user.id === userId && offer.email === typed,
  });
}

type Settling = {
  offer: AdministratorOffer | null;
  decision: Decision<AdministratorOffer>;
  outcome: 'withdrawn' | 'declined';
};

async function settle(
  scope: Scope,
  { ruc, caller }: Door,
  { offer, decision, outcome }: Settling,
): Promise<Outcome<AdministratorOffer | null>> {
  if (decision.kind !== 'changed') return outcomeOf(decision, offer);
  const { id, user } = decision.value;
  await settleOffer(scope, { ruc, id, userId: user.id }, outcome, caller.now);
  await recordIncident(scope, caller, decision.event, user.id);
  return outcomeOf(decision, offer);
}

async function acceptOffer(scope: Scope, door: Door, id: number): Promise<Outcome<Answered>> {
  const { ruc, caller, outbox } = door;
  const { userId, session } = caller.actor;
  const { now } = caller;
  const offer = await findOptionalOffer(scope, ruc, id);
  if (!offer) return { ...refused({ [FORM]: notAccepted(missing) }), record: { offer } };
  const formerId = offer.madeBy.id;
  await lockAdministrators(scope, ruc, [formerId, userId]);
  const candidate = await findAccess(scope, { ruc, userId });
  if (offer.outcome === 'accepted' && offer.user.id === userId && candidate.administrator) {
    return { kind: 'unchanged', record: { offer, handoverId: await actOf(scope, ruc, id) } };
  }
  const administrator = await findAccess(scope, { ruc, userId: formerId });
  const fault = acceptanceFault(offer, { userId, candidate, administrator, now });
  if (fault !== null) return { ...refused({ [FORM]: notAccepted(fault) }), record: { offer } };
  const stored = await storeEmail(scope, door, offer.email);
  if (stored.kind === 'refused') return { ...stored, record: { offer } };
  await settleOffer(scope, { ruc, id, userId }, 'accepted', now);
  const { handoverId, held } = await changeAdministrator(
    scope,
    outbox,
    {
      ruc,
      formerId,
      successorId: userId,
      event: 'administration.accepted',
      creationKey: actKey(id),
      keptSession: session?.number ?? null,
    },
    authorOf(door),
  );
  return { kind: 'changed', record: { offer, handoverId }, held: [...stored.held, ...held] };
}

function actKey(offerId: number): string {
  return `offer ${offerId}`;
}

async function actOf(scope: Scope, ruc: string, offerId: number): Promise<number> {
  const acts = scope.selectFrom('handovers').select('id').where('ruc', '=', ruc);
  const { id } = await acts.where('creation_key', '=', actKey(offerId)).executeTakeFirstOrThrow();
  return id;
}

// The contact becomes the administrator's, so the old address is told with the link that puts it back (S5).
async function storeEmail(scope: Scope, door: Door, email: string) {
  const { ruc, caller, today } = door;
  const { userId, contactId } = caller.actor;
  const contact = await findContact(scope, ruc, contactId);
  const facts = { today, documentTaken: false, users: 1, sessions: 0, administrator: true };
  const decision = editFields(contact, { email }, facts);
  if (decision.kind === 'refused') return decision;
  if (decision.kind === 'unchanged') return { kind: 'stored' as const, held: [] };
  const noticeHeld = await admitIdentityNotice(scope, door, contact);
  if (noticeHeld) return refused({ [FORM]: identityHeld(noticeHeld) });
  const held = await noteIdentityChange(scope, door, { contact, after: decision.value, userId });
  await storedContact(scope, { ruc, id: contactId, ...columnsOf(decision.value) });
  await recordIncident(scope, caller, decision.event, contactId);
  return { kind: 'stored' as const, held };
}

function authorOf({ caller: { actor, ...origin } }: Door): Author {
  return { origin, actorName: actor.userName, actorUserId: actor.userId };
}

import * as z from 'zod';
import { HandoverPage, HandoverReviewPage } from '../../views/handover.tsx';
import { type FormState, withErrors } from '../../views/kit/form-state.ts';
import { lookupNames } from '../../views/kit/lookup.tsx';
import { NoticePage } from '../../views/kit/notices.tsx';
import { paths } from '../../views/kit/paths.ts';
import type { MadeHandover } from '../data/entity/handovers.ts';
import { handoverForm, lacksTargets } from '../domain/handover-form.ts';
import { type HandoverParty, ofAdministrator } from '../domain/handover-plan.ts';
import { madeSentence } from '../domain/handover-words.ts';
import { type FieldErrors, FORM } from '../domain/outcome.ts';
import { fullName } from '../domain/person-name.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { addingForm, isSearch, openForm, readForm, readTyped } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { withListBehind } from '../web/list-behind.ts';
import { searchText } from '../web/listing.ts';
import { recordId, recordNumber } from '../web/record-id.ts';
import { done, show, showForm } from '../web/respond.ts';
import { additionFor } from './handover-behind.ts';
import {
  candidateChoices,
  choicesIn,
  copyProps,
  delegationText,
  draftFields,
  usualTargets,
  usualValues,
} from './handover-fields.ts';

/** Routes of "Relevar", the handover of one person's delegation to another (product 9.2). */
export const handoverRoutes: Route[] = [
  get(paths.contactHandover(':id'), 'administration', async (c) => {
    const outgoing = await c.var.entity.handovers.party(recordId(c));
    if (outgoing.facts.administrator) return administratorPage(c, 200);
    const kept = c.var.kept?.form?.get('asked');
    const draft = await readDraft(c, outgoing, kept ? new URLSearchParams(kept) : new URL(c.req.url).searchParams);
    return isSent(draft.query) ? answer(c, draft) : formPage(c, draft);
  }),

  post(paths.contactHandover(':id'), 'administration', async (c) => {
    const outgoing = await c.var.entity.handovers.party(recordId(c));
    if (outgoing.facts.administrator) return administratorPage(c, 422);
    const asked = c.var.form.getAll('asked').join(' ');
    const { creationKey, form } = readForm(c, confirmation, z.object({}));
    const sent = { asked, creationKey, mark: c.var.form.getAll('seen').join(' ') };
    const draft = await readDraft(c, outgoing, new URLSearchParams(asked));
    const { reading } = draft;
    const { handovers } = c.var.entity;
    if (!reading.ok || asked !== askedText(draft)) {
      // What the form can ask for has changed; perhaps by this form itself, which was sent twice (D3).
      const earlier = await handovers.findMade(outgoing.contact.id, sent);
      return earlier ? made(c, earlier) : answer(c, draft, form);
    }
    const outcome = await handovers.make(outgoing.contact.id, reading.value, sent);
    if (outcome.kind === 'refused') return formPage(c, draft, { ...changedMeanwhile, ...outcome.errors });
    return outcome.kind === 'stale' ? answer(c, draft, form) : made(c, outcome);
  }),
];

const confirmation = addingForm({});

const changed =
  'Alguna de las dos personas o alguno de los usuarios cambió desde que usted revisó el relevo, así que no se hizo nada.';
const changedMeanwhile: FieldErrors = { [FORM]: changed };
const reviewAgain: FieldErrors = {
  [FORM]: `${changed} Abajo está lo que pasaría ahora: revíselo y, si todavía lo quiere, presione «Confirmar» otra vez.`,
};

/** What the form has so far. It is asked for by its address, which has all of it. */
type Draft = {
  outgoing: HandoverParty;
  query: URLSearchParams;
  successor: HandoverParty | null;
  /** The form has asked for the users of this successor. */
  asked: boolean;
  reading: ReturnType<typeof readTyped<ReturnType<typeof handoverForm>>>;
};

async function readDraft(c: EntityContext, outgoing: HandoverParty, query: URLSearchParams): Promise<Draft> {
  const chosen = recordNumber(query.get('contacto') ?? undefined);
  const successor = chosen === null ? null : await c.var.entity.handovers.findParty(chosen);
  const asked = successor !== null && query.get('para') === String(chosen);
  const users = outgoing.users.map(({ user }) => user.id);
  const offered = asked ? successor.users.map(({ user }) => user.id) : null;
  const schema = handoverForm({ users, offered });
  const reading = readTyped(query, { fields: draftFields(outgoing, offered) }, schema);
  return { outgoing, query, successor, asked, reading };
}

function isSent(query: URLSearchParams): boolean {
  return ['revisar', 'intro'].includes(query.getAll('accion').join(' ')) && !isSearch(query, lookupNames.asked);
}

// Says what the handover will do, in a new form or in one that was sent and is stale; asks first what the form lacks.
async function answer(c: EntityContext, draft: Draft, sent?: FormState): Promise<Response> {
  const { outgoing, reading } = draft;
  const stale = sent ? changedMeanwhile : {};
  if (!reading.ok) return formPage(c, draft, { ...stale, ...reading.form.errors });
  const review = await c.var.entity.handovers.review(outgoing.contact.id, reading.value);
  if (review.kind === 'refused') return formPage(c, draft, { ...stale, ...review.errors });
  if (lacksTargets(reading.value)) return formPage(c, draft, stale, { asking: true });
  const opened = sent ? withErrors(sent, reviewAgain) : openForm(c, confirmation);
  const shown = { ...opened, carried: { ...opened.carried, asked: askedText(draft), seen: review.mark } };
  const page = (
    <HandoverReviewPage
      frame={frame(c, `Revisar el relevo de ${fullName(outgoing.contact)}`, 'relevo')}
      form={shown}
      outgoingId={outgoing.contact.id}
      changes={review.changes}
      back={withListBehind(c, paths.contactHandover(outgoing.contact.id, `?${queryOf(draft)}`))}
    />
  );
  return showForm(c, page, shown);
}

// The address of the form as the page of the review carries it.
function askedText(draft: Draft): string {
  return `${queryOf(draft)}&accion=revisar`;
}

function queryOf({ reading, asked, successor }: Draft): string {
  const query = new URLSearchParams(reading.form.values);
  if (asked && successor) query.set('para', String(successor.contact.id));
  return query.toString();
}

async function formPage(
  c: EntityContext,
  draft: Draft,
  errors: FieldErrors = {},
  { asking = false } = {},
): Promise<Response> {
  const { outgoing, query, reading } = draft;
  const { contact } = outgoing;
  const searching = isSearch(query, lookupNames.asked);
  const { candidates, successor } = await lookupOf(c, draft, searching);
  const isAsked = draft.asked && successor?.contact.id === draft.successor?.contact.id;
  const form: FormState = {
    values: {
      ...(query.has('ultimo') ? reading.form.values : usualValues(outgoing, c.var.now)),
      ...(isAsked ? {} : usualTargets(outgoing, successor)),
      [lookupNames.asked.search]: candidates.search,
      contacto: String(successor?.contact.id ?? ''),
    },
    errors,
    carried: {},
  };
  const page = (
    <HandoverPage
      frame={frame(c, `Relevar a ${fullName(contact)}`, 'relevo')}
      form={form}
      outgoing={{ id: contact.id, name: fullName(contact), delegation: delegationText(contact) }}
      addition={additionFor(contact.id, query)}
      candidates={candidateChoices(candidates)}
      copies={copyProps(outgoing, c.var.app.catalogs.menus, c.var.now)}
      successor={choicesIn(successor)}
      asking={asking}
      searching={searching}
    />
  );
  return showForm(c, page, form);
}

// The contacts that the form lists, and the one that is chosen of them: by a search, an only one that it found.
async function lookupOf(c: EntityContext, { outgoing, query }: Draft, searching: boolean) {
  const { handovers } = c.var.entity;
  const search = searchText(query.get(lookupNames.asked.search) ?? '');
  const chosen = searching ? null : recordNumber(query.get('contacto') ?? undefined);
  const candidates = await handovers.candidates(outgoing.contact.id, { search, chosen, ofChosen: search === '' });
  const { records, found } = candidates;
  const one = searching && found === 1 ? records[0] : records.find(({ id }) => id === chosen);
  return { candidates, successor: one ? await handovers.findParty(one.id) : null };
}

// The user comes next (product 1): it can't be activated to any effect before it has a password.
function made(c: EntityContext, { id, added }: MadeHandover): Response {
  const [first] = added;
  const sentence = madeSentence(
    id,
    added.map(({ name }) => name),
  );
  return done(c, paths.handover(id), sentence, first ? { kind: 'habilitar', id: first.id } : null);
}

function administratorPage(c: EntityContext, status: 200 | 422): Response {
  const page = (
    <NoticePage
      frame={frame(c, 'Relevar', 'relevo')}
      sentence={ofAdministrator}
      back={{ href: paths.administrator(), label: 'Cambio de administrador' }}
      failed={status === 422}
    />
  );
  return show(c, page, status);
}

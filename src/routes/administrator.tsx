import * as z from 'zod';
import { AdministratorPage, SwappedOfferEmail, SwappedUserChoice } from '../../views/administrator.tsx';
import { emptyForm, type FormState, isRefused, withErrors, withErrorsOf } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import { delegationHindrances, entryHindrances } from '../domain/access.ts';
import { hindrancesText, reasonsText } from '../domain/access-words.ts';
import {
  type AdministratorOffer,
  endOfOffer,
  isOpen,
  offerFields,
  offerLabels,
} from '../domain/administrator-offer.ts';
import { civilDate, dateTimeText } from '../domain/civil-date.ts';
import type { Contact } from '../domain/contact.ts';
import { withHeldNotices } from '../domain/mail-limit.ts';
import { FORM } from '../domain/outcome.ts';
import { printable } from '../domain/typed-text.ts';
import { personAndUser, type User } from '../domain/user.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { confirmationField, confirmationSchema, verifyConfirmation } from '../web/forms/confirmation.ts';
import { addingForm, isSearch, openForm, pressedAction, readForm, unknownAction } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { searchText } from '../web/listing.ts';
import { recordNumber } from '../web/record-id.ts';
import { done, show, showForm, wantsFragment } from '../web/respond.ts';
import { homePage } from './home.tsx';

/** Routes of the change of the administrator: the offer, its withdrawal, and the answer to it (product 9.3). */
export const administratorRoutes: Route[] = [
  get(paths.administrator(), 'administration', (c) => {
    const userId = c.req.query('usuario') ?? '';
    return administratorPage(c, openForm(c, newOffer, { values: { userId } }));
  }),

  post(paths.administrator(), 'administration', async (c) => {
    const reading = readForm(c, newOffer, offerForm);
    const { form } = reading;
    if (isSearch(c.var.form)) return administratorPage(c, withErrorsOf(form, 'search'), { searching: true });
    if (pressedAction(c) === 'elegir') return administratorPage(c, withErrorsOf(form), { choosing: true });
    if (!reading.ok) return administratorPage(c, form);
    if (!['', 'intro'].includes(pressedAction(c))) {
      return administratorPage(c, withErrors(form, { [FORM]: unknownAction }));
    }
    const confirmed = await verifyConfirmation(c, form, reading.value.password);
    if (isRefused(confirmed)) return administratorPage(c, confirmed);
    const data = { ...reading.value, filledIn: filledIn(c) };
    const outcome = await c.var.entity.administratorOffers.make(data, reading.creationKey);
    if (outcome.kind === 'refused') return administratorPage(c, withErrors(form, outcome.errors));
    if (outcome.kind === 'reused') return administratorPage(c, formForAnother(c, form, outcome.record));
    return done(c, paths.administrator(), withHeldNotices('Propuesta hecha. Espera respuesta.', outcome.held));
  }),

  post(paths.administratorWithdrawal(), 'administration', async (c) => {
    const outcome = await c.var.entity.administratorOffers.withdraw(offerSent(c));
    if (outcome.kind === 'refused') {
      return administratorPage(c, withErrors(openForm(c, newOffer), outcome.errors));
    }
    return done(c, paths.administrator(), 'La propuesta se retiró. Usted sigue siendo el administrador.');
  }),

  post(paths.administratorOffer(), 'own-data', async (c) => {
    const { administratorOffers } = c.var.entity;
    switch (pressedAction(c)) {
      case 'aceptar': {
        const outcome = await administratorOffers.accept(offerSent(c));
        if (outcome.kind === 'refused') return homePage(c, withErrors(emptyForm, outcome.errors));
        const { handoverId } = outcome.record;
        const sentence = withHeldNotices('Usted es ahora el administrador de la entidad.', outcome.held);
        return done(c, paths.home(), sentence, handoverId === undefined ? null : { kind: 'ver-acta', id: handoverId });
      }
      case 'no-aceptar': {
        const outcome = await administratorOffers.decline(offerSent(c));
        if (outcome.kind === 'refused') return homePage(c, withErrors(emptyForm, outcome.errors));
        return done(c, paths.home(), 'Usted no aceptó la administración, y nada cambió.');
      }
      default:
        return homePage(c, withErrors(emptyForm, { [FORM]: noAnswer }));
    }
  }),
];

const noAnswer = 'No se registró su respuesta: elija «Aceptar la administración» o «No aceptar».';

const newOffer = addingForm({
  // A small entity has no search.
  search: { label: offerLabels.search, mayBeMissing: true },
  userId: { label: offerLabels.userId },
  email: { label: offerLabels.email },
  password: confirmationField,
});
const offerForm = z.object({ ...offerFields, password: confirmationSchema });

// The number of the offer that a button was shown for; 0, which none has, if it is malformed.
function offerSent(c: EntityContext): number {
  return recordNumber(c.var.form.getAll('offer').join(' ')) ?? 0;
}

// Only a hint that nobody has typed the e-mail, so nonsense counts as none.
function filledIn(c: EntityContext): string {
  return printable(c.var.form?.get('filledIn') ?? '');
}

// The form with a new creation key, because its own has made this offer with other content (D3).
function formForAnother(c: EntityContext, { values }: FormState, { user }: AdministratorOffer): FormState {
  return withErrors(openForm(c, newOffer, { values }), {
    [FORM]: `Con este formulario ya se hizo la propuesta a ${personAndUser(user)}. Abajo está lo que usted escribió después. Si quiere hacer otra, revíselo, escriba de nuevo la contraseña y proponga.`,
  });
}

async function administratorPage(
  c: EntityContext,
  form: FormState,
  { searching = false, choosing = false } = {},
): Promise<Response> {
  const { administratorOffers } = c.var.entity;
  const typed = searchText(form.values.search ?? '');
  const chosen = searching ? null : recordNumber(form.values.userId);
  const candidates = await administratorOffers.candidates({ search: typed, chosen });
  const { records, found, search } = candidates;
  const only = searching && found === 1 ? records[0] : undefined;
  const candidate = only ?? records.find(({ id }) => id === chosen);
  const shown = withEmailOf(c, { ...form, values: { ...form.values, search } }, candidate, searching || choosing);
  const choice = { form: shown, candidates, searching };
  if (wantsFragment(c)) {
    const fragment = choosing ? <SwappedOfferEmail form={shown} /> : <SwappedUserChoice {...choice} />;
    return show(c, fragment, isRefused(shown) ? 422 : 200);
  }
  const { offer, candidate: asked, own } = await administratorOffers.newest();
  const open = offer && isOpen(offer, c.var.now) ? offer : null;
  const page = (
    <AdministratorPage
      frame={frame(c, 'Cambio de administrador', 'administrador')}
      entityName={c.var.actor.entityName}
      open={open && { ...open, user: personAndUser(open.user), until: dateTimeText(open.expiresAt) }}
      warnings={[
        ...(offer && !open ? endOf(offer) : []),
        ...(open && asked ? lostAccess(asked, c.var.now) : []),
        ...ownAccess(own, c.var.now),
      ]}
      {...choice}
    />
  );
  return showForm(c, page, shown);
}

// Fills in the e-mail of a user who is chosen, unless one was typed.
function withEmailOf(
  c: EntityContext,
  form: FormState,
  candidate: { id: number; email: string } | undefined,
  chosenNow: boolean,
): FormState {
  const userId = candidate ? String(candidate.id) : '';
  const { email = '' } = form.values;
  const before = filledIn(c);
  const isUntyped = email === '' ? !form.errors.email : email === before;
  const isFilled = candidate && !form.errors.userId && (isUntyped || chosenNow);
  const values = { ...form.values, userId };
  if (isFilled) return { ...form, values: { ...values, email: candidate.email, filledIn: candidate.email } };
  return { ...form, values: { ...values, filledIn: before } };
}

// What the administrator didn't do: an offer that the other one declined, or that ran out.
function endOf(offer: AdministratorOffer): string[] {
  const untold = offer.outcome === 'accepted' || offer.outcome === 'withdrawn';
  return untold ? [] : [`Última propuesta: ${endOfOffer(offer)}.`];
}

// Whoever was asked may have lost the access since.
function lostAccess(asked: User, now: Date): string[] {
  const hindrances = entryHindrances(asked, now);
  return hindrances.length === 0
    ? []
    : [`Nadie puede aceptar la propuesta: ${asked.name} ${hindrancesText(hindrances)}`];
}

// Past its dates a delegation only warns an administrator, but shuts a delegate out (product 6).
function ownAccess(own: Contact, now: Date): string[] {
  const hindrances = delegationHindrances(own, civilDate(now));
  if (hindrances.length === 0) return [];
  return [
    `Al aceptarse la propuesta usted ya no podrá ingresar, porque ${reasonsText(hindrances)}. Si va a seguir como delegado, cambie antes las fechas de su contacto.`,
  ];
}

import { ContactFormPage, restoring } from '../../views/contact-form.tsx';
import { IdentityChangePage } from '../../views/identity-change.tsx';
import { type FormState, isRefused, withErrors } from '../../views/kit/form-state.ts';
import type { Frame } from '../../views/kit/layout.tsx';
import type { NextStep } from '../../views/kit/next-step.tsx';
import { paths } from '../../views/kit/paths.ts';
import type { ContactUser } from '../data/entity/contact-facts.ts';
import type { ContactRecord } from '../data/entity/contacts.ts';
import { entryHindrances } from '../domain/access.ts';
import { civilDate } from '../domain/civil-date.ts';
import {
  type Catalogs,
  type Contact,
  type ContactData,
  type ContactFacts,
  contactForm,
  contactLabels,
  noSex,
  typedContact,
} from '../domain/contact.ts';
import { changedIdentity } from '../domain/identity.ts';
import { withHeldNotices } from '../domain/mail-limit.ts';
import { FORM } from '../domain/outcome.ts';
import { fullName, shortName } from '../domain/person-name.ts';
import { statusName } from '../domain/user.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { openConfirmation, readConfirmation } from '../web/forms/confirmation.ts';
import {
  addingForm,
  editingForm,
  type FormFields,
  openForm,
  pressedAction,
  readForm,
  unknownAction,
} from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { forAnother, isForAnother, rowBehind, withListBehind } from '../web/list-behind.ts';
import { rowAddress } from '../web/listing.ts';
import { recordId } from '../web/record-id.ts';
import { done, showForm } from '../web/respond.ts';
import { reusedForm, staleForm } from './contact-versions.ts';
import {
  addressOfHandover,
  handoverBehind,
  handoverField,
  handoverText,
  withHandoverBehind,
} from './handover-behind.ts';

/** Routes for adding and editing a contact (product 2). */
export const contactFormRoutes: Route[] = [
  get(paths.newContact(), 'administration', (c) =>
    newContactPage(c, openForm(c, newContact, { values: { status: 'ACTIVO' } }), { again: isForAnother(c) }),
  ),

  post(paths.newContact(), 'administration', async (c) => {
    if (pressedAction(c) === 'limpiar') {
      return c.redirect(withListBehind(c, withHandoverBehind(c, emptyForm(paths.newContact()))), 303);
    }
    const reading = readForm(c, newContact, contactSchema(c));
    if (!reading.ok) return newContactPage(c, reading.form);
    if (!additions.includes(pressedAction(c))) {
      return newContactPage(c, withErrors(reading.form, { [FORM]: unknownAction }));
    }
    const outcome = await c.var.entity.contacts.add(reading.value, reading.creationKey);
    if (outcome.kind === 'refused') return newContactPage(c, withErrors(reading.form, outcome.errors));
    if (outcome.kind === 'reused') {
      const again = openForm(c, newContact, { values: reading.form.values });
      return editPage(c, outcome.record, reusedForm(again, outcome.record.contact), { reused: true });
    }
    return added(c, reading.value, outcome.id);
  }),

  get(paths.contact(':id'), 'administration', async (c) => {
    const found = await c.var.entity.contacts.find(recordId(c));
    const preset = c.req.query('estado') === 'INACTIVO' ? { status: 'INACTIVO' } : {};
    const values = isEmptied(c) ? {} : { ...typedContact(found.contact), ...preset };
    return editPage(c, found, openForm(c, contactEdit, { values, version: found.contact.version }));
  }),

  post(paths.contact(':id'), 'administration', async (c) => {
    const id = recordId(c);
    if (pressedAction(c) === 'limpiar') return c.redirect(withListBehind(c, emptyForm(paths.contact(id))), 303);
    if (pressedAction(c) === 'recuperar') return c.redirect(withListBehind(c, paths.contact(id)), 303);
    const { contacts } = c.var.entity;
    const reading = readEdit(c, false);
    if (!reading.ok || pressedAction(c) === 'corregir') return editPage(c, ...(await typedEdit(c, id)));
    const { version, value } = reading;
    let outcome = await contacts.edit(id, version, value);
    if (outcome.kind === 'unconfirmed') {
      const asked = c.var.form.has('password');
      const confirmation = asked ? await readConfirmation(c) : openConfirmation(c);
      if (!asked || isRefused(confirmation)) return confirmationPage(c, outcome.record, { ...reading, confirmation });
      outcome = await contacts.editConfirmed(id, version, value);
    }
    if (outcome.kind === 'stale') return editPage(c, outcome.record, staleForm(reading.form, outcome.record.contact));
    if (outcome.kind === 'refused') return editPage(c, outcome.record, withErrors(reading.form, outcome.errors));
    const sentence = outcome.held?.length ? withHeldNotices('Datos Actualizados.', outcome.held) : 'Datos Actualizados';
    return done(c, rowBehind(c, paths.contacts, 'c', id), sentence);
  }),
];

// The actions of the buttons that add; Guardar has none.
const additions = ['', 'usuario', 'otro'];

// The user comes next (product 1), unless the person isn't to act for the entity.
function added(c: EntityContext, data: ContactData, id: number): Response {
  const sentence = `Datos Actualizados. Se registró a ${shortName(data)}.`;
  const action = pressedAction(c);
  if (action === 'usuario' && data.active) return done(c, paths.newUser(`?contacto=${id}`), sentence);
  const handover = handoverBehind(c);
  if (handover !== null && action === '') {
    return done(c, withListBehind(c, addressOfHandover(handover, id)), sentence);
  }
  const step: NextStep | null = data.active ? { kind: 'crear-usuario', id } : null;
  const to = action === 'otro' ? forAnother(c, paths.newContact) : rowAddress(paths.contacts, 'c', id);
  return done(c, to, sentence, step);
}

const fields: FormFields = Object.fromEntries(
  Object.entries(contactLabels).map(([name, label]) => [name, { label, mayBeMissing: name === 'sex' && noSex }]),
);

const newContact = addingForm(fields);
const contactEdit = editingForm(fields);

function readEdit(c: EntityContext, ofAdministrator: boolean) {
  return readForm(c, contactEdit, contactSchema(c, ofAdministrator));
}

let schemas: { made: string; catalogs: Catalogs; delegate: ContactSchema; administrator: ContactSchema } | undefined;
type ContactSchema = ReturnType<typeof contactForm>;

// Kept for the day, because making the schema takes zod ten times as long as reading a form with it.
function contactSchema(c: EntityContext, ofAdministrator = false): ContactSchema {
  const { catalogs } = c.var.app;
  const today = civilDate(c.var.now);
  if (schemas?.made !== today || schemas.catalogs !== catalogs) {
    const [delegate, administrator] = [contactForm(catalogs, today), contactForm(catalogs, today, true)];
    schemas = { made: today, catalogs, delegate, administrator };
  }
  return ofAdministrator ? schemas.administrator : schemas.delegate;
}

// The administrator's contact needs an e-mail, and a missing one is named together with the other faults.
async function typedEdit(c: EntityContext, id: number): Promise<[ContactRecord, FormState]> {
  const record = await c.var.entity.contacts.find(id);
  return [record, readEdit(c, record.facts.administrator).form];
}

function newContactPage(c: EntityContext, form: FormState, { again = false } = {}): Response {
  const handover = handoverBehind(c);
  const carried = handover === null ? form.carried : { ...form.carried, [handoverField]: handoverText(handover) };
  const page = (
    <ContactFormPage
      frame={formFrame(c, 'Crear Contacto', 'El formulario está vacío. No se ha guardado nada.')}
      form={{ ...form, carried }}
      handover={handover === null ? null : withListBehind(c, addressOfHandover(handover))}
      catalogs={c.var.app.catalogs}
      action={paths.newContact()}
      emailRequired={false}
      again={again}
    />
  );
  return showForm(c, page, form);
}

function editPage(
  c: EntityContext,
  { contact, users, facts }: ContactRecord,
  form: FormState,
  { reused = false } = {},
): Response {
  const emptied = `El formulario está vacío, y nada se ha borrado: lo guardado no cambia hasta que presione «Guardar», y vuelve con «${restoring}».`;
  const page = (
    <ContactFormPage
      frame={formFrame(c, `Editar Contacto ${fullName(contact)}`, emptied)}
      form={form}
      catalogs={c.var.app.catalogs}
      action={paths.contact(contact.id)}
      statusHint={statusHint(facts)}
      emailRequired={facts.administrator}
      reused={reused}
      restorable={isEmptied(c) || isRefused(form)}
      stored={{ contact, users: users.map((user) => contactUser(user, contact, c.var.now)) }}
    />
  );
  return showForm(c, page, form);
}

function contactUser(user: ContactUser, contact: Contact, now: Date) {
  const facts = { ...contact, ...user, contactActive: contact.active };
  return { ...user, status: statusName(user.active), hindrances: entryHindrances(facts, now) };
}

function emptyForm(address: string): string {
  return `${address}?limpiar=1`;
}

// A form kept over a sign-in is filled in whatever the address says (S4).
function isEmptied(c: EntityContext): boolean {
  return c.req.query('limpiar') === '1' && !c.var.kept;
}

// An emptied form says so each time that it is shown.
function formFrame(c: EntityContext, title: string, emptied: string): Frame {
  const shown = frame(c, title, 'contacto');
  return isEmptied(c) ? { ...shown, notice: emptied, step: null } : shown;
}

type Unconfirmed = { value: ContactData; form: FormState; confirmation: FormState };

function confirmationPage(c: EntityContext, { contact }: ContactRecord, { value, form, confirmation }: Unconfirmed) {
  const page = (
    <IdentityChangePage
      frame={frame(c, `Confirmar cambios de ${fullName(contact)}`, 'contacto')}
      form={{ ...confirmation, carried: { ...form.values, ...form.carried } }}
      action={paths.contact(contact.id)}
      changes={changedIdentity(contact, value).map((field) => ({
        label: contactLabels[field],
        before: contact[field],
        after: value[field],
      }))}
      noticeTo={contact.email}
    />
  );
  return showForm(c, page, confirmation);
}

function statusHint({ administrator, users, sessions }: ContactFacts): string {
  if (administrator) return 'Es el contacto del administrador: debe seguir ACTIVO.';
  if (users === 0) return 'Este contacto no tiene usuario: ponerlo INACTIVO no cierra ningún acceso.';
  const usersText = users === 1 ? '1 usuario' : `${users} usuarios`;
  return `Si lo pone INACTIVO, termina en el acto el acceso de ${usersText} y ${endOfSessions(sessions)}.`;
}

function endOfSessions(sessions: number): string {
  if (sessions === 0) return 'no hay sesiones abiertas que cerrar';
  return sessions === 1 ? 'se cierra 1 sesión abierta' : `se cierran ${sessions} sesiones abiertas`;
}

import { ContactDeletionPage } from '../../views/contact-deletion.tsx';
import { emptyForm, errorText, type FormState, isRefused, withErrors } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import type { ContactRecord } from '../data/entity/contacts.ts';
import { deletionFault } from '../domain/contact.ts';
import { fullName } from '../domain/person-name.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { listBehind } from '../web/list-behind.ts';
import { recordId } from '../web/record-id.ts';
import { done, showForm } from '../web/respond.ts';

/** Routes for deleting a contact, after a question on a page of its own (product 2). */
export const contactDeletionRoutes: Route[] = [
  get(paths.contactDeletion(':id'), 'administration', async (c) => {
    return deletionPage(c, await c.var.entity.contacts.find(recordId(c)), emptyForm);
  }),

  post(paths.contactDeletion(':id'), 'administration', async (c) => {
    const outcome = await c.var.entity.contacts.remove(recordId(c));
    if (outcome.kind === 'refused') return deletionPage(c, outcome.record, withErrors(emptyForm, outcome.errors));
    return done(c, paths.contacts(listBehind(c)), `Se eliminó el contacto ${outcome.name}.`);
  }),
];

function deletionPage(c: EntityContext, { contact, facts }: ContactRecord, form: FormState): Response {
  const shown = {
    id: contact.id,
    name: fullName(contact),
    document: `${contact.documentType} ${contact.documentNumber}`,
    // The administrator's contact can't become INACTIVO.
    mayEnd: contact.active && !facts.administrator,
  };
  const page = (
    <ContactDeletionPage
      frame={frame(c, 'Eliminar Contacto', 'eliminar-contacto')}
      form={form}
      contact={shown}
      fault={isRefused(form) ? errorText(form.errors) : deletionFault(contact, facts)}
    />
  );
  return showForm(c, page, form);
}

import { ContactDeletionPage } from '../../views/contact-deletion.tsx';
import { paths } from '../../views/kit/paths.ts';
import { civilDate } from '../domain/civil-date.ts';
import { type Contact, type ContactFacts, deleteContact, deletionFault } from '../domain/contact.ts';
import { fullName } from '../domain/person-name.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { recordId } from '../web/record-id.ts';
import { done, show } from '../web/respond.ts';

/** Striking a contact from the register, asked first on a page of its own (spec 2). */
export const contactDeletionRoutes: Route[] = [
  get(paths.contactDeletion(':id'), 'administration', async (c) => {
    const found = await c.var.entity.contacts.find(recordId(c));
    return deletionPage(c, found, deletionFault(found.contact, { ...found.facts, today: civilDate(c.var.now) }));
  }),

  post(paths.contactDeletion(':id'), 'administration', async (c) => {
    const id = recordId(c);
    const outcome = await c.var.entity.contacts.remove(id, deleteContact);
    if (outcome.kind !== 'refused') {
      return done(c, paths.contacts(), `Se eliminó el contacto ${fullName(outcome.value)}.`);
    }
    const found = await c.var.entity.contacts.find(id);
    return deletionPage(c, found, Object.values(outcome.errors).join(' '), 422);
  }),
];

type Found = { contact: Contact; facts: ContactFacts };

function deletionPage(
  c: EntityContext,
  { contact, facts }: Found,
  fault: string | null,
  status: 200 | 422 = 200,
): Response {
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
      contact={shown}
      fault={fault}
      failed={status === 422}
    />
  );
  return show(c, page, status);
}

import { forAnotherPerson } from '../../views/contact-form.tsx';
import { type FormState, withErrors } from '../../views/kit/form-state.ts';
import { type Contact, type ContactField, contactLabels, typedContact } from '../domain/contact.ts';
import { FORM } from '../domain/outcome.ts';
import { fullName } from '../domain/person-name.ts';
import { tidyText } from '../domain/typed-text.ts';
import { withVersion } from '../web/forms/carried.ts';

/** The form of a contact that somebody else has saved meanwhile (D3). */
export function staleForm(form: FormState, contact: Contact): FormState {
  return withStored(
    form,
    contact,
    'Otra persona guardó este contacto mientras usted lo editaba. Los campos muestran lo que usted escribió; junto a cada uno que difiere está lo guardado. Corrija lo que haga falta y guarde de nuevo.',
  );
}

/** The form that has added a contact before; its creation key is a new one, for sending it for another person (D3). */
export function reusedForm(form: FormState, contact: Contact): FormState {
  return withStored(
    form,
    contact,
    `Con este formulario ya se registró a ${fullName(contact)}. Los campos muestran lo que usted escribió después; junto a cada uno que difiere está lo guardado. Para cambiar ese registro, revise y guarde. Si es otra persona, presione «${forAnotherPerson}».`,
  );
}

// The fields show the typed values; each that differs from the stored record also shows the stored value (D3).
function withStored(form: FormState, current: Contact, sentence: string): FormState {
  const stored = typedContact(current);
  const differing = Object.entries(contactLabels).filter(
    ([name]) => tidyText(form.values[name] ?? '') !== stored[name as ContactField],
  );
  return withErrors(withVersion(form, current.version), {
    [FORM]: sentence,
    ...Object.fromEntries(
      differing.map(([name, label]) => [name, `${label}: está guardado «${stored[name as ContactField] || 'vacío'}».`]),
    ),
  });
}

import * as z from 'zod';
import { type CivilDate, fullYears, parseCivilDate } from './civil-date.ts';
import { documentFault, type IdentityDocument, tidyDocument } from './document.ts';
import {
  alsoWithOtherFaults,
  choiceField,
  dateField,
  emailField,
  nameField,
  optionalChoiceField,
  optionalDateField,
  optionalNameField,
} from './fields.ts';
import { differences, type FieldChange, type RawValue } from './incident.ts';
import type { CatalogMenu } from './menu.ts';
import { type Decision, type FieldErrors, FORM, type Registration, refused } from './outcome.ts';
import { fullName } from './person-name.ts';
import { tidyText } from './typed-text.ts';

/** The data of a contact that the form edits: the person and the delegation (product 2). */
export type ContactData = z.output<ReturnType<typeof contactForm>>;

/** A stored contact; the version changes with each save (D3). */
export type Contact = ContactData & { id: number; version: number };

/** The facts besides the record that the rules on contacts need; read in the same transaction. */
export type ContactFacts = {
  today: CivilDate;
  /** True if another contact of the entity has this document. */
  documentTaken: boolean;
  users: number;
  sessions: number;
  /** True for the administrator's contact. */
  administrator: boolean;
};

/** The values that forms offer, by catalog, in the catalog's order. */
export type Choices = Record<CatalogName, string[]>;

/** All catalogs; they change only with a migration. */
export type Catalogs = Choices & { menus: CatalogMenu[] };
export type CatalogName =
  | 'documentTypes'
  | 'sexes'
  | 'maritalStatuses'
  | 'positions'
  | 'educationLevels'
  | 'occupationalAreas'
  | 'resetReasons';

export const adultAge = 18;
/** The choice of "Sexo" that stands for null (product 2). */
export const noSex = 'Sin dato';

export const statusNames = ['ACTIVO', 'INACTIVO'] as const;

/** The labels of the form's fields, in the form's order (product 2). */
export const contactLabels = {
  paternalSurname: 'Apellido Paterno',
  maternalSurname: 'Apellido Materno',
  firstName: 'Primer Nombre',
  secondName: 'Segundo Nombre',
  sex: 'Sexo',
  maritalStatus: 'Estado Civil',
  documentType: 'Tipo de Documento',
  documentNumber: 'Número Identificación',
  email: 'Correo Electrónico',
  birthDate: 'Fecha de Nacimiento',
  status: 'Estado',
  position: 'Cargo',
  from: 'Desde',
  until: 'Hasta',
  educationLevel: 'Nivel Educación',
  occupationalArea: 'Área Ocupacional',
} as const;

export type ContactField = keyof typeof contactLabels;

/** The fields of the contact form as typed. */
export type TypedContact = Record<ContactField, string>;

/** A contact form in which nothing has been typed. */
export const blankContact = Object.fromEntries(Object.keys(contactLabels).map((name) => [name, ''])) as TypedContact;

/** The values of a stored contact as its form shows them. */
export function typedContact({ active, sex, ...contact }: ContactData): TypedContact {
  const values = { ...contact, sex: sex ?? noSex, status: active ? statusNames[0] : statusNames[1] };
  const names = Object.keys(contactLabels) as ContactField[];
  return Object.fromEntries(names.map((name) => [name, values[name] ?? ''])) as TypedContact;
}

type ContactCode = `contact.${keyof ContactData}`;

/** The code of each form field in incidents. */
export const contactCodes = Object.fromEntries(
  Object.keys(contactLabels).map((name) => [name, name === 'status' ? 'contact.active' : `contact.${name}`]),
) as Record<ContactField, ContactCode>;

/**
 * Makes the schema that reads the contact form as ContactData (product 2); each fault is a sentence that names the
 * field and the remedy. The administrator's contact needs an e-mail.
 */
export function contactForm(catalogs: Choices, today: CivilDate, administrator = false) {
  const label = contactLabels;
  return z
    .object({
      paternalSurname: nameField(label.paternalSurname),
      maternalSurname: optionalNameField(label.maternalSurname),
      firstName: nameField(label.firstName),
      secondName: optionalNameField(label.secondName),
      sex: optionalChoiceField(label.sex, [...catalogs.sexes, noSex]).transform((sex) => (sex === noSex ? null : sex)),
      maritalStatus: optionalChoiceField(label.maritalStatus, catalogs.maritalStatuses),
      documentType: choiceField(label.documentType, catalogs.documentTypes),
      documentNumber: z.string(),
      email: emailField(label.email).refine((email) => !administrator || email !== '', emailNeeded),
      status: choiceField(label.status, statusNames),
      position: choiceField(label.position, catalogs.positions),
      from: dateField(label.from),
      until: optionalDateField(label.until),
      educationLevel: optionalChoiceField(label.educationLevel, catalogs.educationLevels),
      occupationalArea: optionalChoiceField(label.occupationalArea, catalogs.occupationalAreas),
      birthDate: dateField(label.birthDate)
        .refine((birth) => birth === null || birth < today, `${label.birthDate}: escriba una fecha pasada.`)
        .refine(
          (birth) => birth === null || birth >= today || fullYears(birth, today) >= adultAge,
          `${label.birthDate}: la persona debe tener al menos ${adultAge} años.`,
        ),
    })
    .refine((value) => typedDocumentFault(catalogs, value) === null, {
      path: ['documentNumber'],
      error: ({ input }) => typedDocumentFault(catalogs, input as IdentityDocument) ?? '',
      when: alsoWithOtherFaults,
    })
    .refine((value) => !endsBeforeItBegins(value), {
      path: ['until'],
      error: `${untilTooEarly}. Déjela vacía si la delegación no tiene fin.`,
      when: alsoWithOtherFaults,
    })
    .transform(({ status, ...value }) => ({
      ...value,
      documentNumber: tidyDocument(value),
      active: status === 'ACTIVO',
    }));
}

function typedDocumentFault(catalogs: Choices, typed: Partial<IdentityDocument>): string | null {
  const { documentType = '', documentNumber } = typed;
  if (documentNumber === undefined) return null;
  // Without a valid type only an empty number is certainly wrong.
  const isCheckable = catalogs.documentTypes.includes(documentType) || tidyText(documentNumber) === '';
  if (!isCheckable) return null;
  return documentFault({ documentType, documentNumber: tidyDocument({ documentType, documentNumber }) });
}

function endsBeforeItBegins({ from, until }: { from?: unknown; until?: unknown }): boolean {
  const [first, last] = [from, until].map((day) => (typeof day === 'string' ? parseCivilDate(day) : null));
  return Boolean(first && last && last < first);
}

const untilTooEarly = `${contactLabels.until}: la fecha no puede ser anterior a «${contactLabels.from}»`;

/** Decides on adding a contact; the subject of its event has no id yet. */
export function registerContact(data: ContactData, facts: ContactFacts): Registration<ContactData> {
  const errors = contactFaults(data, facts);
  if (errors) return refused(errors);
  return {
    kind: 'changed',
    value: data,
    event: {
      event: 'contact.created',
      subject: { kind: 'contact', id: null, name: fullName(data) },
      changes: contactDifferences(null, data),
    },
  };
}

/** Decides on an edit of a contact. The caller has checked that the form carried the current version (D3). */
export function editContact(contact: Contact, data: ContactData, facts: ContactFacts): Decision<ContactData> {
  const errors = contactFaults(data, facts);
  if (errors) return refused(errors);
  const changes = contactDifferences(contact, data);
  if (changes.length === 0) return { kind: 'unchanged', value: data };
  return {
    kind: 'changed',
    value: data,
    event: { event: 'contact.changed', subject: subjectOf(contact), changes },
  };
}

/** Decides on an edit of some fields alone, by the form's rules on dates and status (product 8.3). */
export function editFields(contact: Contact, fields: Partial<ContactData>, facts: ContactFacts): Decision<ContactData> {
  const { id: _, version: __, ...stored } = contact;
  const data = { ...stored, ...fields };
  return endsBeforeItBegins(data)
    ? refused({ until: `${untilTooEarly} (${data.from}).` })
    : editContact(contact, data, facts);
}

/** The reason, as a sentence, for which a contact can't be deleted, or null (product 2). */
export function deletionFault(contact: Contact, facts: Pick<ContactFacts, 'users' | 'today'>): string | null {
  if (facts.users > 0) return 'Este contacto tiene usuario, por lo que no se puede eliminar.';
  if (contact.from <= facts.today) return 'La delegación de este contacto ya empezó, por lo que no se puede eliminar.';
  return null;
}

/** Decides on deleting a contact (product 2). */
export function deleteContact(
  contact: Contact,
  facts: ContactFacts,
): Exclude<Decision<Contact>, { kind: 'unchanged' }> {
  const fault = deletionFault(contact, facts);
  if (fault) return refused({ [FORM]: fault });
  return {
    kind: 'changed',
    value: contact,
    event: { event: 'contact.deleted', subject: subjectOf(contact), changes: contactDifferences(contact, null) },
  };
}

const emailNeeded = 'Correo Electrónico: escríbalo; el administrador lo necesita para recuperar su contraseña.';

function contactFaults(data: ContactData, facts: ContactFacts): FieldErrors | null {
  const errors: FieldErrors = {};
  if (facts.documentTaken) {
    errors.documentNumber =
      'Número Identificación: ya hay un contacto de la entidad con este documento. Revise el número o edite ese contacto.';
  }
  if (facts.administrator && data.email === '') {
    errors.email = emailNeeded;
  }
  if (facts.administrator && !data.active) {
    errors.status = 'Estado: es el contacto del administrador; sin él la entidad quedaría sin acceso. Déjelo ACTIVO.';
  }
  return Object.keys(errors).length > 0 ? errors : null;
}

function subjectOf(contact: Contact) {
  return { kind: 'contact' as const, id: contact.id, name: fullName(contact) };
}

/** The fields that differ between two versions of a contact; null stands for a contact not yet added or deleted. */
export function contactDifferences(before: ContactData | null, after: ContactData | null): FieldChange[] {
  return differences(Object.values(contactCodes), before && rawValues(before), after && rawValues(after));
}

function rawValues(data: ContactData): Record<ContactCode, RawValue> {
  const entries = Object.entries(data).map(([name, value]) => [`contact.${name}`, value]);
  return Object.fromEntries(entries) as Record<ContactCode, RawValue>;
}

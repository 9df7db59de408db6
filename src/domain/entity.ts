import * as z from 'zod';
import type { CivilDate } from './civil-date.ts';
import { blankContact, type Choices, type ContactData, contactForm, type TypedContact } from './contact.ts';
import { documentOf } from './document.ts';
import { rucField, textField } from './fields.ts';
import type { FieldErrors } from './outcome.ts';
import { isRuc } from './ruc.ts';
import { userNameField } from './user.ts';

/** A new entity with its administrator's user name and contact. */
type EntityData = { ruc: string; name: string; user: string; contact: ContactData };

/** The typed values from which an entity is registered; all are compulsory. */
type TypedEntity = Record<
  'ruc' | 'name' | 'user' | 'email' | 'document' | 'surname' | 'firstName' | 'birthDate',
  string
>;

/** The cargo of the first administrator of every entity. */
const administratorPosition = 'Representante Legal';
const longestName = 200;

/** Reads the typed values by the rules of the contact form and of user names; errors has a sentence for each fault. */
export function readEntity(typed: TypedEntity, today: CivilDate): { data: EntityData } | { errors: FieldErrors } {
  const entity = entitySchema.safeParse(typed);
  const contact = readAdministrator(typed, today);
  if (entity.success && contact.success) return { data: { ...entity.data, contact: contact.data } };
  const errors: FieldErrors = {};
  for (const { path, message } of [...(entity.error?.issues ?? []), ...(contact.error?.issues ?? [])]) {
    const field = String(path[0]);
    errors[typedFields[field] ?? field] ??= message;
  }
  return { errors };
}

const entitySchema = z.object({
  ruc: rucField.refine(isRuc, 'RUC: revise el número; tiene 13 dígitos, como 1769999930001, y no termina en 000.'),
  name: textField
    .transform((name) => name.normalize('NFC').replace(/\s+/g, ' '))
    .refine((name) => name !== '', 'Escriba el nombre de la entidad.')
    .refine(
      (name) => name.length <= longestName && !/[\p{Cc}\uFFFD]/u.test(name),
      `Nombre de la entidad: use ${longestName} caracteres como máximo, sin signos de control.`,
    ),
  user: userNameField,
  email: textField.refine((email) => email !== '', 'Escriba el Correo Electrónico.'),
});

// The contact form's fields that have another name among the typed values.
const typedFields: Record<string, keyof TypedEntity> = { paternalSurname: 'surname', documentNumber: 'document' };

function readAdministrator({ document, surname, firstName, email, birthDate }: TypedEntity, today: CivilDate) {
  const identity = documentOf(document);
  // The form accepts catalog values only; these choices hold just the values filled in below.
  const choices: Choices = {
    documentTypes: [identity.documentType],
    positions: [administratorPosition],
    sexes: [],
    maritalStatuses: [],
    educationLevels: [],
    occupationalAreas: [],
    resetReasons: [],
  };
  return contactForm(choices, today).safeParse({
    ...blankContact,
    ...identity,
    paternalSurname: surname,
    firstName,
    email,
    status: 'ACTIVO',
    position: administratorPosition,
    from: today,
    birthDate,
  } satisfies TypedContact);
}

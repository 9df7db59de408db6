import { z } from 'zod';
import type { CivilDate } from './civil-date.ts';
import { type Choices, type ContactData, contactForm } from './contact.ts';
import { documentOf } from './document.ts';
import type { FieldErrors } from './outcome.ts';
import { isRuc } from './ruc.ts';
import { userNameField } from './user.ts';

/** A new entity and the person who administers it. */
export type EntityData = { ruc: string; name: string; user: string; contact: ContactData };

/** What is typed to register an entity; all of it is compulsory. */
export type TypedEntity = Record<
  'ruc' | 'name' | 'user' | 'email' | 'document' | 'surname' | 'firstName' | 'birthDate',
  string
>;

export const administratorPosition = 'Representante Legal';
const longestName = 200;

/** Reads what was typed by the rules of the forms of contacts and users; a field left empty has its fault, too. */
export function readEntity(typed: TypedEntity, today: CivilDate): { data: EntityData } | { errors: FieldErrors } {
  const entity = entitySchema.safeParse(typed);
  const contact = readAdministrator(typed, today);
  if (entity.success && contact.success) return { data: { ...entity.data, contact: contact.data } };
  const errors: FieldErrors = {};
  for (const { path, message } of [...(entity.error?.issues ?? []), ...(contact.error?.issues ?? [])]) {
    const field = String(path[0]);
    errors[typedAs[field] ?? field] ??= message;
  }
  return { errors };
}

const entitySchema = z.object({
  ruc: z
    .string()
    .trim()
    .refine(isRuc, 'RUC: revise el número; tiene 13 dígitos, como 1769999930001, y no termina en 000.'),
  name: z
    .string()
    .transform((name) => name.normalize('NFC').replace(/\s+/g, ' ').trim())
    .refine((name) => name !== '', 'Escriba el nombre de la entidad.')
    .refine(
      (name) => name.length <= longestName && !/[\p{Cc}\uFFFD]/u.test(name),
      `Nombre de la entidad: use ${longestName} caracteres como máximo, sin signos de control.`,
    ),
  user: userNameField,
  email: z.string().refine((email) => email.trim() !== '', 'Escriba el Correo Electrónico.'),
});

/** By field of the contact's form, what it is typed as here. */
const typedAs: Record<string, keyof TypedEntity> = { paternalSurname: 'surname', documentNumber: 'document' };

function readAdministrator({ document, surname, firstName, email, birthDate }: TypedEntity, today: CivilDate) {
  const identity = documentOf(document);
  // Only what is chosen here has to be among the choices.
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
    ...identity,
    paternalSurname: surname,
    maternalSurname: '',
    firstName,
    secondName: '',
    sex: '',
    maritalStatus: '',
    email,
    status: 'ACTIVO',
    position: administratorPosition,
    from: today,
    until: '',
    educationLevel: '',
    occupationalArea: '',
    birthDate,
  });
}

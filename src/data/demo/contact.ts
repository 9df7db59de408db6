import { addDays, civilDate } from '../../domain/civil-date.ts';
import { type Catalogs, type ContactData, contactForm, type TypedContact } from '../../domain/contact.ts';
import { documentOf } from '../../domain/document.ts';
import type { DemoPerson } from './entities.ts';

/**
 * Makes the contact of a demonstration person, with days counted from the day of loading. It is read by the form's
 * rules, so that the demonstration has only data that could have been typed.
 */
export function contactData(person: DemoPerson, catalogs: Catalogs, now: Date): ContactData {
  const today = civilDate(now);
  const [from, until, paternalSurname, maternalSurname, firstName, secondName, sex, maritalStatus, ...others] = person;
  const [document, email, position, educationLevel, occupationalArea, birthDate] = others;
  return contactForm(catalogs, today).parse({
    paternalSurname,
    maternalSurname,
    firstName,
    secondName,
    sex,
    maritalStatus,
    ...documentOf(document),
    email,
    status: 'ACTIVO',
    position,
    from: addDays(today, from),
    until: until === null ? '' : addDays(today, until),
    educationLevel,
    occupationalArea,
    birthDate,
  } satisfies TypedContact);
}

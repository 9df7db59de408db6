import type { UserRecord } from '../data/entity/downloads.ts';
import type { Incident } from '../data/entity/incident-list.ts';
import { entryHindrances } from '../domain/access.ts';
import { budgetLabels } from '../domain/budget.ts';
import { dateTimeText } from '../domain/civil-date.ts';
import { type Catalogs, type ContactData, type ContactField, contactLabels, typedContact } from '../domain/contact.ts';
import { incidentLabels } from '../domain/incident-values.ts';
import { eventNames, incidentInWords } from '../domain/incident-words.ts';
import { outcomeNames } from '../domain/list-filters.ts';
import { statusName } from '../domain/user.ts';
import type { Column } from '../files/column.ts';

/** A list as a table: its name, the lines above it, its columns, and the cells of a row in their order. */
export type Table<Row> = {
  name: string;
  heading?: string[][];
  columns: Column[];
  cells: (row: Row) => (string | null)[];
};

const days: ContactField[] = ['birthDate', 'from', 'until'];

/** Contacts with what their form shows, as it shows it, so that the file can be imported (product 8.5). */
export const contactTable: Table<ContactData> = {
  name: 'Contactos',
  columns: Object.entries(contactLabels).map(([field, head]) => ({
    head,
    kind: days.includes(field as ContactField) ? 'day' : 'text',
  })),
  cells: (contact) => Object.values(typedContact(contact)),
};

/** Users with their menus, limit and access at a moment. */
export function userTable({ menus }: Pick<Catalogs, 'menus'>, now: Date): Table<UserRecord> {
  const namesOf = (codes: string[]) => menus.filter(({ code }) => codes.includes(code)).map(({ name }) => name);
  return {
    name: 'Usuarios',
    columns: [
      { head: 'Usuario', kind: 'text' },
      { head: 'Nombre', kind: 'text' },
      { head: 'Cargo', kind: 'text' },
      { head: 'Correo Electrónico', kind: 'text' },
      { head: 'Estado', kind: 'text' },
      { head: 'Acceso hoy', kind: 'text' },
      { head: 'Menús', kind: 'text' },
      { head: budgetLabels.limit, kind: 'amount' },
      { head: 'Creado', kind: 'moment' },
      { head: 'Último acceso', kind: 'moment' },
    ],
    cells: (user) => [
      user.name,
      user.contactName,
      user.position,
      user.email,
      statusName(user.active),
      entryHindrances(user, now).length === 0 ? 'Sí' : 'No',
      namesOf(user.menus).join('; '),
      user.limit,
      dateTimeText(user.createdAt),
      user.lastAccessAt && dateTimeText(user.lastAccessAt),
    ],
  };
}

/** Incidents in the words of the history. */
export function incidentTable({ menus }: Pick<Catalogs, 'menus'>): Table<Incident> {
  return {
    name: 'Incidencias',
    columns: [
      { head: incidentLabels.at, kind: 'moment' },
      { head: incidentLabels.actor, kind: 'text' },
      { head: incidentLabels.event, kind: 'text' },
      { head: incidentLabels.subject, kind: 'text' },
      { head: incidentLabels.outcome, kind: 'text' },
      { head: incidentLabels.changes, kind: 'text' },
      { head: 'Dirección', kind: 'text' },
    ],
    cells: (incident) => {
      const { sentence, values } = incidentInWords(incident, menus);
      const changes = values.map(({ label, text }) => `${label}: ${text}`).join('; ');
      return [
        dateTimeText(incident.at),
        incident.actorName,
        eventNames[incident.event],
        incident.subjectName,
        outcomeNames[incident.outcome],
        [sentence, changes].filter(Boolean).join(' '),
        incident.address,
      ];
    },
  };
}

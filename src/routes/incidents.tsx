import { IncidentLetterPage, IncidentsPage } from '../../views/incidents.tsx';
import { paths } from '../../views/kit/paths.ts';
import type { Incident, Person } from '../data/entity/incident-list.ts';
import { dateTimeText, letterDateTime } from '../domain/civil-date.ts';
import { eventNames, incidentInWords } from '../domain/incident-words.ts';
import { recoveryLetter } from '../domain/letter.ts';
import { outcomeNames } from '../domain/list-filters.ts';
import type { CatalogMenu } from '../domain/menu.ts';
import { type EntityContext, get, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { listingView, readDayFields, readListing, rowAddress } from '../web/listing.ts';
import { lists } from '../web/lists.ts';
import { recordId, recordNumber } from '../web/record-id.ts';
import { show, showForm } from '../web/respond.ts';

/** Routes of "Ver Incidencias", the entity's history (product 2). */
export const incidentRoutes: Route[] = [
  get(paths.incidents(), 'administration', async (c) => {
    const kind = lists(c).incidents;
    const listing = readListing(c, kind);
    const days = readDayFields(c);
    const { person, fixed } = personOf(c);
    const { incidents } = c.var.entity;
    const [page, name] = await Promise.all([incidents.page(listing, person), person && incidents.personName(person)]);
    const { menus } = c.var.app.catalogs;
    const shown = (
      <IncidentsPage
        frame={frame(c, titleOf(person, name), 'incidencias')}
        list={listingView(listing, page, { ...kind, fixed })}
        days={days}
        rows={page.rows.map((row) => incidentRow(row, menus))}
        back={name === null ? paths.contacts() : backOf(person)}
        ofOne={person !== null}
      />
    );
    return showForm(c, shown, days);
  }),

  get(paths.incidentLetter(':id'), 'administration', async (c) => {
    const { facts, at, version, address } = await c.var.entity.incidents.letter(recordId(c));
    const acceptance = `Aceptada el ${letterDateTime(at)}, desde ${address}, versión ${version} del texto.`;
    const letter = recoveryLetter(facts);
    const page = (
      <IncidentLetterPage frame={frame(c, letter.title, 'incidencias')} letter={letter} acceptance={acceptance} />
    );
    return show(c, page);
  }),
];

/**
 * Reads whose history alone is asked for, with the parameters that keep asking for it; null for that of all. A number
 * that no record could have counts as missing.
 */
export function personOf(c: EntityContext): { person: Person | null; fixed: [string, string][] } {
  const [userId, contactId] = [recordNumber(c.req.query('usuario')), recordNumber(c.req.query('contacto'))];
  if (userId !== null) return { person: { kind: 'user', id: userId }, fixed: [['usuario', String(userId)]] };
  if (contactId !== null)
    return { person: { kind: 'contact', id: contactId }, fixed: [['contacto', String(contactId)]] };
  return { person: null, fixed: [] };
}

function titleOf(person: Person | null, name: string | null): string {
  if (!person) return 'Incidencias';
  return name === null ? 'Historial' : `Historial de ${name}`;
}

function backOf(person: Person | null): string {
  if (!person) return paths.contacts();
  return person.kind === 'contact' ? paths.contact(person.id) : rowAddress(paths.users, 'u', person.id);
}

/** Words an incident for a row of a history. */
export function incidentWords(incident: Omit<Incident, 'address' | 'hasLetter'>, menus: CatalogMenu[]) {
  return {
    at: dateTimeText(incident.at),
    actor: incident.actorName,
    event: eventNames[incident.event],
    subject: incident.subjectName,
    outcome: outcomeNames[incident.outcome],
    refused: incident.outcome === 'refused',
    words: incidentInWords(incident, menus),
  };
}

function incidentRow(incident: Incident, menus: CatalogMenu[]) {
  return { ...incidentWords(incident, menus), document: documentOf(incident) };
}

// The letter of a recovery, or the act of a handover.
function documentOf({ id, at, hasLetter, changes }: Incident) {
  if (hasLetter) {
    const label = `Ver solicitud ${id} del ${dateTimeText(at)}`;
    return { text: 'Ver solicitud', label, href: paths.incidentLetter(id) };
  }
  const act = changes.find(({ field }) => field === 'handover.id')?.new;
  return typeof act === 'number' ? { text: 'Ver acta', label: `Ver acta ${act}`, href: paths.handover(act) } : null;
}

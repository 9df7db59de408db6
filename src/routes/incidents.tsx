import { IncidentLetterPage, IncidentsPage } from '../../views/incidents.tsx';
import { paths } from '../../views/kit/paths.ts';
import type { Incident } from '../data/entity/incident-list.ts';
import { dateTimeText, letterDateTime } from '../domain/civil-date.ts';
import { eventNames, incidentInWords } from '../domain/incident-words.ts';
import { recoveryLetter } from '../domain/letter.ts';
import type { CatalogMenu } from '../domain/menu.ts';
import { get, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { listingView, readListing } from '../web/listing.ts';
import { lists } from '../web/lists.ts';
import { recordId } from '../web/record-id.ts';
import { show } from '../web/respond.ts';

/** Routes of "Ver Incidencias", the entity's history (product 2). */
export const incidentRoutes: Route[] = [
  get(paths.incidents(), 'administration', async (c) => {
    const kind = lists(c).incidents;
    const listing = readListing(c, kind);
    const page = await c.var.entity.incidents.page(listing);
    const list = listingView(listing, page, kind);
    const { menus } = c.var.app.catalogs;
    return show(
      c,
      <IncidentsPage
        frame={frame(c, 'Incidencias', 'incidencias')}
        list={list}
        rows={page.rows.map((row) => incidentRow(row, menus))}
      />,
    );
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

function incidentRow(incident: Incident, menus: CatalogMenu[]) {
  return {
    at: dateTimeText(incident.at),
    actor: incident.actorName,
    event: eventNames[incident.event],
    subject: incident.subjectName,
    words: incidentInWords(incident, menus),
    letter: incident.hasLetter ? { number: incident.id, href: paths.incidentLetter(incident.id) } : null,
  };
}

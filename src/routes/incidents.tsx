import { IncidentLetterPage, IncidentsPage } from '../../views/incidents.tsx';
import { paths } from '../../views/kit/paths.ts';
import type { Incident } from '../data/entity/incidents.ts';
import type { EventName } from '../domain/change.ts';
import { dateTimeText, letterDateTime } from '../domain/civil-date.ts';
import { recoveryLetter } from '../domain/letter.ts';
import { get, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { listingView, readListing } from '../web/listing.ts';
import { recordId } from '../web/record-id.ts';
import { show } from '../web/respond.ts';

const sorts = ['reciente'] as const;

/** "Ver Incidencias": the entity's history (spec 2). */
export const incidentRoutes: Route[] = [
  get(paths.incidents(), 'administration', async (c) => {
    const listing = { ...readListing(c, sorts), search: '' };
    const page = await c.var.entity.incidents.page(listing.page, listing.size);
    const list = listingView(listing, page, { usual: 'reciente', sorts, address: paths.incidents });
    return show(
      c,
      <IncidentsPage frame={frame(c, 'Incidencias', 'incidencias')} list={list} rows={page.rows.map(incidentRow)} />,
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

function incidentRow(incident: Incident) {
  return {
    at: dateTimeText(incident.at),
    actor: incident.actorName,
    event: eventNames[incident.event],
    subject: incident.subjectName,
    changes: incident.changes,
    letter: incident.hasLetter ? { number: incident.id, href: paths.incidentLetter(incident.id) } : null,
  };
}

const eventNames: Record<EventName, string> = {
  'contact.created': 'Contacto creado',
  'contact.changed': 'Contacto modificado',
  'contact.deleted': 'Contacto eliminado',
  'user.created': 'Usuario creado',
  'user.activated': 'Usuario activado',
  'user.deactivated': 'Usuario desactivado',
  'profile.changed': 'Perfil cambiado',
  'budget.changed': 'Presupuesto cambiado',
  'password.changed': 'Contraseña cambiada',
  'password.reset': 'Contraseña reseteada',
  'mail.resent': 'Correo reenviado',
  'sign-in.refused': 'Ingreso rechazado',
  'password.voided': 'Contraseña anulada por intentos fallidos',
  'recovery.requested': 'Solicitud de reseteo de contraseña',
  'recovery.reported': 'Reporte: solicitud no reconocida',
  'session.ended': 'Sesión cerrada',
  'administrator.reset': 'Contraseña del administrador reseteada',
  'entity.created': 'Entidad registrada',
  'entity.suspended': 'Entidad suspendida',
  'entity.resumed': 'Entidad reactivada',
};

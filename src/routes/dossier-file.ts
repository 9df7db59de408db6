import type { Dossier, DossierSession, DossierUser, OwnIncident } from '../data/entity/dossier.ts';
import type { Actor } from '../domain/actor.ts';
import { budgetLabels } from '../domain/budget.ts';
import { dateTimeText } from '../domain/civil-date.ts';
import { type ContactField, contactLabels, typedContact } from '../domain/contact.ts';
import { incidentLabels as head } from '../domain/incident-values.ts';
import type { CatalogMenu } from '../domain/menu.ts';
import { statusName } from '../domain/user.ts';
import { incidentWords } from './incidents.tsx';

/** Whose file it is, its moment, and the words for codes of menus. */
type About = { actor: Actor; now: Date; menus: CatalogMenu[] };

/**
 * The members of the file "Descargar mis datos" before the history. Their names are the labels of the screens, moments
 * are AAAA-MM-DD HH:MM in Ecuador, amounts are decimals, and null stands for no value (product 9.5).
 */
export function heldMembers({ contact, registeredAt, users }: Dossier, { actor, now, menus }: About) {
  const typed = typedContact(contact);
  const fields = Object.entries(contactLabels) as [ContactField, string][];
  return {
    'Hecho el': dateTimeText(now),
    'Zona horaria': 'America/Guayaquil',
    RUC: actor.ruc,
    Entidad: actor.entityName,
    Contacto: {
      ...Object.fromEntries(fields.map(([field, label]) => [label, typed[field] || null])),
      Registrado: dateTimeText(registeredAt),
    },
    Usuarios: users.map((user) => userMembers(user, menus)),
  };
}

/** The entries of the history in the file, as they are read. */
export async function* historyEntries(incidents: AsyncIterable<OwnIncident>, menus: CatalogMenu[]) {
  for await (const incident of incidents) {
    const { at, actor, event, subject, outcome, words } = incidentWords(incident, menus);
    const changes = [words.sentence, ...words.values.map(({ label, text }) => `${label}: ${text}`)];
    yield {
      [head.at]: at,
      [head.actor]: actor,
      [head.event]: event,
      [head.subject]: subject,
      [head.outcome]: outcome,
      [head.changes]: changes.filter(Boolean),
    };
  }
}

/** The names of menus by their codes; the code of one that the catalog lacks. */
export function namesOf(codes: string[], menus: CatalogMenu[]): string[] {
  return codes.map((code) => menus.find((menu) => menu.code === code)?.name ?? code);
}

function userMembers(user: DossierUser, menus: CatalogMenu[]) {
  return {
    Usuario: user.name,
    Estado: statusName(user.active),
    Administrador: user.administrator,
    Menús: namesOf(user.menus, menus),
    [budgetLabels.limit]: user.limit,
    Presupuesto: user.limitActive === null ? null : statusName(user.limitActive),
    Creado: dateTimeText(user.createdAt),
    'Primera activación': moment(user.firstActivatedAt),
    'Último acceso': moment(user.lastAccessAt),
    Sesiones: user.sessions.map(sessionMembers),
  };
}

function sessionMembers({ browser, address, since, lastSeen, open }: DossierSession) {
  return {
    Navegador: browser,
    Dirección: address,
    Desde: dateTimeText(since),
    'Última actividad': dateTimeText(lastSeen),
    Abierta: open,
  };
}

function moment(at: Date | null): string | null {
  return at && dateTimeText(at);
}

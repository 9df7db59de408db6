import { sql } from 'kysely';
import type { Amount } from '../../domain/amount.ts';
import { browserName } from '../../domain/browser.ts';
import type { Contact } from '../../domain/contact.ts';
import { dossierDownloaded, ownIncident } from '../../domain/dossier.ts';
import { defaultListing, type IncidentSort, incidentSorts, type Listing, type Page } from '../../domain/listing.ts';
import type { OpenSession } from '../../domain/session.ts';
import type { Scope } from '../database/database.ts';
import { findContact } from '../records/contact.ts';
import { recordIncident } from '../records/incident.ts';
import { openAt } from '../records/session.ts';
import type { Door } from './door.ts';
import { type Incident, incidentList, incidentPage, type Person } from './incident-list.ts';
import { readEach, readIds } from './list.ts';

/** All that is held of the person behind a session, besides the incidents (product 9.5). */
export type Dossier = { contact: Contact; registeredAt: Date; users: DossierUser[] };

/** A user of the person, with the codes of its menus and what is configured of its limit. */
export type DossierUser = {
  id: number;
  name: string;
  administrator: boolean;
  active: boolean;
  menus: string[];
  limit: Amount | null;
  /** Null where no limit was configured. */
  limitActive: boolean | null;
  createdAt: Date;
  firstActivatedAt: Date | null;
  lastAccessAt: Date | null;
  sessions: DossierSession[];
};

/** A session that is held, open or run out. */
export type DossierSession = OpenSession & { open: boolean };

/** An incident as the person may read it. */
export type OwnIncident = Omit<Incident, 'address' | 'hasLetter'>;

/** Makes the verbs on what is held of the person behind the session (product 9.5). */
export function dossier(door: Door) {
  const { caller } = door;
  const { userId, userName, contactId } = caller.actor;
  const person: Person = { kind: 'contact', id: contactId };
  return {
    /** Reads what is held, with a page of the incidents about the person, the newest first. */
    page: async (
      shown: Pick<Listing<IncidentSort>, 'page' | 'size'>,
    ): Promise<Dossier & { history: Page<OwnIncident> }> => {
      const [held, { rows, ...page }] = await Promise.all([
        door.enter((scope) => readDossier(scope, door)),
        incidentPage(door, { ...newestFirst, ...shown }, person),
      ]);
      return { ...held, history: { ...page, rows: rows.map(asOwn) } };
    },

    /**
     * Reads what is held, with all incidents about the person. The incident of it is written first, as of a list (D4).
     */
    download: async (): Promise<Dossier & { history: AsyncIterable<OwnIncident> }> => {
      const list = incidentList(door, newestFirst, person);
      const { ids, ...held } = await door.enter(async (scope) => {
        const [read, ids] = await Promise.all([readDossier(scope, door), readIds(scope, list)]);
        await recordIncident(scope, caller, dossierDownloaded({ id: userId, name: userName }, ids.length), userId);
        return { ...read, ids };
      });
      // They were found by person, so each is read by its number alone.
      const found = { ...list, where: sql`i.ruc = ${door.ruc}` };
      return { ...held, history: ownIncidents(readEach<Incident>(door, found, ids)) };
    },
  };
}

const newestFirst = defaultListing(incidentSorts);

async function* ownIncidents(incidents: AsyncIterable<Incident>): AsyncGenerator<OwnIncident> {
  for await (const incident of incidents) yield asOwn(incident);
}

// The addresses are those of whoever made the change.
function asOwn({ id, at, event, outcome, actorName, subjectName, changes }: Incident): OwnIncident {
  return ownIncident({ id, at, event, outcome, actorName, subjectName, changes });
}

async function readDossier(scope: Scope, door: Door): Promise<Dossier> {
  const { ruc, caller } = door;
  const { contactId } = caller.actor;
  const [contact, { created_at: registeredAt }, users, sessions] = await Promise.all([
    findContact(scope, ruc, contactId),
    scope
      .selectFrom('contacts')
      .select('created_at')
      .where('ruc', '=', ruc)
      .where('id', '=', contactId)
      .executeTakeFirstOrThrow(),
    usersOf(scope, ruc, contactId),
    sessionsOf(scope, door),
  ]);
  return {
    contact,
    registeredAt,
    users: users.map((user) => ({ ...user, sessions: sessions.filter(({ userId }) => userId === user.id) })),
  };
}

function usersOf(scope: Scope, ruc: string, contactId: number) {
  return scope
    .selectFrom('users as u')
    .leftJoin('budgets as b', (on) => on.onRef('b.ruc', '=', 'u.ruc').onRef('b.user_id', '=', 'u.id'))
    .select([
      'u.id',
      'u.name',
      'u.administrator',
      'u.active',
      'b.limit_amount as limit',
      'b.active as limitActive',
      'u.created_at as createdAt',
      'u.first_activated_at as firstActivatedAt',
      'u.last_access_at as lastAccessAt',
      sql<string[]>`array(select g.menu_code::text from user_menus g join menus m on m.code = g.menu_code
                           where g.ruc = u.ruc and g.user_id = u.id order by m.position)`.as('menus'),
    ])
    .where('u.ruc', '=', ruc)
    .where('u.contact_id', '=', contactId)
    .orderBy('u.name_folded')
    .execute();
}

async function sessionsOf(scope: Scope, { ruc, caller }: Door): Promise<(DossierSession & { userId: number })[]> {
  const rows = await scope
    .selectFrom('sessions as s')
    .innerJoin('users as u', (on) => on.onRef('u.ruc', '=', 's.ruc').onRef('u.id', '=', 's.user_id'))
    .select([
      's.user_id as userId',
      's.number',
      's.created_at as since',
      's.last_seen_at as lastSeen',
      's.address',
      's.user_agent as userAgent',
      openAt(caller.now, 's').$castTo<boolean>().as('open'),
    ])
    .where('s.ruc', '=', ruc)
    .where('u.contact_id', '=', caller.actor.contactId)
    .orderBy('s.last_seen_at', 'desc')
    .orderBy('s.number', 'desc')
    .execute();
  return rows.map(({ userAgent, ...session }) => ({
    ...session,
    browser: browserName(userAgent),
    own: session.number === caller.actor.session?.number,
  }));
}

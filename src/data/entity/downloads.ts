import { type RawBuilder, sql } from 'kysely';
import type { EntryFacts } from '../../domain/access.ts';
import type { Amount } from '../../domain/amount.ts';
import type { Contact } from '../../domain/contact.ts';
import { type Download, downloadEvent, type FileFormat, type ListName } from '../../domain/download.ts';
import type { ContactSort, IncidentSort, Listing, UserSort } from '../../domain/listing.ts';
import type { Scope } from '../database/database.ts';
import { contactColumns } from '../records/contact.ts';
import { recordIncident } from '../records/incident.ts';
import { passwordState } from '../records/password.ts';
import { contactList } from './contact-list.ts';
import type { Door } from './door.ts';
import { type Incident, incidentList, lastNameOf, type Person } from './incident-list.ts';
import { type List, readEach, readIds } from './list.ts';
import { userList } from './user-list.ts';

/** A user as the file of users has it; menus are codes, and no limit means that none is in effect. */
export type UserRecord = EntryFacts & {
  name: string;
  contactName: string;
  position: string;
  email: string;
  menus: string[];
  limit: Amount | null;
  createdAt: Date;
  lastAccessAt: Date | null;
};

/**
 * Makes the verbs that download lists: all records that match a listing, in its order (product 8.2). Which ones is read
 * in the transaction that writes the incident, before the first is given (D4); each is then read as it stands.
 */
export function downloads(door: Door) {
  return {
    /** Reads contacts with all that their form shows. */
    contacts: (listing: Listing<ContactSort>, format: FileFormat): Promise<AsyncIterable<Contact>> =>
      download(door, { ...contactList(door, listing), columns: recordColumns }, ofListing('contacts', listing, format)),

    /** Reads users with their contact, their menus and their limit. */
    users: (listing: Listing<UserSort>, format: FileFormat): Promise<AsyncIterable<UserRecord>> =>
      download(door, { ...userList(door, listing), columns: userColumns(door) }, ofListing('users', listing, format)),

    /** Reads incidents, of all or of one person. */
    incidents: (
      listing: Listing<IncidentSort>,
      format: FileFormat,
      person: Person | null,
    ): Promise<AsyncIterable<Incident>> =>
      download(door, incidentList(door, listing, person), ofListing('incidents', listing, format), person),
  };
}

async function download<Row>(
  door: Door,
  list: List,
  described: Omit<Download, 'person' | 'records'>,
  person: Person | null = null,
): Promise<AsyncIterable<Row>> {
  const { caller, enter } = door;
  const ids = await enter(async (scope) => {
    const found = await readIds(scope, list);
    const name = person && (await readName(scope, door, person));
    const event = downloadEvent(caller.actor.entityName, { ...described, person: name, records: found.length });
    await recordIncident(scope, caller, event, null);
    return found;
  });
  return readEach<Row>(door, list, ids);
}

async function readName(scope: Scope, { ruc }: Door, person: Person): Promise<string | null> {
  const { rows } = await sql<{ name: string | null }>`select ${lastNameOf(ruc, person)} as name`.execute(scope);
  return rows[0]?.name ?? null;
}

function ofListing(list: ListName, { search, filters }: Listing<string>, format: FileFormat) {
  return { list, format, search, filters };
}

// Written as text, "from" is a word of the language and needs its quotes.
const recordColumns = sql.join(contactColumns.map((column) => sql.raw(column.replace(/ as (\w+)$/, ' as "$1"'))));

function userColumns({ caller: { now } }: Door): RawBuilder<unknown> {
  return sql`u.name, c.full_name as "contactName", c.position, c.email, c.active as "contactActive", u.administrator,
    u.active, c.delegated_from as "from", c.delegated_until as "until", ${passwordState(now)} as password,
    u.created_at as "createdAt", u.last_access_at as "lastAccessAt",
    array(select g.menu_code::text from user_menus g where g.ruc = u.ruc and g.user_id = u.id) as menus,
    (select b.limit_amount::text from budgets b where b.ruc = u.ruc and b.user_id = u.id and b.active) as "limit"`;
}

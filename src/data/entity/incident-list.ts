import { type RawBuilder, sql } from 'kysely';
import { addDays, startOfDay } from '../../domain/civil-date.ts';
import type { EventCode, FieldChange } from '../../domain/incident.ts';
import { eventNames } from '../../domain/incident-words.ts';
import type { IncidentSort, Listing, Page } from '../../domain/listing.ts';
import { sortKey } from '../../domain/person-name.ts';
import type { Door } from './door.ts';
import { alongIndex, type List, narrowingOf, type OrderKey, readPage, searchFilters } from './list.ts';

type Sql = RawBuilder<unknown>;

/** An incident as the history lists it. */
export type Incident = {
  id: number;
  at: Date;
  event: EventCode;
  outcome: 'done' | 'refused';
  actorName: string;
  subjectName: string;
  changes: FieldChange[];
  address: string;
  /** The incident belongs to a recovery, with an accepted letter. */
  hasLetter: boolean;
};

/** A contact or user whose history is asked for. */
export type Person = { kind: 'contact' | 'user'; id: number };

/** Reads a page of the entity's history, or of one person's (product 2, 8). */
export function incidentPage(
  door: Door,
  listing: Listing<IncidentSort>,
  person: Person | null,
): Promise<Page<Incident>> {
  return readPage(door, incidentList(door, listing, person), listing);
}

/** The history in the order and with the filters of a listing, of all or of one person. */
export function incidentList(
  { ruc }: Door,
  { search, filters, sort, descending }: Listing<IncidentSort>,
  person: Person | null = null,
): List {
  return {
    columns: sql`i.id, i.at, i.event, i.outcome, i.actor_name as "actorName", i.subject_name as "subjectName", i.changes,
      i.address, exists (select from recoveries r where r.ruc = i.ruc and r.incident_id = i.id) as "hasLetter"`,
    tables: sql`incidents i`,
    where: person
      ? sql`i.ruc = ${ruc} and (i.subject_kind, i.subject_id) in (${subjectsOf(ruc, person)})`
      : sql`i.ruc = ${ruc}`,
    narrowing: [...narrowingOf(filters, conditions), ...searchFilters(search, (pattern) => concerns(ruc, pattern))],
    id: sql`i.id`,
    searched: sql`null`,
    filters: [],
    order: orderOf(sort, descending),
    seekable: sort === 'reciente' && person === null,
  };
}

/** The name of a person as it stands; null if the entity has no such person, or no longer. */
export function nameOf(ruc: string, { kind, id }: Person): Sql {
  return kind === 'user'
    ? sql`(select name from users where ruc = ${ruc} and id = ${id})`
    : sql`(select full_name from contacts where ruc = ${ruc} and id = ${id})`;
}

/** The name of a person, who may be deleted: then it is the one of the last incident. */
export function lastNameOf(ruc: string, person: Person): Sql {
  return sql`coalesce(${nameOf(ruc, person)}, (
    select subject_name from incidents where ruc = ${ruc} and subject_kind = ${person.kind} and subject_id = ${person.id}
     order by id desc limit 1))`;
}

// The history of a contact has that of its users, because both decide on access.
function subjectsOf(ruc: string, { kind, id }: Person) {
  const own = sql`select ${kind}::text, ${id}::bigint`;
  if (kind === 'user') return own;
  return sql`${own} union all select 'user', u.id from users u where u.ruc = ${ruc} and u.contact_id = ${id}`;
}

// By the names that an incident holds, which are the user names of users, and by the name of the person of a user.
function concerns(ruc: string, pattern: string): Sql {
  const byName = sql`select u.id, u.contact_sort_key from users u where u.ruc = ${ruc}
    order by u.contact_sort_key, u.name_folded`;
  const users = sql`select id from (${alongIndex(byName)}) as u where replace(contact_sort_key, 'n~', 'n') like ${pattern}`;
  return sql`(replace(i.actor_key || ' ' || i.subject_key, 'n~', 'n') like ${pattern}
    or i.actor_user_id in (${users}) or i.subject_kind = 'user' and i.subject_id in (${users}))`;
}

const conditions = {
  que: (value: string) => sql`i.event = ${value}`,
  resultado: (value: string) => sql`i.outcome = ${value}`,
  desde: (value: string) => sql`i.at >= ${startOfDay(value)}`,
  hasta: (value: string) => sql`i.at < ${startOfDay(addDays(value, 1))}`,
};

// The history has an index for the usual order alone, because another one would make every change dearer.
function orderOf(sort: IncidentSort, descending: boolean): OrderKey[] {
  const newest = { column: sql`i.id`, descending: true };
  switch (sort) {
    case 'reciente':
      return [{ ...newest, descending: !descending }];
    case 'quien':
      return [{ column: sql`i.actor_key`, descending }, newest];
    case 'que':
      return [{ column: sql`array_position(${sortedEvents}::text[], i.event)`, descending }, newest];
    case 'sobre':
      return [{ column: sql`i.subject_key`, descending }, newest];
    case 'resultado':
      return [{ column: sql`i.outcome`, descending }, newest];
  }
}

const sortedEvents = Object.entries(eventNames)
  .sort(([, one], [, other]) => (sortKey(one) < sortKey(other) ? -1 : 1))
  .map(([code]) => code);

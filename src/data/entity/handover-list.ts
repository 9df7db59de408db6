import { type RawBuilder, sql } from 'kysely';
import type { CivilDate } from '../../domain/civil-date.ts';
import type { HandoverRecord } from '../../domain/handover.ts';
import type { HandoverSort, Listing, Page } from '../../domain/listing.ts';
import { searchKey } from '../../domain/person-name.ts';
import type { Door } from './door.ts';
import { type List, readPage, searchFilters } from './list.ts';

/** A handover as the list shows it; one of the administration has one day for both persons. */
export type HandoverLine = {
  id: number;
  kind: HandoverRecord['kind'];
  outgoing: string;
  successor: string;
  lastDay: CivilDate;
  firstDay: CivilDate;
  madeBy: string;
  madeAt: Date;
};

/** Reads a page of the entity's handovers, the newest first (product 9.2). */
export function handoverPage(door: Door, listing: Listing<HandoverSort>): Promise<Page<HandoverLine>> {
  return readPage(door, handoverList(door, listing), listing);
}

function handoverList({ ruc }: Door, { search, descending }: Listing<HandoverSort>): List {
  return {
    columns: sql`h.id, h.kind, h.made_by as "madeBy", h.made_at as "madeAt", ${outgoing} as outgoing, ${successor} as successor,
      coalesce(h.record ->> 'lastDay', h.record ->> 'day') as "lastDay",
      coalesce(h.record ->> 'firstDay', h.record ->> 'day') as "firstDay"`,
    tables: sql`handovers h`,
    where: sql`h.ruc = ${ruc}`,
    narrowing: [],
    id: sql`h.id`,
    searched: plain(sql`${outgoing} || ' ' || ${successor}`),
    filters: searchFilters(search, (pattern) => sql`searched like ${pattern}`),
    order: [{ column: sql`h.id`, descending: !descending }],
  };
}

const outgoing = sql`(h.record -> 'outgoing' ->> 'name')`;
const successor = sql`(h.record -> 'successor' ->> 'name')`;

// The names in acts have no keys of their own, so they are folded here, as searchKey does; an entity has few acts.
function plain(name: RawBuilder<unknown>) {
  const letters = sql`translate(${name}, ${wholeLetters.join('')}, ${wholeLetters.map(searchKey).join('')})`;
  return sql`lower(regexp_replace(normalize(${letters}, nfd), ${accents}, '', 'g'))`;
}

const accents = '[\\u0300-\\u036f]+';

// The Latin letters that stand for one plain letter and don't decompose.
const wholeLetters = Array.from({ length: 0x250 - 0xc0 }, (_, index) => String.fromCharCode(0xc0 + index)).filter(
  (letter) => searchKey(letter).length === 1 && searchKey(letter) !== letter.normalize('NFD').toLowerCase().charAt(0),
);

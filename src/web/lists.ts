import { paths } from '../../views/kit/paths.ts';
import type { Catalogs } from '../domain/contact.ts';
import { eventNames } from '../domain/incident-words.ts';
import { contactFilters, incidentFilters, userFilters } from '../domain/list-filters.ts';
import {
  type ContactSort,
  contactSorts,
  type ImportSort,
  type IncidentSort,
  importSorts,
  incidentSorts,
  type UserSort,
  userSorts,
} from '../domain/listing.ts';
import type { AnyContext } from './env.ts';
import type { ListKind } from './listing.ts';

type Lists = {
  contacts: ListKind<ContactSort>;
  users: ListKind<UserSort>;
  incidents: ListKind<IncidentSort>;
  imports: ListKind<ImportSort>;
};

/** Gives the lists of an entity with their orders and filters, made once from the catalogs (product 8). */
export function lists(c: AnyContext): Lists {
  const { catalogs } = c.var.app;
  const made = listsOf.get(catalogs) ?? makeLists(catalogs);
  listsOf.set(catalogs, made);
  return made;
}

const listsOf = new WeakMap<Catalogs, Lists>();

function makeLists(catalogs: Catalogs): Lists {
  return {
    contacts: {
      sorts: contactSorts,
      filters: contactFilters(catalogs),
      address: paths.contacts,
      download: paths.contactDownload,
    },
    users: { sorts: userSorts, filters: userFilters(catalogs), address: paths.users, download: paths.userDownload },
    incidents: {
      sorts: incidentSorts,
      filters: incidentFilters(eventNames),
      days: true,
      address: paths.incidents,
      download: paths.incidentDownload,
      falling: ['reciente'],
    },
    imports: { sorts: importSorts, filters: [], address: paths.imports, falling: ['reciente'] },
  };
}

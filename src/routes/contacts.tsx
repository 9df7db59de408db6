import { ContactsPage } from '../../views/contacts.tsx';
import { paths } from '../../views/kit/paths.ts';
import type { ContactLine } from '../data/entity/contact-list.ts';
import { type CivilDate, civilDate } from '../domain/civil-date.ts';
import { delegationMark } from '../domain/delegation.ts';
import { distinctNames } from '../domain/person-name.ts';
import { statusName } from '../domain/user.ts';
import { get, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { listingView, readListing } from '../web/listing.ts';
import { lists } from '../web/lists.ts';
import { show } from '../web/respond.ts';

/** Routes of the register of contacts, to which the section's own address leads (product 2). */
export const contactRoutes: Route[] = [
  get(paths.administration(), 'administration', (c) => c.redirect(paths.contacts(), 303)),

  get(paths.contacts(), 'administration', async (c) => {
    const kind = lists(c).contacts;
    const listing = readListing(c, kind);
    const page = await c.var.entity.contacts.page(listing);
    const list = listingView(listing, page, kind);
    const today = civilDate(c.var.now);
    const subjects = distinctNames(page.rows);
    const rows = page.rows.map((line, index) => ({
      ...contactRow(line, list.first + index, today),
      subject: subjects[index] ?? line.name,
    }));
    return show(c, <ContactsPage frame={frame(c, 'Contactos', 'contactos')} list={list} rows={rows} />);
  }),
];

function contactRow(line: ContactLine, number: number, today: CivilDate) {
  return { ...line, number, status: statusName(line.active), delegation: delegationMark(line, today) };
}

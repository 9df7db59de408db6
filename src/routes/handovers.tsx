import { HandoverActPage } from '../../views/handover-act.tsx';
import { HandoversPage } from '../../views/handovers.tsx';
import { paths } from '../../views/kit/paths.ts';
import type { HandoverLine } from '../data/entity/handover-list.ts';
import { dateTimeText, letterDate } from '../domain/civil-date.ts';
import { handoverSorts } from '../domain/listing.ts';
import { get, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { listingView, readListing } from '../web/listing.ts';
import { recordId } from '../web/record-id.ts';
import { show } from '../web/respond.ts';

/** Routes of "Relevos", the acts of handovers of delegations and of the administration (product 9.2). */
export const handoversRoutes: Route[] = [
  get(paths.handovers(), 'administration', async (c) => {
    const listing = readListing(c, kind);
    const page = await c.var.entity.handovers.page(listing);
    const list = listingView(listing, page, kind);
    const rows = page.rows.map(handoverRow);
    return show(c, <HandoversPage frame={frame(c, 'Relevos', 'relevo')} list={list} rows={rows} />);
  }),

  get(paths.handover(':id'), 'administration', async (c) => {
    const { id, record, madeBy, madeAt } = await c.var.entity.handovers.find(recordId(c));
    const page = (
      <HandoverActPage
        frame={frame(c, 'Acta de entrega y recepción', 'relevo')}
        id={id}
        ruc={c.var.actor.ruc}
        record={record}
        date={letterDate(madeAt)}
        made={`Registrada por el usuario ${madeBy} el ${dateTimeText(madeAt)} (hora de Ecuador).`}
      />
    );
    return show(c, page);
  }),
];

// The list isn't downloaded.
const kind = {
  sorts: handoverSorts,
  filters: [],
  address: paths.handovers,
  download: paths.handovers,
  falling: handoverSorts,
};

function handoverRow({ madeAt, kind, ...line }: HandoverLine) {
  return { ...line, at: dateTimeText(madeAt), kind: kind === 'delegation' ? 'Delegación' : 'Administración' };
}

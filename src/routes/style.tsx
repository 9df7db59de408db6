import { paths } from '../../views/kit/paths.ts';
import { StylePage } from '../../views/style.tsx';
import { NotFound } from '../data/database/errors.ts';
import { contactSorts, incidentSorts, userSorts } from '../domain/listing.ts';
import { publicGet, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { listingView, readListing } from '../web/listing.ts';
import { isFromOwnMachine } from '../web/own-machine.ts';
import { show } from '../web/respond.ts';

const sorts = [...contactSorts, ...userSorts, ...incidentSorts] as const;
const kind = { sorts, filters: [], address: paths.style, download: paths.style };

/** Route of the page of all controls, which answers on the own machine alone (product 7). */
export const styleRoutes: Route[] = [
  publicGet(paths.style(), (c) => {
    if (!isFromOwnMachine(c)) throw new NotFound();
    const shown = { ...frame(c, 'Estilo', null), notice: 'Datos Actualizados' };
    const listing = readListing(c, kind);
    const pages = { total: 137, all: 340, page: Math.min(listing.page, 14), size: 10 };
    return show(c, <StylePage frame={shown} list={listingView(listing, pages, kind)} />);
  }),
];

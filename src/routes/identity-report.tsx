import { IdentityReportPage } from '../../views/identity-report.tsx';
import { paths } from '../../views/kit/paths.ts';
import { findReportableChange, type ReportableChange, reportIdentityChange } from '../data/outside/identity-reports.ts';
import { type PublicContext, publicGet, publicPost, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { leaveReportToken, readReportToken } from '../web/report-link.ts';
import { done, show } from '../web/respond.ts';
import { originOf } from '../web/session.ts';

/** Routes of "Yo no hice este cambio", the link in the notice of a change of the administrator's identity (product 2). */
export const identityReportRoutes: Route[] = [
  publicGet(paths.identityReportLink(':token'), (c) => leaveReportToken(c, cookie, paths.identityReport())),

  publicGet(paths.identityReport(), async (c) => {
    const token = await readReportToken(c, cookie);
    return reportPage(c, token === null ? null : await findReportableChange(c.var.app, token, c.var.now));
  }),

  publicPost(paths.identityReport(), async (c) => {
    const token = await readReportToken(c, cookie);
    const found = token === null ? null : await reportIdentityChange(c.var.app, token, originOf(c));
    if (found?.state !== 'reported') return reportPage(c, found);
    return done(c, paths.identityReport(), 'El cambio se deshizo y su reporte quedó registrado.');
  }),
];

const cookie = 'soce_cambio';

function reportPage(c: PublicContext, found: ReportableChange | null): Response {
  const page = (
    <IdentityReportPage
      frame={frame(c, 'Yo no hice este cambio', 'recuperar')}
      found={found}
      support={c.var.app.support}
    />
  );
  return show(c, page, found ? 200 : 404);
}

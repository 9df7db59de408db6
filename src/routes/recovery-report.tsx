import { paths } from '../../views/kit/paths.ts';
import { RecoveryReportPage } from '../../views/recovery-report.tsx';
import { findReportable, type Reportable, reportRecovery } from '../data/outside/recovery-reports.ts';
import { type PublicContext, publicGet, publicPost, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { leaveReportToken, readReportToken } from '../web/report-link.ts';
import { done, show } from '../web/respond.ts';
import { originOf } from '../web/session.ts';

/** Routes of "Yo no solicité este cambio", the link in a recovery's mail (product 5). */
export const recoveryReportRoutes: Route[] = [
  publicGet(paths.recoveryReportLink(':token'), (c) => leaveReportToken(c, cookie, paths.recoveryReport())),

  publicGet(paths.recoveryReport(), async (c) => {
    const token = await readReportToken(c, cookie);
    return reportPage(c, token === null ? null : await findReportable(c.var.app, token, c.var.now));
  }),

  publicPost(paths.recoveryReport(), async (c) => {
    const token = await readReportToken(c, cookie);
    const found = token === null ? null : await reportRecovery(c.var.app, token, originOf(c));
    if (found?.state !== 'reported') return reportPage(c, found);
    return done(c, paths.recoveryReport(), 'El reporte quedó registrado.');
  }),
];

const cookie = 'soce_reporte';

function reportPage(c: PublicContext, found: Reportable | null): Response {
  const page = (
    <RecoveryReportPage
      frame={frame(c, 'Yo no solicité este cambio', 'recuperar')}
      found={found}
      support={c.var.app.support}
    />
  );
  return show(c, page, found ? 200 : 404);
}

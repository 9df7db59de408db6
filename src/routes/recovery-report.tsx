import { paths } from '../../views/kit/paths.ts';
import { RecoveryReportPage } from '../../views/recovery-report.tsx';
import { consumeAllowance } from '../data/outside/guessing.ts';
import { findReportable, type Reportable, reportRecovery } from '../data/outside/recovery-reports.ts';
import { networkOf } from '../domain/address.ts';
import { failuresPerMinute } from '../domain/guessing.ts';
import { readCookie, writeCookie } from '../web/cookies.ts';
import { type PublicContext, publicGet, publicPost, type Route } from '../web/env.ts';
import { TooManyTries } from '../web/errors.tsx';
import { frame } from '../web/frame.ts';
import { done, show } from '../web/respond.ts';
import { originOf } from '../web/session.ts';

/** Routes of "Yo no solicité este cambio", the link in a recovery's mail (product 5). */
export const recoveryReportRoutes: Route[] = [
  // Moves the token from the address into a cookie, so that no history, referrer or form contains it.
  publicGet(paths.recoveryReportLink(':token'), (c) => {
    c.header('Referrer-Policy', 'no-referrer');
    // Mail programs take the sign behind a link into it.
    const [token = ''] = /^[\w-]*/.exec(c.req.param('token') ?? '') ?? [];
    writeCookie(c, 'soce_reporte', token);
    return c.redirect(paths.recoveryReport(), 303);
  }),

  publicGet(paths.recoveryReport(), async (c) => {
    const token = await readToken(c);
    return reportPage(c, token === null ? null : await findReportable(c.var.app, token, c.var.now));
  }),

  publicPost(paths.recoveryReport(), async (c) => {
    const token = await readToken(c);
    const found = token === null ? null : await reportRecovery(c.var.app, token, originOf(c));
    if (found?.state !== 'reported') return reportPage(c, found);
    return done(c, paths.recoveryReport(), 'El reporte quedó registrado.');
  }),
];

// A token of 256 bits can't be guessed; the limit only keeps attempts cheap (T2).
async function readToken(c: PublicContext): Promise<string | null> {
  const token = readCookie(c, 'soce_reporte');
  const { address, now } = originOf(c);
  const allowance = { key: `report link ${networkOf(address)}`, points: failuresPerMinute.address, seconds: 60 };
  const { within, until } = await consumeAllowance(c.var.app.database, allowance, now);
  if (!within) throw new TooManyTries(until);
  return token ?? null;
}

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

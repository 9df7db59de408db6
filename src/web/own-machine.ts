import { isLoopback } from '../domain/address.ts';
import type { PublicContext } from './env.ts';

/**
 * Says whether the request comes from this machine, on a product that serves it alone (product 7). A name of another
 * machine may lead to this one's loopback, and a proxy on this machine may stand for others.
 */
export function isFromOwnMachine(c: PublicContext): boolean {
  const host = c.req.header('Host') ?? '';
  const forwarded = ['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP'];
  const named = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
  return c.var.app.onOwnMachine && isLoopback(named) && forwarded.every((name) => c.req.header(name) === undefined);
}

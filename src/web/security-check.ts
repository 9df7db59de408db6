import { randomInt } from 'node:crypto';
import { guardedAnswer } from '../data/outside/guessing.ts';
import { useUp } from '../data/outside/security-checks.ts';
import { newToken } from '../data/secrets/tokens.ts';
import { checkLife, questionOf, solves, sumFor } from '../domain/security-check.ts';
import type { PublicContext } from './env.ts';
import { isSealed, seal } from './seal.ts';
import { clientAddress } from './session.ts';

/** A question for a form, with its sealed numbers; the server stores nothing until it is answered. */
export type Check = { question: string; sealed: string };

const spread = 2 ** 32;

/** Makes a new question. */
export function newCheck(c: PublicContext): Check {
  const sum = sumFor(randomInt(spread) / spread, randomInt(spread) / spread);
  const until = c.var.now.getTime() + checkLife;
  const payload = `${sum.first}.${sum.second}.${until}.${newToken()}`;
  return { question: questionOf(sum), sealed: `${payload}.${seal(c, `check ${payload}`)}` };
}

/** True where the answer solves the sealed question, in time, for the first time, and within the address's limit. */
export function isSolved(c: PublicContext, sealed: string, answer: string): Promise<boolean> {
  return guardedAnswer(c.var.app.database, clientAddress(c), () => solvesSealed(c, sealed, answer));
}

async function solvesSealed(c: PublicContext, sealed: string, answer: string): Promise<boolean> {
  const payload = sealed.slice(0, sealed.lastIndexOf('.'));
  const [first = '', second = '', until = '', id = ''] = payload.split('.');
  const mark = sealed.slice(payload.length + 1);
  if (!isSealed(c, `check ${payload}`, mark) || Number(until) <= c.var.now.getTime()) return false;
  const unused = await useUp(c.var.app.database, id, new Date(Number(until)));
  return unused && solves({ first: Number(first), second: Number(second) }, answer);
}

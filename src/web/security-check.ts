import { randomInt } from 'node:crypto';
import { guardedAnswer } from '../data/outside/guessing.ts';
import { consumeQuestion } from '../data/outside/security-checks.ts';
import { newToken } from '../data/secrets/tokens.ts';
import { checkLife, isSolution, questionOf, sumFor } from '../domain/security-check.ts';
import type { PublicContext } from './env.ts';
import { isSealed, seal } from './seal.ts';
import { originOf } from './session.ts';

/** A question for a form, with its sealed numbers. The server stores nothing until it is answered. */
type SecurityQuestion = { question: string; sealed: string };

const spread = 2 ** 32;

/** Makes a new question of the security check (product 5). */
export function newQuestion(c: PublicContext): SecurityQuestion {
  const sum = sumFor(randomInt(spread) / spread, randomInt(spread) / spread);
  const until = c.var.now.getTime() + checkLife;
  const payload = `${sum.first}.${sum.second}.${until}.${newToken()}`;
  return { question: questionOf(sum), sealed: `${payload}.${seal(c, `check ${payload}`)}` };
}

/** Judges an answer to a sealed question, which it has to solve in time and as the first; within the limits (T2). */
export function judgeAnswer(c: PublicContext, sealed: string, answer: string): ReturnType<typeof guardedAnswer> {
  return guardedAnswer(c.var.app.database, originOf(c), () => solvesSealed(c, sealed, answer));
}

async function solvesSealed(c: PublicContext, sealed: string, answer: string): Promise<boolean> {
  const payload = sealed.slice(0, sealed.lastIndexOf('.'));
  const [first = '', second = '', until = '', id = ''] = payload.split('.');
  const mark = sealed.slice(payload.length + 1);
  if (!isSealed(c, `check ${payload}`, mark) || Number(until) <= c.var.now.getTime()) return false;
  const isFirst = await consumeQuestion(c.var.app.database, id, new Date(Number(until)));
  return isFirst && isSolution({ first: Number(first), second: Number(second) }, answer);
}

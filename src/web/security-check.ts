import { guardedAnswer } from '../data/outside/guessing.ts';
import { consumeQuestion } from '../data/outside/security-checks.ts';
import { newToken } from '../data/secrets/tokens.ts';
import { checkLife, isSolution, questionOf, type Sum, sumFor } from '../domain/security-check.ts';
import type { PublicContext } from './env.ts';
import { isSealed, seal } from './seal.ts';
import { originOf } from './session.ts';

/** A question for a form, with its sealed name. The server stores nothing until it is answered. */
type SecurityQuestion = { question: string; sealed: string };

const spread = 2 ** 32;

/** Makes a new question of the security check (product 5). */
export function newQuestion(c: PublicContext): SecurityQuestion {
  const name = `${c.var.now.getTime() + checkLife}.${newToken()}`;
  return { question: questionOf(sumOf(c, name)), sealed: `${name}.${seal(c, `check ${name}`)}` };
}

/** Judges an answer to a sealed question, which it has to solve in time and as the first; within the limits (T2). */
export function judgeAnswer(c: PublicContext, sealed: string, answer: string): ReturnType<typeof guardedAnswer> {
  return guardedAnswer(c.var.app.database, originOf(c), () => solvesSealed(c, sealed, answer));
}

async function solvesSealed(c: PublicContext, sealed: string, answer: string): Promise<boolean> {
  const name = sealed.slice(0, sealed.lastIndexOf('.'));
  const [until = '', id = ''] = name.split('.');
  const mark = sealed.slice(name.length + 1);
  if (!isSealed(c, `check ${name}`, mark) || Number(until) <= c.var.now.getTime()) return false;
  const isFirst = await consumeQuestion(c.var.app.database, id, new Date(Number(until)));
  return isFirst && isSolution(sumOf(c, name), answer);
}

// Only the server can tell the sum of a question by its name, so the page has it in words alone.
function sumOf(c: PublicContext, name: string): Sum {
  const bytes = Buffer.from(seal(c, `sum ${name}`), 'base64url');
  return sumFor(bytes.readUInt32BE(0) / spread, bytes.readUInt32BE(4) / spread);
}

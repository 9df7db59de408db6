/** A database that can't be used; the message, for the operator, says why. */
export class DatabaseError extends Error {}

/**
 * The connection was lost after a commit had been sent and before it was answered, so nobody knows whether the changes
 * were saved (F2).
 */
export class CommitUnanswered extends Error {
  constructor(cause: unknown) {
    super('The commit was sent and not answered.', { cause });
  }
}

/** A record that doesn't exist in the caller's entity; it may exist in another, which stays untold. */
export class NotFound extends Error {}

/** Says whether a work failed because no connection was free in time, or because a statement ran out of its time (R5). */
export function isOverload(error: Error): boolean {
  // The pool names its fault by words alone.
  return ('code' in error && error.code === '57014') || error.message === 'timeout exceeded when trying to connect';
}

/** Says whether a work failed because its connection was lost or could not be made, whatever others do (F2). */
export function isConnectionLost(error: Error): boolean {
  if (error instanceof CommitUnanswered) return true;
  if ('code' in error && /^(57P0|08|ECONN|EPIPE)/.test(String(error.code))) return true;
  // The driver names these by words alone.
  return /^Connection terminated|is not queryable$/.test(error.message);
}

/** Gives null in place of NotFound, where a missing record is an answer. */
export function unlessMissing<T>(work: Promise<T>): Promise<T | null> {
  return work.catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
}

/** Gives the records with these numbers, in their order. Throws NotFound if one is missing. */
export function foundInOrder<Row extends { id: number }>(ids: number[], rows: Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = byId.get(id);
    if (!row) throw new NotFound();
    return row;
  });
}

/** The name of the constraint that a failed statement violated, or null for any other error. */
export function violatedConstraint(error: unknown): string | null {
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string'
    ? error.constraint
    : null;
}

/**
 * Attempts a change whose rule refuses a value that is taken. If two people choose one value at the same moment, the
 * unique constraint notices it, and the second attempt tells the rule so.
 */
export async function withUniqueValue<T>(constraint: string, attempt: (taken: boolean) => Promise<T>): Promise<T> {
  try {
    return await attempt(false);
  } catch (error) {
    if (violatedConstraint(error) !== constraint) throw error;
    return attempt(true);
  }
}

/** The database can't be used as it stands; the message says why. */
export class DatabaseError extends Error {}

/** A record that doesn't exist in the caller's RUC; whether it exists in another isn't told. */
export class NotFound extends Error {}

/** The name of the unique or check constraint that a failed statement violated, or null. */
export function violatedConstraint(error: unknown): string | null {
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string'
    ? error.constraint
    : null;
}

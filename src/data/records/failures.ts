import type { Transaction } from '../database/database.ts';

/** Forgets an account's failures in a row, after a sign-in, a reset or a recovery (T4). */
export async function forgetFailures(
  transaction: Pick<Transaction, 'deleteFrom'>,
  ruc: string,
  nameFolded: string,
): Promise<void> {
  await transaction
    .deleteFrom('sign_in_failures')
    .where('ruc', '=', ruc)
    .where('name_folded', '=', nameFolded)
    .execute();
}

import type { Transaction } from '../database/database.ts';

/** Forgets the failures in a row at an account, after a success or a reset (T4). */
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

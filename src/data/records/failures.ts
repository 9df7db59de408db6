import type { Transaction } from '../database/database.ts';
import { builder, statement } from '../database/statement.ts';

/** Forgets an account's failures in a row, after a sign-in, a reset or a recovery (T4). */
export async function forgetFailures(
  transaction: Pick<Transaction, 'executeQuery'>,
  ruc: string,
  nameFolded: string,
): Promise<void> {
  await deleteFailures(transaction, { ruc, nameFolded });
}

const deleteFailures = statement(({ ruc, nameFolded }: { ruc: string; nameFolded: string }) =>
  builder.deleteFrom('sign_in_failures').where('ruc', '=', ruc).where('name_folded', '=', nameFolded),
);

import type { EntityContext } from '../web/env.ts';
import { recordNumber } from '../web/record-id.ts';

/** The hidden field and parameter with the contact whose handover a new contact is added for (product 9.2). */
export const handoverField = 'relevo';

/** Gives the number of the contact to whose handover the form of a new contact leads back; null for none. */
export function handoverBehind(c: EntityContext): number | null {
  const { form, kept } = c.var;
  const carried = form?.get(handoverField) ?? kept?.form?.get(handoverField) ?? c.req.query(handoverField);
  return recordNumber(carried ?? undefined);
}

/** Gives the address with the handover behind the present page. */
export function withHandoverBehind(c: EntityContext, address: string): string {
  const behind = handoverBehind(c);
  return behind === null ? address : `${address}${address.includes('?') ? '&' : '?'}${handoverField}=${behind}`;
}

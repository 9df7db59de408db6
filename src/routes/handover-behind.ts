import { paths } from '../../views/kit/paths.ts';
import type { EntityContext } from '../web/env.ts';
import { recordNumber } from '../web/record-id.ts';

/** The hidden field and parameter with the handover that a new contact is added for (product 9.2). */
export const handoverField = 'relevo';

/** The contact whose handover it is, and what was sent of its form. */
type HandoverBehind = { id: number; draft: URLSearchParams };

// What doesn't depend on who takes over.
const kept = /^(ultimo|primero|juntos|(menus|presupuesto)-\d{1,15})$/;
const longest = 1_500;

/** Reads the handover to which the form of a new contact leads back; null for none. */
export function handoverBehind(c: EntityContext): HandoverBehind | null {
  const { form, kept: late } = c.var;
  const carried = form?.get(handoverField) ?? late?.form?.get(handoverField) ?? c.req.query(handoverField) ?? '';
  const [number, ...rest] = carried.split('?');
  const id = recordNumber(number);
  return id === null ? null : { id, draft: draftOf(new URLSearchParams(rest.join('?'))) };
}

/** Gives the value of the field and parameter. */
export function handoverText({ id, draft }: HandoverBehind): string {
  return draft.size === 0 ? String(id) : `${id}?${draft}`;
}

/** Gives the address of the handover behind, with a contact chosen if there is one. */
export function addressOfHandover({ id, draft }: HandoverBehind, chosen?: number): string {
  const query = new URLSearchParams(chosen === undefined ? draft : [['contacto', String(chosen)], ...draft]);
  return paths.contactHandover(id, query.size === 0 ? '' : `?${query}`);
}

/** Gives the address of the form that adds a contact for a handover, which keeps what was sent of its form. */
export function additionFor(id: number, sent: URLSearchParams): string {
  const behind = handoverText({ id, draft: draftOf(sent) });
  return paths.newContact(`?${new URLSearchParams({ [handoverField]: behind })}`);
}

/** Gives the address with the handover behind the present page. */
export function withHandoverBehind(c: EntityContext, address: string): string {
  const behind = handoverBehind(c);
  if (!behind) return address;
  const parameter = new URLSearchParams({ [handoverField]: handoverText(behind) });
  return `${address}${address.includes('?') ? '&' : '?'}${parameter}`;
}

function draftOf(query: URLSearchParams): URLSearchParams {
  const draft = new URLSearchParams([...query].filter(([name]) => kept.test(name)));
  return draft.toString().length > longest ? new URLSearchParams() : draft;
}

import { type Child, useContext } from 'hono/jsx';
import { Action, Bare } from './controls.tsx';
import type { ListingView } from './listing.tsx';

/** The words of a list. */
export type ListWords = CaptionWords & {
  /** "Ningún usuario" */
  none: string;
  /** "Ver todos los usuarios" */
  showAll: string;
};

/** The words of the caption of a list. */
export type CaptionWords = {
  /** What its rows are called, one and several. */
  noun: [string, string];
  /** Each order, upwards and downwards. */
  orders: Record<string, [string, string]>;
};

/** The length of the list, the page and the order, above the rows. */
export function ListCaption({ list, words: { noun, orders } }: { list: ListingView; words: CaptionWords }) {
  const sorted = Object.entries(list.heads).find(([, { direction }]) => direction);
  const order = sorted && orders[sorted[0]]?.[sorted[1].direction === 'ascending' ? 0 : 1];
  const place = useContext(Bare)
    ? `aquí solo las primeras ${list.size} filas: busque para imprimir menos`
    : `página ${list.page} de ${list.pages}`;
  return (
    <caption>
      {countText(list, noun)}
      {list.pages > 1 && ` · ${place}`}
      {order && ` · ${order}`}
    </caption>
  );
}

/** The list that no record matches, or that is empty, with the way out. */
export function EmptyList({ list, words, children }: { list: ListingView; words: ListWords; children: Child }) {
  if (list.narrowing.length === 0) return <p>{children}</p>;
  return (
    <p>
      {countText(list, words.noun)}. {words.none} coincide con {list.narrowing.join(', ')}.{' '}
      <Action href={list.clear}>{words.showAll}</Action>
    </p>
  );
}

function countText({ narrowing, total, all }: ListingView, [one, several]: ListWords['noun']): string {
  const noun = all === 1 ? one : several;
  return narrowing.length === 0 ? `${all} ${noun}` : `${total} de ${all} ${noun}`;
}

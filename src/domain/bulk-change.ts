import type { CivilDate } from './civil-date.ts';
import type { FilterChoice } from './list-filters.ts';
import { mailLimits } from './mail-limit.ts';
import type { CatalogMenu } from './menu.ts';
import { type Decision, errorText } from './outcome.ts';
import type { Template } from './template.ts';

/** The most people that one change takes: those of the longest page of a list (product 8.3). */
export const mostChosen = 100;

/** What the page of an action asks for before it is confirmed. */
export type BulkQuestion = 'menu' | 'until' | 'template';

/**
 * What an action goes by besides the record: the value is the answer to its question, null until it is given; the
 * template is the one that it names, null where there is none.
 */
export type Given = {
  value: string | null;
  template: Template | null;
  menus: CatalogMenu[];
  today: CivilDate;
  now: Date;
};

/** An action on the chosen of a list, by the rule of the same change of one, with its words (product 8.3). */
export type BulkAction<Record, Value> = {
  label: string;
  /** The heading of its page. */
  title: string;
  asks?: BulkQuestion;
  /** What it means for everybody, in plain words. */
  means?: string;
  /** It takes something away from people. */
  taking?: boolean;
  /** What becomes of those whose mail is beyond the limit of an hour (T5); missing if it sends none. */
  beyondLimit?: string;
  rule(record: Record, given: Given): Decision<Value>;
  /** The reason that leaves a record out whatever the answer will be; only where the action asks. */
  bar?(record: Record, given: Given): string | null;
  /** The reason for leaving out a record that is so already. */
  unchanged: string;
  /** What will happen, as a sentence. */
  effect(record: Record, given: Given): string;
  /** What was done, as a sentence. */
  done(record: Record, given: Given): string;
};

/** The actions as the choices of "Con los elegidos" (product 8.3). */
export function actionChoices(actions: { [name: string]: Pick<BulkAction<never, unknown>, 'label'> }): FilterChoice[] {
  return Object.entries(actions).map(([value, { label }]) => ({ value, text: label }));
}

/** A person among the chosen: what will be or was done, or why they are left out. */
export type BulkLine = { name: string; done: boolean; text: string };

/** Says what an action will do to a record, or why it is left out (product 8.3). */
export function foreseen<Record>(
  action: BulkAction<Record, unknown>,
  record: Record,
  given: Given,
): Omit<BulkLine, 'name'> {
  const open = action.asks !== undefined && given.value === null;
  const fault = open ? (action.bar?.(record, given) ?? null) : faultOf(action, action.rule(record, given));
  return fault === null ? { done: true, text: action.effect(record, given) } : { done: false, text: fault };
}

/** The reason, as a sentence, for which a decision leaves a record out, or null. */
export function faultOf(action: Pick<BulkAction<never, unknown>, 'unchanged'>, decision: Decision<unknown>) {
  if (decision.kind === 'refused') return errorText(decision.errors);
  return decision.kind === 'unchanged' ? action.unchanged : null;
}

/** The reason for leaving out a record that was changed since the page was shown (D3). */
export const changedMeanwhile =
  'Cambió desde que se mostró la página: revise cómo está y, si hace falta, elíjalo de nuevo.';

/** The reason for leaving out a record that was deleted since the page was shown (D3). */
export const deletedMeanwhile = 'Se eliminó del registro desde que se mostró la página.';

/** The sentence on the mails of a change of many people, for more of them than may leave in an hour (T5). */
export function mailNote({ beyondLimit }: Pick<BulkAction<never, unknown>, 'beyondLimit'>, people: number) {
  if (beyondLimit === undefined || people <= mailLimits.entity) return null;
  return `De su entidad salen hasta ${mailLimits.entity} correos de un mismo tipo en una hora. ${beyondLimit}`;
}

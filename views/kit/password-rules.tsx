import type { PasswordRule } from '../../src/domain/password.ts';

/** A rule as a page shows it; held says whether the password that was sent meets it, null if none was judged. */
export type ShownRule = Pick<PasswordRule, 'sentence' | 'pattern'> & { held: boolean | null };

/** The id of the list, which describes the field of the new password. */
export const rulesId = 'reglas';

/** The rules for a new password. The script marks those with a pattern while one types, with the same words. */
export function PasswordRules({ rules }: { rules: ShownRule[] }) {
  return (
    <ul id={rulesId} class="rules">
      {rules.map(({ sentence, pattern, held }) => (
        <li class={held === null ? undefined : markOf[`${held}`].name} data-rule={pattern ?? undefined}>
          {sentence} <b>{held !== null && markOf[`${held}`].word}</b>
        </li>
      ))}
    </ul>
  );
}

const markOf = { true: { name: 'held', word: 'cumple' }, false: { name: 'lacking', word: 'falta' } };

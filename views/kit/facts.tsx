import { type Child, useContext } from 'hono/jsx';
import { Bare } from './controls.tsx';
import { Days } from './days.tsx';

/** A label with its value, a text or a piece of a page; an action alone is left out on paper (U11). */
export type Fact = { label: string; value: Child; action?: boolean };

/** A list of labels with their values. */
export function Facts({ facts }: { facts: Fact[] }) {
  const bare = useContext(Bare);
  return (
    <dl class="facts">
      {(bare ? facts.filter(({ action }) => !action) : facts).map(({ label, value, action }) => (
        <div class={action ? 'action' : undefined}>
          <dt>{label}</dt>
          <dd>{typeof value === 'string' ? <Days>{value}</Days> : value}</dd>
        </div>
      ))}
    </dl>
  );
}

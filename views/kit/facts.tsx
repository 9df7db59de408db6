import type { Child } from 'hono/jsx';

/** A fact with its label; the value is a text or a piece of a page. */
export type Fact = { label: string; value: Child };

/** A list of facts, each with its label. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(({ label, value }) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

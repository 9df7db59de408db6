import type { Child } from 'hono/jsx';

/** A label with its value, a text or a piece of a page. */
export type Fact = { label: string; value: Child };

/** A list of labels with their values. */
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

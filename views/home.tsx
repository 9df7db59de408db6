import type { Child } from 'hono/jsx';
import { Days } from './kit/days.tsx';
import { type Frame, Layout } from './kit/layout.tsx';

type HomePageProps = {
  frame: Frame;
  personName: string;
  /** The sections of the menu that the person may open, each with its purpose. */
  tasks: { href: string; label: string; text: string }[];
  /** A warning that the person's own delegation ends soon or has ended; else null. */
  ownDelegation: string | null;
  /** The people who need attention, in a list for each reason; null for delegates. */
  attention: { title: string; people: { href: string; text: string }[]; more: boolean }[] | null;
};

/** The first page after a sign-in (product 1). */
export function HomePage({ frame, personName, tasks, ownDelegation, attention }: HomePageProps) {
  return (
    <Layout frame={frame} heading="Inicio">
      <p class="lead">Le damos la bienvenida, {personName}.</p>
      {ownDelegation && (
        <p class="warning">
          <Days>{ownDelegation}</Days>
        </p>
      )}
      <h2>Qué puede hacer</h2>
      <ul class="doings">
        {tasks.map(({ href, label, text }) => (
          <li>
            <a href={href}>{label}</a> <span>{text}</span>
          </li>
        ))}
      </ul>
      {attention && <h2>Qué requiere su atención</h2>}
      {attention?.length === 0 && <p>Nada por ahora: todo está al día.</p>}
      {attention && attention.length > 0 && (
        <div class="attention">
          {attention.map(({ title, people, more }) => (
            <AttentionList title={title}>
              {people.map((person) => (
                <li>
                  <a href={person.href}>
                    <Days>{person.text}</Days>
                  </a>
                </li>
              ))}
              {more && <li>y otros más</li>}
            </AttentionList>
          ))}
        </div>
      )}
    </Layout>
  );
}

function AttentionList({ title, children }: { title: string; children: Child }) {
  return (
    <section class="noted">
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  );
}

import type { Child } from 'hono/jsx';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** Someone in a list of what needs attention. */
export type NotedProps = { contactId: number; text: string };

type HomePageProps = {
  frame: Frame;
  personName: string;
  /** What the person may do here: the sections of the menu in words. */
  doings: { href: string; label: string; text: string }[];
  /** The person's own delegation is about to end, or has ended. */
  ownDelegation: string | null;
  /** For the administrator. */
  attention: { title: string; people: NotedProps[]; more: boolean }[] | null;
};

/** The first page after signing in (spec 1). */
export function HomePage({ frame, personName, doings, ownDelegation, attention }: HomePageProps) {
  return (
    <Layout frame={frame} heading="Inicio">
      <p class="lead">Le damos la bienvenida, {personName}.</p>
      {ownDelegation && <p class="warning">{ownDelegation}</p>}
      <h2>Qué puede hacer</h2>
      <ul class="doings">
        {doings.map(({ href, label, text }) => (
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
            <Noted title={title}>
              {people.map((person) => (
                <li>
                  <a href={paths.contact(person.contactId)}>{person.text}</a>
                </li>
              ))}
              {more && <li>y otros más</li>}
            </Noted>
          ))}
        </div>
      )}
    </Layout>
  );
}

function Noted({ title, children }: { title: string; children: Child }) {
  return (
    <section class="noted">
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  );
}

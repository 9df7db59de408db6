import type { Child } from 'hono/jsx';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** A person who needs the administrator's attention. */
export type NotedProps = { contactId: number; text: string };

type HomePageProps = {
  frame: Frame;
  personName: string;
  /** The sections of the menu that the person may open, each in a few words. */
  doings: { href: string; label: string; text: string }[];
  /** A sentence where the person's own delegation ends soon or has ended; else null. */
  ownDelegation: string | null;
  /** The people who need attention, by reason; null for everybody but the administrator. */
  attention: { title: string; people: NotedProps[]; more: boolean }[] | null;
};

/** The first page after signing in (product 1). */
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

import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** The help for one screen, or for a matter of several: its steps in order, and notes. */
export type HelpTopic = { title: string; steps: readonly string[]; notes: readonly string[] };

/** A link to a page of help. */
export type HelpLink = { href: string; text: string };

/** A page of help; more leads to pages that tell more of its steps, back to the screen that it explains. */
export function HelpPage({
  frame,
  topic,
  more,
  back,
}: {
  frame: Frame;
  topic: HelpTopic;
  more: HelpLink[];
  back: string;
}) {
  return (
    <Layout frame={frame} heading={topic.title}>
      <ol class="steps">
        {topic.steps.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      {topic.notes.length > 0 && (
        <>
          <h2>Conviene saber</h2>
          <ul>
            {topic.notes.map((note) => (
              <li>{note}</li>
            ))}
          </ul>
        </>
      )}
      {more.length > 0 && !frame.bare && (
        <>
          <h2>Paso a paso</h2>
          <HelpLinks links={more} />
        </>
      )}
      {!frame.bare && (
        <p class="action">
          <a href={back}>Regresar</a> · <a href={paths.helpIndex()}>Toda la ayuda</a>
        </p>
      )}
    </Layout>
  );
}

/** The index of all pages of help (product 1). */
export function HelpIndexPage({
  frame,
  groups,
  support,
}: {
  frame: Frame;
  groups: { title: string; links: HelpLink[] }[];
  support: string;
}) {
  return (
    <Layout frame={frame}>
      <p>Cada página de ayuda dice, en orden, qué hacer. También se abre con «Ayuda» desde la página que explica.</p>
      <div class="attention">
        {groups.map(({ title, links }) => (
          <section class="help-group">
            <h2>{title}</h2>
            <HelpLinks links={links} />
          </section>
        ))}
      </div>
      <p class="support">{support}</p>
      <p class="action">
        <a href={frame.person ? paths.home() : paths.start()}>Regresar</a>
      </p>
    </Layout>
  );
}

function HelpLinks({ links }: { links: HelpLink[] }) {
  return (
    <ul class="links">
      {links.map(({ href, text }) => (
        <li>
          <a href={href}>{text}</a>
        </li>
      ))}
    </ul>
  );
}

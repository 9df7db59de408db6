import { WayOn } from './kit/controls.tsx';
import { type Frame, Layout } from './kit/layout.tsx';

/** The help for one screen: its steps in order, and notes. */
export type HelpTopic = { title: string; steps: string[]; notes: string[] };

/** A page of help; back leads to the screen that it explains. */
export function HelpPage({ frame, topic, back }: { frame: Frame; topic: HelpTopic; back: string }) {
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
      <WayOn href={back}>Regresar</WayOn>
    </Layout>
  );
}

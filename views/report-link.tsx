import type { Child } from 'hono/jsx';
import { PostForm, Toolbar, WayOn } from './kit/controls.tsx';
import { emptyForm } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** What the page of a report link gets: what was found, null for an invalid link, and the channel for help. */
export type ReportLinkProps = {
  frame: Frame;
  found: { state: 'open' | 'reported' | 'expired'; ruc: string; userName: string; entityName: string } | null;
  support: string;
};

/** The words of a report: the question with its effects and its button, and what is said past the term and afterwards. */
type ReportWords = {
  question: { intro: string; effects: string[]; action: string; button: string };
  expired: string;
  reported: Child;
};

/** The page behind a link in a mail that reports what the mail tells: it explains and asks, then says the way on (U3). */
export function ReportLinkPage({ frame, found, support, question, expired, reported }: ReportLinkProps & ReportWords) {
  return (
    <Layout frame={frame}>
      {found ? (
        <p>
          Usuario <strong>{found.userName}</strong> de {found.entityName}, RUC {found.ruc}.
        </p>
      ) : (
        <p>El enlace no es válido. Cópielo completo del correo y ábralo de nuevo.</p>
      )}
      {found?.state === 'open' && <Question frame={frame} {...question} />}
      {found?.state === 'expired' && <p>{expired}</p>}
      {found?.state === 'reported' && reported}
      {found?.state !== 'open' && <WayOn href={paths.start()}>Ir a la página inicial</WayOn>}
      <p class="support">{support}</p>
    </Layout>
  );
}

function Question({ frame, intro, effects, action, button }: { frame: Frame } & ReportWords['question']) {
  return (
    <>
      <p>{intro} Al confirmar, de inmediato:</p>
      <ul>
        {effects.map((effect) => (
          <li>{effect}</li>
        ))}
      </ul>
      <PostForm action={action} token={frame.token} form={emptyForm}>
        <Toolbar>
          <button type="submit" class="danger">
            {button}
          </button>
          <a href={paths.start()}>Cancelar</a>
        </Toolbar>
      </PostForm>
    </>
  );
}

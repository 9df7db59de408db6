import type { Child } from 'hono/jsx';
import { type Frame, Layout } from './layout.tsx';

type NoticePageProps = {
  frame: Frame;
  sentence: string;
  back: { href: string; label: string };
  /** A form was refused. */
  failed?: boolean;
};

/** A page that says why something isn't shown or done, and what to do instead. */
export function NoticePage({ frame, sentence, back, failed }: NoticePageProps) {
  return (
    <Layout frame={frame} failed={failed}>
      <p>{sentence}</p>
      <p>
        <a href={back.href}>{back.label}</a>
      </p>
    </Layout>
  );
}

/** A sentence for the live region of the page that htmx asked from. */
export function Message({ children }: { children: Child }) {
  return (
    <div id="mensaje" hx-swap-oob="innerHTML">
      <p>{children}</p>
    </div>
  );
}

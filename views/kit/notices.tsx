import type { Child } from 'hono/jsx';
import { Refusal, WayOn } from './controls.tsx';
import { Days } from './days.tsx';
import { type Frame, Layout } from './layout.tsx';

type NoticePageProps = {
  frame: Frame;
  sentence: string;
  /** The page of the form that was sent, if it may be tried again. */
  form?: string;
  back: { href: string; label: string };
  /** A form was refused. */
  failed?: boolean;
  /** The channel for help, where only others can mend it. */
  support?: string | null;
};

/** A page with one sentence, which gives the reason of a refusal and a remedy. */
export function NoticePage({ frame, sentence, form, back, failed, support }: NoticePageProps) {
  return (
    <Layout frame={frame} failed={failed}>
      {failed ? (
        <Refusal>{sentence}</Refusal>
      ) : (
        <p>
          <Days>{sentence}</Days>
        </p>
      )}
      {form && <WayOn href={form}>Abrir de nuevo el formulario</WayOn>}
      <WayOn href={back.href}>{back.label}</WayOn>
      {support && <p class="support">{support}</p>}
    </Layout>
  );
}

/** A sentence that htmx puts into the live region of the open page (U4). */
export function Message({ children }: { children: Child }) {
  return (
    <div id="mensaje" hx-swap-oob="innerHTML">
      <p>{typeof children === 'string' ? <Days>{children}</Days> : children}</p>
    </div>
  );
}

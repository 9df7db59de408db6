import type { Child } from 'hono/jsx';
import { Bare, Behind, ErrorSummary } from './controls.tsx';
import { Days } from './days.tsx';
import { type FormState, isRefused } from './form-state.ts';
import { type NextStep, StepControl, StepForm } from './next-step.tsx';
import { BareHeader, Header, PageBar, SkipLinks } from './page-header.tsx';

/** A menu entry of the header. */
export type NavEntry = { label: string; href: string; current: boolean };

/** The parts that every page has, as finished values. */
export type Frame = {
  /** The title, also the first heading and the page's name in the bar («» Crear Contacto»). */
  title: string;
  stylesheet: string;
  script: string;
  /** «Miércoles 6 de Abril de 2022 | 15:53» */
  dateText: string;
  /** The signed-in person, or null. */
  person: { ruc: string; entityName: string; userName: string } | null;
  nav: NavEntry[];
  subnav: NavEntry[];
  /** The form token of this browser. */
  token: string;
  /** A sentence that confirms the last change, shown once (U10). */
  notice: string | null;
  /** A sentence that the person has to heed, shown once: why they are here, or what wasn't done. */
  warning: string | null;
  /** The step that usually comes after that change. */
  step: NextStep | null;
  /** A sentence on the end of the session, if its absolute life ends soon (U12). */
  sessionEnd: string | null;
  /** Whether the page is for the printer, without menus, fields and buttons (U11). */
  bare: boolean;
  printHref: string;
  /**
   * Whether the page shows a part of what is to be printed, so that the script leads to the page for the printer, too.
   */
  partial?: boolean;
  helpHref: string | null;
  /** The query of the list that the page was opened from. */
  behind: string;
  /** Whether htmx asks for the page, to swap the list on it. */
  swapped: boolean;
};

type LayoutProps = {
  frame: Frame;
  /** The page's form; if it is refused, title and summary say so first (U1). */
  form?: FormState;
  /** The heading of the summary. */
  refusal?: string;
  /** The page shows a refusal by itself, and only the title has to say so. */
  failed?: boolean;
  /** The page has something typed that the way to the help would lose. */
  typed?: boolean;
  /** The first heading, if it differs from the title. */
  heading?: string;
  /** The place of the page among several that follow each other, which stands over the heading and in the title. */
  place?: string;
  /** Whether the page takes the whole width, as lists do. */
  wide?: boolean;
  /** Whether the page has a bar of actions, as lists and forms have. */
  actions?: boolean;
  /** Whether a table repeats entity and date on each sheet of paper, in place of the header. */
  sheets?: boolean;
  children: Child;
};

/** A whole page. */
export function Layout(props: LayoutProps) {
  const { frame, form, refusal, typed, heading, place, wide, sheets, children } = props;
  return (
    <html lang="es">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="description" content="SOCE Usuarios" />
        <title>{titleOf(props)}</title>
        <link rel="stylesheet" href={frame.stylesheet} />
        <script src={frame.script} defer></script>
      </head>
      <body class={bodyClass(frame, wide, sheets)}>
        {frame.bare ? (
          <BareHeader frame={frame} />
        ) : (
          <>
            <SkipLinks actions={props.actions ?? (wide || form !== undefined)} />
            <Header frame={frame} typed={typed ?? form !== undefined} />
          </>
        )}
        <main id="contenido" tabindex={-1}>
          {place && <p class="place screen">{place}</p>}
          <h1>{heading ?? frame.title}</h1>
          <div id="mensaje" role="status">
            {frame.notice && (
              <p>
                <Days>{frame.notice}</Days>
                {frame.step && ' '}
                {frame.step && !frame.bare && <StepControl step={frame.step} />}
              </p>
            )}
            {frame.step && !frame.bare && <StepForm step={frame.step} token={frame.token} />}
            {frame.warning && <p class="warning">{frame.warning}</p>}
            {frame.sessionEnd && <p class="warning">{frame.sessionEnd}</p>}
          </div>
          <Content frame={frame}>
            {form && <ErrorSummary form={form} heading={refusal} />}
            {children}
          </Content>
        </main>
        {!frame.bare && !frame.person && (
          <footer class="site-footer">
            <p>SOCE Usuarios · Sistema Oficial de Contratación Pública del Ecuador</p>
          </footer>
        )}
      </body>
    </html>
  );
}

/** What a swap brings of a page: its title, its bar and the content; all else is on the page already (weight). */
export function SwappedPart(props: LayoutProps) {
  const { frame, children } = props;
  return (
    <>
      <title>{titleOf(props)}</title>
      <PageBar frame={frame} typed={false} />
      <Content frame={frame}>{children}</Content>
    </>
  );
}

function Content({ frame, children }: { frame: Frame; children: Child }) {
  return (
    <Bare.Provider value={frame.bare}>
      <Behind.Provider value={frame.behind}>{children}</Behind.Provider>
    </Bare.Provider>
  );
}

function titleOf({ frame, form, failed, place }: LayoutProps): string {
  const error = failed || (form && isRefused(form));
  // A screen reader says the title first; it leaves out a live region that is there from the start (U10).
  const said = [frame.notice, frame.warning].filter(Boolean).join(' ').replace(/\.$/, '');
  return `${error ? 'Error: ' : said && `${said} · `}${frame.title}${place ? ` · ${place}` : ''} · SOCE Usuarios`;
}

function bodyClass(frame: Frame, wide = false, sheets = false): string | undefined {
  return [frame.bare && 'bare', wide && 'list', sheets && 'sheets'].filter(Boolean).join(' ') || undefined;
}

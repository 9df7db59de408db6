import type { Child } from 'hono/jsx';
import { ACTIONS, Bare, Behind, ErrorSummary, HiddenFields } from './controls.tsx';
import { Days } from './days.tsx';
import { type FormState, isRefused } from './form-state.ts';
import { type NextStep, StepControl, StepForm } from './next-step.tsx';
import { paths } from './paths.ts';

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
  const { frame, form, refusal, failed, typed, heading, place, wide, sheets, children } = props;
  const error = failed || (form && isRefused(form));
  // A screen reader says the title first; it leaves out a live region that is there from the start (U10).
  const said = [frame.notice, frame.warning].filter(Boolean).join(' ').replace(/\.$/, '');
  const title = `${error ? 'Error: ' : said && `${said} · `}${frame.title}${place ? ` · ${place}` : ''}`;
  return (
    <html lang="es">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="description" content="SOCE Usuarios" />
        <title>{`${title} · SOCE Usuarios`}</title>
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
          <Bare.Provider value={frame.bare}>
            <Behind.Provider value={frame.behind}>
              {form && <ErrorSummary form={form} heading={refusal} />}
              {children}
            </Behind.Provider>
          </Bare.Provider>
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

function bodyClass(frame: Frame, wide = false, sheets = false): string | undefined {
  return [frame.bare && 'bare', wide && 'list', sheets && 'sheets'].filter(Boolean).join(' ') || undefined;
}

/** The first links of a page, which pass its frame and, below a long list or form, its rows and fields (U8). */
function SkipLinks({ actions }: { actions: boolean }) {
  return (
    <>
      <a class="skip" href="#contenido">
        Saltar al contenido
      </a>
      {actions && (
        <a class="skip" href={`#${ACTIONS}`}>
          Saltar a las acciones
        </a>
      )}
    </>
  );
}

function Header({ frame, typed }: { frame: Frame; typed: boolean }) {
  return (
    <>
      <header class="site-header">
        <p class="brand">
          <a href={frame.person ? paths.home() : paths.start()}>SOCE Usuarios</a>
        </p>
        {frame.person && <Person person={frame.person} />}
        <p class="date">{frame.dateText}</p>
        {frame.person && (
          <form method="post" action={paths.signOut()}>
            <HiddenFields token={frame.token} />
            <button type="submit">Cerrar Sesión</button>
          </form>
        )}
      </header>
      {frame.nav.length > 0 && <Nav label="Principal" entries={frame.nav} />}
      {frame.subnav.length > 0 && <Nav label="Sección" entries={frame.subnav} />}
      {(frame.person || frame.helpHref) && <PageBar frame={frame} typed={typed} />}
    </>
  );
}

function BareHeader({ frame }: { frame: Frame }) {
  return (
    <header class="bare-header">
      {frame.person && <Person person={frame.person} />}
      <p class="date">{frame.dateText}</p>
      <p class="screen">
        Esta es la página para imprimir: use la orden Imprimir de su navegador. <a href={fullHref(frame)}>Regresar</a>
      </p>
    </header>
  );
}

function Person({ person }: { person: NonNullable<Frame['person']> }) {
  return (
    <ul class="person">
      <li>RUC: {person.ruc}</li>
      <li>Entidad: {person.entityName}</li>
      <li>Usuario: {person.userName}</li>
    </ul>
  );
}

function Nav({ label, entries }: { label: string; entries: NavEntry[] }) {
  return (
    <nav aria-label={label} class={label === 'Principal' ? 'nav' : 'subnav'}>
      <ul>
        {entries.map((entry) => (
          <li>
            <a href={entry.href} aria-current={entry.current ? 'page' : undefined}>
              {entry.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The page's title and the links of every page, before the content, so that the skip link passes them, too. */
function PageBar({ frame, typed }: { frame: Frame; typed: boolean }) {
  return (
    <nav class="bar" aria-label="Esta página">
      {frame.person && <p>» {frame.title}</p>}
      {frame.person && (
        <a
          href={frame.partial ? `${frame.printHref}#imprimir` : frame.printHref}
          data-print={frame.partial ? undefined : ''}
        >
          Imprimir
        </a>
      )}
      {frame.helpHref && <Help href={frame.helpHref} beside={typed} />}
    </nav>
  );
}

// Firefox doesn't keep what was typed while another page is open, so the help of a form opens beside it.
function Help({ href, beside }: { href: string; beside: boolean }) {
  if (!beside) return <a href={href}>Ayuda</a>;
  return (
    <span>
      <a href={href} target="_blank" rel="noopener" aria-describedby="aparte">
        Ayuda
      </a>
      <small id="aparte">(en otra pestaña)</small>
    </span>
  );
}

/** Gives the address of the full page from the page for the printer. */
function fullHref({ printHref }: Frame): string {
  const query = new URLSearchParams(printHref.slice(1));
  query.delete('imprimir');
  return `?${query}`;
}

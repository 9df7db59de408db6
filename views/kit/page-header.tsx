import { ACTIONS, HiddenFields } from './controls.tsx';
import type { Frame, NavEntry } from './layout.tsx';
import { paths } from './paths.ts';

/** The first links of a page, which pass its frame and, below a long list or form, its rows and fields (U8). */
export function SkipLinks({ actions }: { actions: boolean }) {
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

/** The head of a page: where one is, the ways out, and who is signed in. */
export function Header({ frame, typed }: { frame: Frame; typed: boolean }) {
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

/** The head of a page for the printer. */
export function BareHeader({ frame }: { frame: Frame }) {
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
export function PageBar({ frame, typed }: { frame: Frame; typed: boolean }) {
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

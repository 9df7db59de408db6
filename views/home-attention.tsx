import { useContext } from 'hono/jsx';
import { Bare, HiddenFields, Toolbar } from './kit/controls.tsx';
import { Days } from './kit/days.tsx';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** What settles a matter: a link to where it is done, or one press. */
export type Remedy =
  | { kind: 'link'; href: string; text: string; label: string }
  | { kind: 'activation'; action: string; back: string; label: string };

/** People who need attention for one reason, as finished values. */
export type AttentionListProps = {
  title: string;
  people: { contact: { href: string; text: string }; notes: string; remedy: Remedy }[];
  /** The number of all. */
  total: number;
  /** The address of the whole list; null where it is shown whole. */
  all: string | null;
  /** The list whose filter has these people, among others. */
  filtered: { href: string; text: string };
};

/** All people who need attention for one reason (product 1). */
export function AttentionPage({ frame, list }: { frame: Frame; list: AttentionListProps | undefined }) {
  return (
    <Layout frame={frame}>
      {list ? (
        <section class="noted">
          <People list={list} token={frame.token} />
        </section>
      ) : (
        <p>Ya no queda nadie en esta lista.</p>
      )}
      {list && list.total > list.people.length && (
        <p>
          Se muestran {list.people.length} de {list.total}. Al atender a estas personas aparecen las demás.
        </p>
      )}
      <Toolbar>
        <a href={paths.home()}>Regresar</a>
      </Toolbar>
    </Layout>
  );
}

/** The people of one list, each with the remedy, and the way to all of them. */
export function People({ list: { people, total, all, filtered }, token }: { list: AttentionListProps; token: string }) {
  const bare = useContext(Bare);
  return (
    <ul>
      {people.map(({ contact, notes, remedy }) => (
        <li>
          <span>
            <a href={contact.href}>{contact.text}</a>
            {notes && (
              <>
                {': '}
                <Days>{notes}</Days>
              </>
            )}
          </span>{' '}
          <RemedyControl remedy={remedy} token={token} />
        </li>
      ))}
      {all && (
        <li>
          <a href={all}>{`Ver todas (${total})`}</a>
        </li>
      )}
      {!bare && (
        <li class="screen">
          <a href={filtered.href}>{filtered.text}</a>
        </li>
      )}
    </ul>
  );
}

function RemedyControl({ remedy, token }: { remedy: Remedy; token: string }) {
  if (useContext(Bare)) return null;
  if (remedy.kind === 'link') {
    return (
      <a href={remedy.href} aria-label={remedy.label}>
        {remedy.text}
      </a>
    );
  }
  return (
    <form method="post" action={remedy.action}>
      <HiddenFields token={token} carried={{ volver: remedy.back }} />
      <button type="submit" class="secondary" name="accion" value="activar" aria-label={remedy.label}>
        Activar
      </button>
    </form>
  );
}

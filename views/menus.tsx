import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** A module of the procurement system; without an address it is served by another system. */
export type ModuleProps = { name: string; description: string; address: string | null };

/**
 * "Consultar" and "Entidad Contratante": the modules that the user's menus grant, by group (spec 4). A group named like
 * the page has no heading of its own.
 */
export function ModulesPage({ frame, groups }: { frame: Frame; groups: { name: string; modules: ModuleProps[] }[] }) {
  return (
    <Layout frame={frame}>
      {groups.map(({ name, modules }) => (
        <section class="modules">
          {name !== frame.title && <h2>{name}</h2>}
          <dl>
            {modules.map(({ name, description, address }) => (
              <div>
                <dt>{address ? <a href={address}>{name}</a> : name}</dt>
                <dd>{description}</dd>
                {!address && <dd class="hint">Este módulo se atiende en otro sistema.</dd>}
              </div>
            ))}
          </dl>
        </section>
      ))}
      {!frame.bare && (
        <p>
          <a href={paths.home()}>Regresar</a>
        </p>
      )}
    </Layout>
  );
}

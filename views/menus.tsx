import { WayOn } from './kit/controls.tsx';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** A menu as its module; the address is null if another system serves the module. */
type MenuProps = { name: string; description: string; address: string | null };

/**
 * "Consultar" and "Entidad Contratante": the modules of the user's menus, by group (product 4). A group with the page's
 * title has no heading of its own.
 */
export function MenusPage({ frame, groups }: { frame: Frame; groups: { name: string; menus: MenuProps[] }[] }) {
  return (
    <Layout frame={frame}>
      {groups.map(({ name, menus }) => (
        <section class="modules">
          {name !== frame.title && <h2>{name}</h2>}
          <dl>
            {menus.map(({ name, description, address }) => (
              <div>
                <dt>{address ? <a href={address}>{name}</a> : name}</dt>
                <dd>{description}</dd>
                {!address && <dd class="hint">Este módulo se atiende en otro sistema.</dd>}
              </div>
            ))}
          </dl>
        </section>
      ))}
      <WayOn href={paths.home()}>Regresar</WayOn>
    </Layout>
  );
}

import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** "Info Usuario": what a person's own user is and may do (spec 4). */
export function OwnDataPage({
  frame,
  facts,
  menus,
}: {
  frame: Frame;
  facts: { label: string; value: string }[];
  menus: string[];
}) {
  return (
    <Layout frame={frame}>
      <dl class="facts">
        {facts.map(({ label, value }) => (
          <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>Contraseña</dt>
          <dd>
            <a href={paths.password()}>Cambiar</a>
          </dd>
        </div>
      </dl>
      <h2>Menús</h2>
      <ul>
        {menus.map((menu) => (
          <li>{menu}</li>
        ))}
      </ul>
    </Layout>
  );
}

import { Action } from './kit/controls.tsx';
import { type Fact, Facts } from './kit/facts.tsx';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** "Info Usuario": facts and menus of the person's own user (product 4). */
export function OwnDataPage({ frame, facts, menus }: { frame: Frame; facts: Fact[]; menus: string[] }) {
  return (
    <Layout frame={frame}>
      <div class="pairs wide">
        <Facts
          facts={[
            ...facts,
            { label: 'Contraseña', value: <Action href={paths.password()}>Cambiar</Action>, action: true },
            { label: 'Acceso', value: <Action href={paths.termination()}>Terminar mi acceso</Action>, action: true },
          ]}
        />
        <section>
          <h2>Menús</h2>
          <ul>
            {menus.map((menu) => (
              <li>{menu}</li>
            ))}
          </ul>
        </section>
      </div>
    </Layout>
  );
}

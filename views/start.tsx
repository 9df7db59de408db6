import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** The public start page (product 1). */
export function StartPage({ frame }: { frame: Frame }) {
  return (
    <Layout frame={frame}>
      <p class="lead">
        Aquí cada entidad contratante administra a las personas que actúan en su nombre en el sistema de contratación
        pública: las registra, les da usuario y decide qué puede hacer cada una.
      </p>
      <p>
        <a class="button start" href={paths.signIn()}>
          SOCE
        </a>
      </p>
      <p>Para ingresar necesita el RUC de su entidad, su usuario y su contraseña.</p>
    </Layout>
  );
}

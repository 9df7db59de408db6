import { WayOn } from './kit/controls.tsx';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** The public start page: what this is, who may come in, and what one can do here (product 1). */
export function StartPage({ frame, support }: { frame: Frame; support: string }) {
  return (
    <Layout frame={frame}>
      <p class="lead">
        Aquí cada entidad contratante administra a las personas que actúan en su nombre en el sistema de contratación
        pública: las registra, les da usuario y decide qué puede hacer cada una.
      </p>
      <p>Ingresan el administrador de la entidad y las personas a las que él dio un usuario.</p>
      <ul class="doings">
        <li>
          <h2>Ingresar</h2>
          <p>Tenga a mano el RUC de su entidad, su usuario y su contraseña.</p>
          <p class="action">
            <a class="button start" href={paths.signIn()}>
              SOCE
            </a>
          </p>
        </li>
        <li>
          <h2>Recuperar la contraseña</h2>
          <p>Si usted es el administrador, recupérela por correo. Si no, pídala al administrador de su entidad.</p>
          <WayOn href={paths.recovery()}>Recuperar la contraseña</WayOn>
        </li>
        <li>
          <h2>Pedir ayuda</h2>
          <p>La ayuda explica, paso a paso, qué hacer en cada página. {support}</p>
          <WayOn href={paths.helpIndex()}>Leer la ayuda</WayOn>
        </li>
      </ul>
      <WayOn href={paths.accessReportVerification()}>Verificar un reporte</WayOn>
    </Layout>
  );
}

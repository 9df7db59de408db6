import { PostForm, Toolbar } from './kit/controls.tsx';
import { emptyForm } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

type IdentityReportPageProps = {
  frame: Frame;
  /** The change of the link; null for an invalid link. */
  found: { state: 'open' | 'reported' | 'expired'; ruc: string; userName: string; entityName: string } | null;
  support: string;
};

/** "Yo no hice este cambio": explains a report's effect and, after the report, the way on (product 2, S5, U3). */
export function IdentityReportPage({ frame, found, support }: IdentityReportPageProps) {
  return (
    <Layout frame={frame}>
      {found ? (
        <p>
          Usuario <strong>{found.userName}</strong> de {found.entityName}, RUC {found.ruc}.
        </p>
      ) : (
        <p>El enlace no es válido. Cópielo completo del correo y ábralo de nuevo.</p>
      )}
      {found?.state === 'open' && <Question frame={frame} />}
      {found?.state === 'expired' && (
        <p>
          El plazo de 10 días para reportar este cambio terminó. Si no lo hizo, pida ayuda a quien opera el sistema.
        </p>
      )}
      {found?.state === 'reported' && <Reported />}
      <p class="support">{support}</p>
    </Layout>
  );
}

function Question({ frame }: { frame: Frame }) {
  return (
    <>
      <p>Si usted no cambió los datos del administrador que dice el correo, repórtelo. Al confirmar, de inmediato:</p>
      <ul>
        <li>
          vuelven los datos que ese cambio reemplazó: el correo, la fecha de nacimiento y, si nadie más lo tiene, el
          documento,
        </li>
        <li>las sesiones del administrador se cierran y sus contraseñas temporales dejan de servir,</li>
        <li>la recuperación de la contraseña queda bloqueada y el reporte consta en las incidencias.</li>
      </ul>
      <PostForm action={paths.identityReport()} token={frame.token} form={emptyForm}>
        <Toolbar>
          <button type="submit" class="danger">
            Deshacer el cambio
          </button>
          <a href={paths.start()}>Cancelar</a>
        </Toolbar>
      </PostForm>
    </>
  );
}

function Reported() {
  return (
    <>
      <p>Este cambio está deshecho, con este enlace o con el de un aviso anterior, y la recuperación, bloqueada.</p>
      <p>
        Si aún conoce su contraseña, <a href={paths.signIn()}>ingrese</a> y cámbiela ahora: quien hizo el cambio la
        sabía. La recuperación se habilita cuando quien opera el sistema resetea la contraseña con la orden «soce admin
        reset».
      </p>
    </>
  );
}

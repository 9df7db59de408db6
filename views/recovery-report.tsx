import { PostForm, Toolbar } from './kit/controls.tsx';
import { emptyForm } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

type RecoveryReportPageProps = {
  frame: Frame;
  /** The recovery of the link; null for an invalid link. */
  found: { state: 'open' | 'reported' | 'expired'; ruc: string; userName: string; entityName: string } | null;
  support: string;
};

/** "Yo no solicité este cambio": explains a report's effect and, after the report, the way back (product 5, U3). */
export function RecoveryReportPage({ frame, found, support }: RecoveryReportPageProps) {
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
        <p>El plazo de 10 días para reportar esta solicitud terminó. Si no la hizo, cambie su contraseña.</p>
      )}
      {found?.state === 'reported' && <Reported />}
      <p class="support">{support}</p>
    </Layout>
  );
}

function Question({ frame }: { frame: Frame }) {
  return (
    <>
      <p>Si nadie de su entidad solicitó el reseteo de la contraseña, repórtelo. Al confirmar, de inmediato:</p>
      <ul>
        <li>el usuario administrador queda deshabilitado y sus sesiones se cierran,</li>
        <li>la contraseña temporal deja de servir,</li>
        <li>el reporte queda en las incidencias y se avisa al representante legal de la entidad.</li>
      </ul>
      <PostForm action={paths.recoveryReport()} token={frame.token} form={emptyForm}>
        <Toolbar>
          <button type="submit" class="danger">
            Confirmar el reporte
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
      <p>Esta solicitud está reportada y el usuario administrador, deshabilitado.</p>
      <p>
        Para habilitarlo de nuevo, la entidad lo pide a quien opera el sistema, que le entrega una contraseña temporal
        con la orden «soce admin reset».
      </p>
    </>
  );
}

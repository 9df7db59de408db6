import { paths } from './kit/paths.ts';
import { ReportLinkPage, type ReportLinkProps } from './report-link.tsx';

/** "Yo no solicité este cambio": reports a recovery that nobody of the entity asked for (product 5). */
export function RecoveryReportPage(props: ReportLinkProps) {
  return (
    <ReportLinkPage
      {...props}
      question={{
        intro: 'Si nadie de su entidad solicitó el reseteo de la contraseña, repórtelo.',
        effects: [
          'el usuario administrador queda deshabilitado y sus sesiones se cierran,',
          'la contraseña temporal deja de servir,',
          'el reporte queda en las incidencias y se avisa al representante legal de la entidad.',
        ],
        action: paths.recoveryReport(),
        button: 'Confirmar el reporte',
      }}
      expired="El plazo de 10 días para reportar esta solicitud terminó. Si no la hizo, cambie su contraseña."
      reported={<Reported />}
    />
  );
}

function Reported() {
  return (
    <>
      <p>Esta solicitud ya fue reportada y el usuario administrador quedó deshabilitado.</p>
      <p>Para habilitarlo de nuevo, la entidad acude a la mesa de ayuda, que le entrega una contraseña temporal.</p>
    </>
  );
}

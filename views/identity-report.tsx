import { paths } from './kit/paths.ts';
import { ReportLinkPage, type ReportLinkProps } from './report-link.tsx';

/** "Yo no hice este cambio": undoes a change of the administrator's identity (product 2, S5). */
export function IdentityReportPage(props: ReportLinkProps) {
  return (
    <ReportLinkPage
      {...props}
      question={{
        intro: 'Si usted no cambió los datos del administrador que dice el correo, repórtelo.',
        effects: [
          'vuelven los datos que ese cambio reemplazó: el correo, la fecha de nacimiento y, si nadie más lo tiene, el documento,',
          'las sesiones del administrador se cierran y sus contraseñas temporales dejan de servir,',
          'la recuperación de la contraseña queda bloqueada y el reporte consta en las incidencias.',
        ],
        action: paths.identityReport(),
        button: 'Deshacer el cambio',
      }}
      expired="El plazo de 10 días para reportar este cambio terminó. Si no lo hizo, acuda a la mesa de ayuda."
      reported={<Reported />}
    />
  );
}

function Reported() {
  return (
    <>
      <p>
        El cambio ya se deshizo, con este enlace o con el de un aviso anterior. Por ahora nadie puede recuperar la
        contraseña.
      </p>
      <p>
        Si aún conoce su contraseña, <a href={paths.signIn()}>ingrese</a> y cámbiela ahora: quien hizo el cambio la
        sabía. Si no la conoce, pida a la mesa de ayuda que la resetee.
      </p>
    </>
  );
}

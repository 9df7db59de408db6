import { HiddenFields } from './controls.tsx';
import { paths } from './paths.ts';

/**
 * The steps that lead from a new contact to a user that is activated (product 1) and has a password (product 9.2), and
 * from an accepted administration to its act (product 9.3).
 */
export const stepKinds = ['crear-usuario', 'asignar-menus', 'activar', 'habilitar', 'ver-acta'] as const;

/** The step that usually comes after a change, by its kind and the number of its record. */
export type NextStep = { kind: (typeof stepKinds)[number]; id: number };

/** A step behind the sentence on the change: a link, or a button if one press does it (U10). */
export function StepControl({ step: { kind, id } }: { step: NextStep }) {
  switch (kind) {
    case 'crear-usuario':
      return <a href={paths.newUser(`?contacto=${id}`)}>Crear su usuario</a>;
    case 'asignar-menus':
      return <a href={paths.profile(id, withFirstLines)}>Asignar sus menús</a>;
    case 'activar':
      return <Activate />;
    case 'ver-acta':
      return <a href={paths.handover(id)}>Ver el acta</a>;
    case 'habilitar':
      return (
        <>
          <Activate /> <a href={paths.passwordReset(id)}>Resetear</a>
        </>
      );
  }
}

function Activate() {
  return (
    <button type="submit" form={formId} name="accion" value="activar">
      Activar
    </button>
  );
}

/** The form of a step's button, which can't stand within a sentence. */
export function StepForm({ step: { kind, id }, token }: { step: NextStep; token: string }) {
  if (kind !== 'activar' && kind !== 'habilitar') return null;
  return (
    <form id={formId} method="post" action={paths.userActivation(id, `?ver=${id}`)}>
      <HiddenFields token={token} />
    </form>
  );
}

/** The number of empty lines in the profile of a new user, who usually gets several menus. */
export const firstLines = 3;

/** The query that opens a profile with these lines. */
export const withFirstLines = `?lineas=${firstLines}`;

const formId = 'paso';

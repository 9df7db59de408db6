/** The version of the letter's text, kept with each acceptance; a changed text gets another. */
export const letterVersion = '2026-11-22';

/** What the letter repeats of the request; on the public page that is what was typed, in the mail what is recorded. */
export type LetterFacts = {
  /** 'miércoles 06 de abril de 2022' */
  date: string;
  ruc: string;
  email: string;
  reason: string;
  /** From the record alone: on the public page they would tell that the data matched. */
  entityName?: string;
  personName?: string;
  identification?: string;
};

/** The letter "SOLICITUD RESETEO DE CONTRASEÑA" in its parts (spec 5). */
export type ResetLetter = {
  title: string;
  date: string;
  addressee: string[];
  opening: string;
  facts: [label: string, value: string][];
  conditions: string[];
};

/** Writes the letter. */
export function resetLetter(facts: LetterFacts): ResetLetter {
  const lines: [string, string | undefined][] = [
    ['RUC', facts.ruc],
    ['Entidad', facts.entityName],
    ['Nombre', facts.personName],
    ['Identificación', facts.identification],
    ['Correo electrónico', facts.email],
    ['Motivo', facts.reason],
  ];
  return {
    title: 'SOLICITUD RESETEO DE CONTRASEÑA',
    date: facts.date,
    addressee: ['Señores', 'Servicio Nacional de Contratación Pública, SERCOP', 'Presente'],
    opening:
      'Solicito el reseteo de la contraseña del usuario administrador de la entidad contratante que identifico a continuación:',
    facts: lines.filter((line): line is [string, string] => line[1] !== undefined),
    conditions: [
      'El cambio de la contraseña es de responsabilidad del usuario y, solidariamente, de la entidad contratante.',
      'La entidad reportará todo cambio no autorizado dentro de las 24 horas de haberlo conocido. Con el reporte, el usuario queda deshabilitado de inmediato.',
    ],
  };
}

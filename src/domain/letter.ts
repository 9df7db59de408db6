/** The version of the letter's text, stored with each acceptance; a changed text gets another. */
export const letterVersion = '2026-11-22';

/** The facts that the letter states: on the public page as they were typed, in the mail as they are recorded. */
export type LetterFacts = {
  /** 'miércoles 06 de abril de 2022' */
  date: string;
  ruc: string;
  email: string;
  reason: string;
  /** From the record only: on the public page they would tell that the data matched. */
  entityName?: string;
  personName?: string;
  identification?: string;
};

/** The letter "SOLICITUD RESETEO DE CONTRASEÑA" in its parts (product 5). */
export type RecoveryLetter = {
  title: string;
  date: string;
  addressee: string[];
  opening: string;
  facts: [label: string, value: string][];
  conditions: string[];
};

/** The letter with these facts. */
export function recoveryLetter(facts: LetterFacts): RecoveryLetter {
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

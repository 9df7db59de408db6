/** The version of the letter's text, stored with each acceptance. It changes with the text (product 5). */
export const letterVersion = '2026-11-22';

/** The facts in the letter: as typed on the public page, as recorded in the mail. */
export type LetterFacts = {
  /** 'miércoles 06 de abril de 2022' */
  date: string;
  ruc: string;
  email: string;
  reason: string;
  /** In the mail only: on the public page they would tell that the data matched. */
  entityName?: string;
  personName?: string;
  identification?: string;
};

/** The parts of the letter "SOLICITUD RESETEO DE CONTRASEÑA" (product 5). */
export type RecoveryLetter = {
  title: string;
  date: string;
  addressee: string[];
  opening: string;
  facts: [label: string, value: string][];
  conditions: string[];
};

/** Writes the letter with these facts; lines without a fact are left out. */
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

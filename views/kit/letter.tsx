import type { RecoveryLetter } from '../../src/domain/letter.ts';
import { Facts } from './facts.tsx';

/** The letter "SOLICITUD RESETEO DE CONTRASEÑA", for the screen and for paper (product 5, U11). */
export function LetterText({ letter }: { letter: RecoveryLetter }) {
  return (
    <div class="letter">
      <p class="letter-date">{letter.date}</p>
      <p>
        {letter.addressee.map((line) => (
          <>
            {line}
            <br />
          </>
        ))}
      </p>
      <p>{letter.opening}</p>
      <Facts facts={letter.facts.map(([label, value]) => ({ label, value }))} />
      <p>Acepto las siguientes condiciones:</p>
      <ol>
        {letter.conditions.map((condition) => (
          <li>{condition}</li>
        ))}
      </ol>
      <p class="signature">Firma del administrador</p>
    </div>
  );
}

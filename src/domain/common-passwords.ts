import passwords from '@zxcvbn-ts/language-common/src/passwords.json' with { type: 'json' };
import spanishWords from '@zxcvbn-ts/language-es-es/src/commonWords.json' with { type: 'json' };
import firstNames from '@zxcvbn-ts/language-es-es/src/firstnames.json' with { type: 'json' };
import surnames from '@zxcvbn-ts/language-es-es/src/lastnames.json' with { type: 'json' };
import { searchKey } from './person-name.ts';

// Imports the plain lists, because the packages' entry points unpack every list at start, unused ones too, and take
// twice the memory.

// Ecuadorian words, which lists from Spain lack.
const localWords = `
  azuay bolivar canar carchi chimborazo cotopaxi eloro esmeraldas galapagos guayas imbabura loja losrios manabi
  moronasantiago napo orellana pastaza pichincha santaelena santodomingo sucumbios tungurahua zamorachinchipe
  ambato azogues babahoyo cuenca guaranda guayaquil ibarra latacunga macas machala nuevaloja portoviejo
  puertobaquerizo puyo quito riobamba tena tulcan
  cayambe daule duran manta milagro otavalo quevedo salinas samborondon sangolqui
  ecuador ecuatoriana ecuatoriano mitadelmundo barcelonasc emelec ligadequito
  soce sercop compraspublicas contratacionpublica entidadcontratante
`
  .trim()
  .split(/\s+/);

// With shorter entries, a random password with only two or three letters would be refused.
const shortestEntry = 4;

let common: Set<string> | null = null;

/**
 * True for a common password, a frequent Spanish word, a first name or a surname (product 4, P1). Takes the word as
 * searchKey returns it: in lower case without accents.
 */
export function isCommon(word: string): boolean {
  common ??= commonEntries();
  return common.has(word);
}

function commonEntries(): Set<string> {
  const entries = [passwords, spanishWords, firstNames, surnames, localWords].flat();
  return new Set(entries.map(searchKey).filter((entry) => entry.length >= shortestEntry));
}

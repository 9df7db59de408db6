import { createRequire } from 'node:module';
import { searchKey } from './person-name.ts';

// The plain lists, because the packages' entry points unpack every list, unused ones too. They are read when a password
// is first checked: a process that has just started answers earlier and takes 15 MiB less.
const lists = [
  '@zxcvbn-ts/language-common/src/passwords.json',
  '@zxcvbn-ts/language-es-es/src/commonWords.json',
  '@zxcvbn-ts/language-es-es/src/firstnames.json',
  '@zxcvbn-ts/language-es-es/src/lastnames.json',
];

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
  const read = createRequire(import.meta.url);
  const entries = [...lists.flatMap((list) => read(list) as string[]), ...localWords];
  return new Set(entries.map(searchKey).filter((entry) => entry.length >= shortestEntry));
}

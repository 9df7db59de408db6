import type { CivilDate } from './civil-date.ts';
import {
  blankContact,
  type Catalogs,
  type Contact,
  type ContactData,
  type ContactField,
  contactForm,
  contactLabels,
  editContact,
  registerContact,
  statusNames,
  type TypedContact,
  typedContact,
} from './contact.ts';
import { changedIdentity, needsPassword } from './identity.ts';
import {
  documentKey,
  documentOfLine,
  hasLostCell,
  type ImportField,
  type ImportLine,
  type ImportTable,
  importChoices,
  importLabels,
  isSameWord,
  type LineFault,
  type LineKind,
  type TypedLine,
  typedLine,
} from './import.ts';
import { type ImportedUser, importedUser, type Seen, seenBefore } from './import-user.ts';
import { type Decision, FORM } from './outcome.ts';
import { isUnprintable, printable, tidyText, unprintableFault } from './typed-text.ts';

/** A stored contact that a file may name, with the facts for its rules. */
export type KnownContact = { contact: Contact; administrator: boolean; users: number };

/** What the entity has of the people in a file. */
export type ImportFacts = {
  today: CivilDate;
  catalogs: Catalogs;
  /** The contacts by the key of their document. */
  contacts: Map<string, KnownContact>;
  /** The number of the contact of each user that the file names, by the key of its name. */
  users: Map<string, number>;
};

/** A line after its review. Without faults it has the decision on its contact, and the user that it makes, if any. */
export type ReviewedLine = {
  number: number;
  kind: LineKind;
  faults: LineFault[];
  known: KnownContact | null;
  decision: Exclude<Decision<ContactData>, { kind: 'refused' }> | null;
  user: ImportedUser | null;
};

/**
 * Makes the review of a file (product 8.5): it takes the lines one after the other, because none may name the person or
 * the user of another. Each goes through the rules of the contact's form; a column that the file lacks keeps what is
 * stored. Nothing is stored.
 */
export function importReview(table: ImportTable, facts: ImportFacts): (line: ImportLine) => ReviewedLine {
  const forms = {
    delegate: contactForm(facts.catalogs, facts.today),
    administrator: contactForm(facts.catalogs, facts.today, true),
  };
  const seen: Seen = { documents: new Map(), users: new Map() };
  return (line) => {
    const errors = new Faults(line.number);
    const typed = readableLine(typedLine(table, line), errors);
    if (hasLostCell(table, line)) errors.add(FORM, 'La línea tiene un dato sin encabezado. Muévalo a su columna.');
    const document = documentOfLine(typed, facts.catalogs.documentTypes);
    const key = documentKey(document);
    const known = facts.contacts.get(key) ?? null;
    const before = seenBefore(seen.documents, key, line.number);
    if (before && tidyText(document.documentNumber) !== '') {
      errors.add('documentNumber', `Número Identificación: está también en la línea ${before}. Deje una sola.`);
    }
    const values = mergedValues(typed, known, facts.catalogs);
    const read = forms[known?.administrator ? 'administrator' : 'delegate'].safeParse(values);
    for (const issue of read.error?.issues ?? []) errors.add(issue.path[0] as ContactField, issue.message);
    const decision = read.success ? decisionOn(read.data, known, facts, errors) : null;
    const active = values.status === statusNames[0];
    const user = importedUser(
      typed,
      { active, contactId: known?.contact.id ?? null, number: line.number },
      facts,
      seen,
    );
    for (const reason of user?.faults ?? []) errors.add(reason.field, reason.sentence);
    return reviewed(line.number, errors.list, { known, decision, user: user?.value ?? null });
  };
}

// One fault a field, the first, as in the form.
class Faults {
  readonly #line: number;
  readonly #found = new Map<ImportField | typeof FORM, string>();

  constructor(line: number) {
    this.#line = line;
  }

  add(field: ImportField | typeof FORM, reason: string): void {
    if (!this.#found.has(field)) this.#found.set(field, reason);
  }

  get list(): LineFault[] {
    const inOrder = [FORM, ...(Object.keys(importLabels) as ImportField[])] as const;
    return inOrder.flatMap((field) => {
      const reason = this.#found.get(field);
      return reason === undefined ? [] : { line: this.#line, field: field && importLabels[field], reason };
    });
  }
}

function readableLine(typed: TypedLine, errors: Faults): TypedLine {
  const entries = Object.entries(typed) as [ImportField, string][];
  for (const [field, cell] of entries)
    if (isUnprintable(cell)) errors.add(field, unprintableFault(importLabels[field]));
  return Object.fromEntries(entries.map(([field, cell]) => [field, printable(cell)]));
}

// Choices are typed in a file, so their case and accents don't matter; a form only sends them.
function mergedValues(typed: TypedLine, known: KnownContact | null, catalogs: Catalogs): TypedContact {
  const stored = known ? typedContact(known.contact) : blankContact;
  const choices = importChoices(catalogs);
  const names = Object.keys(contactLabels) as ContactField[];
  const values = names.map((name) => {
    const value = typed[name];
    if (value === undefined) return [name, stored[name]];
    return [
      name,
      choices[name]?.find((choice) => isSameWord(choice, value)) ?? (choices[name] ? tidyText(value) : value),
    ];
  });
  return Object.fromEntries(values) as TypedContact;
}

function decisionOn(
  data: ContactData,
  known: KnownContact | null,
  { today }: ImportFacts,
  errors: Faults,
): ReviewedLine['decision'] {
  const administrator = known?.administrator ?? false;
  const facts = { today, documentTaken: false, users: known?.users ?? 0, sessions: 0, administrator };
  const decision = known ? editContact(known.contact, data, facts) : registerContact(data, facts);
  if (decision.kind === 'refused') {
    for (const [field, reason] of Object.entries(decision.errors)) errors.add(field as ContactField, reason);
    return null;
  }
  if (known && known.contact.documentType !== data.documentType) {
    errors.add(
      'documentNumber',
      `Número Identificación: está registrado como ${known.contact.documentType}. Revise el tipo, o cámbielo en el formulario del contacto.`,
    );
  }
  if (known && needsPassword(known.contact, data, facts)) {
    for (const field of changedIdentity(known.contact, data)) {
      errors.add(
        field,
        `${contactLabels[field]}: es del administrador y se cambia solo en su formulario, con su contraseña. Deje lo guardado.`,
      );
    }
  }
  return decision;
}

type Parts = Pick<ReviewedLine, 'known' | 'decision' | 'user'>;

function reviewed(number: number, faults: LineFault[], { known, decision, user }: Parts): ReviewedLine {
  if (faults.length > 0) return { number, kind: 'wrong', faults, known, decision: null, user: null };
  const changes = decision?.kind === 'changed' || user !== null;
  return { number, kind: known ? (changes ? 'changed' : 'unchanged') : 'new', faults, known, decision, user };
}

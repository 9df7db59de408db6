import {
  accessibleName,
  ancestors,
  attribute,
  closest,
  type Element,
  elements,
  inputType,
  isButton,
  isField,
  isHidden,
  type Root,
  textOf,
} from '../browser/dom.ts';

/** A page as the rules read it. */
export type Subject = {
  html: string;
  status: number;
  root: Root;
  all: Element[];
  faults: string[];
  pageIds?: string[];
};

/** Finds fields without a name. */
export function namedFields({ all, root }: Subject): string[] {
  return all
    .filter((element) => isField(element) && accessibleName(element, root) === '')
    .map((element) => `${show(element)} has no label`);
}

/** Finds links and buttons without a name, a target or an action. */
export function namedLinksAndButtons({ all, root }: Subject): string[] {
  const shown = all.filter((element) => !isHidden(element));
  const faults = shown
    .filter((element) => isButton(element) || isLink(element))
    .filter((element) => accessibleName(element, root) === '')
    .map((element) => `${show(element)} has no name`);
  const idle = shown.filter(
    (element) =>
      element.tagName === 'button' &&
      attribute(element, 'type') === undefined &&
      attribute(element, 'form') === undefined &&
      !closest(element, 'form'),
  );
  const unlinked = shown.filter((element) => element.tagName === 'a' && attribute(element, 'href') === undefined);
  return [
    ...faults,
    ...idle.map((element) => `${show(element)} has no type and no form`),
    ...unlinked.map((element) => `${show(element)} has no href`),
  ];
}

/** Finds forms that a browser without scripting could not send, or that the server would refuse (R1). */
export function wholeForms({ all }: Subject): string[] {
  const everyToken = all.filter((one) => one.tagName === 'input' && attribute(one, 'name') === '_token');
  return all
    .filter((element) => element.tagName === 'form')
    .flatMap((form) => {
      const faults: string[] = [];
      const method = attribute(form, 'method')?.toLowerCase();
      if (!attribute(form, 'action')) faults.push(`${show(form)} has no action`);
      if (method !== 'get' && method !== 'post') faults.push(`${show(form)} has no method`);
      const id = attribute(form, 'id');
      const tokens = everyToken.filter((input) =>
        attribute(input, 'form') === undefined ? closest(input, 'form') === form : attribute(input, 'form') === id,
      );
      const good =
        tokens.length === 1 && tokens.every((input) => inputType(input) === 'hidden' && attribute(input, 'value'));
      if (method === 'post' && !good) faults.push(`${show(form)} has no _token`);
      if (method === 'get' && tokens.length > 0) faults.push(`${show(form)} shows its _token in the address`);
      const [parent] = ancestors(form);
      if (parent && ['table', 'tbody', 'thead', 'tr'].includes(parent.tagName)) {
        faults.push(`${show(form)} stands between table and cell, where it holds nothing`);
      }
      return faults;
    });
}

/** Finds tables that a screen reader can't make sense of (U6). */
export function describedTables({ all, root }: Subject): string[] {
  return all
    .filter((element) => element.tagName === 'table')
    .flatMap((table) => {
      const name = accessibleName(table, root);
      const heads = elements(table, 'th');
      const faults = heads.filter(
        (head) => !['col', 'row', 'colgroup', 'rowgroup'].includes(attribute(head, 'scope') ?? ''),
      );
      return [
        ...(elements(table, 'caption').length === 1 && name !== '' ? [] : ['a table has no caption']),
        ...(heads.length > 0 ? [] : [`the table “${name}” has no <th>`]),
        ...faults.map((head) => `the head “${textOf(head)}” has no scope`),
      ];
    });
}

/** Finds actions of one table with the same name (U7). */
export function distinctRowActions({ all, root }: Subject): string[] {
  const tables: Element[] = all.filter((element) => element.tagName === 'table');
  return tables.flatMap((table) => {
    const actions = elements(table).filter((element) => isButton(element) || isLink(element));
    const names = actions.filter((element) => !isHidden(element)).map((element) => accessibleName(element, root));
    return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
      (name) => `two links or buttons of one table are called “${name}”`,
    );
  });
}

/** Finds refused fields to which the summary does not lead, or that do not say what is wrong (U1). */
export function refusedFields({ all, status }: Subject): string[] {
  if (status !== 422) return [];
  // A fragment is swapped into the main part of a page.
  const fragment = !all.some((one) => one.tagName === 'main');
  const targets = all
    .filter((one) => one.tagName === 'a' && (fragment || closest(one, 'main')))
    .map((one) => attribute(one, 'href'));
  const invalid = all.filter((element) => attribute(element, 'aria-invalid') === 'true');
  return invalid.flatMap((element) => {
    const alike = invalid.filter((one) => attribute(one, 'name') === attribute(element, 'name'));
    const group = closest(element, 'fieldset');
    const described = [element, group].some((one) => one && attribute(one, 'aria-describedby'));
    return [
      ...(alike.some((one) => targets.includes(`#${attribute(one, 'id')}`))
        ? []
        : [`no link leads to the refused ${show(element)}`]),
      ...(described ? [] : [`the refused ${show(element)} is not described`]),
    ];
  });
}

/** Gives the words by which a fault names an element. */
export function show(element: Element): string {
  const known = ['id', 'name', 'href', 'action', 'src', 'class']
    .map((name) => [name, attribute(element, name)])
    .find(([, value]) => value !== undefined);
  return `<${element.tagName}${known ? ` ${known[0]}="${known[1]}"` : ''}>`;
}

function isLink(element: Element): boolean {
  return element.tagName === 'a' && attribute(element, 'href') !== undefined;
}

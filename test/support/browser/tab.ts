import type { CDPSession, Page } from 'playwright-core';
import { pathPattern } from '../lint/weights.ts';
import { known } from './browser.ts';
import type { Name } from './find.ts';

/** The focused element as assistive technology knows it. */
export type Focus = { role: string; name: string };

const mostStops = 400;

/** Gives the focused element; null where none has the focus. */
export async function focused(page: Page): Promise<Focus | null> {
  const { session } = known(page);
  const { result } = await session.send('Runtime.evaluate', { expression: 'document.activeElement' });
  if (!result.objectId) return null;
  const { objectId } = result;
  const { nodes } = await session.send('Accessibility.getPartialAXTree', { objectId, fetchRelatives: false });
  const [node] = nodes;
  if (!node || node.ignored || node.role?.value === 'RootWebArea') return null;
  return { role: String(node.role?.value ?? ''), name: tidy(node.name?.value) };
}

type TabKey = 'Tab' | 'Shift+Tab';

// The ways that this process has walked by Tab, stop by stop: to which control of which page.
const walked = new Set<string>();

/**
 * Presses Tab until the control of that name has the focus. Throws with the stops on the way if it never gets it. Each
 * way through a page of one width is walked from stop to stop once; after that only its last step is, from the stop before
 * the control.
 */
export async function tabTo(page: Page, name: Name, key: TabKey = 'Tab'): Promise<Focus> {
  const title = await page.title();
  // Without the message about the last action, which the page gets beside its name.
  const pageName = [title.startsWith('Error: '), ...title.split(' · ').slice(-2)];
  const way = [key, name, known(page).options.width, pathPattern(page.url()), ...pageName].join(' ');
  const focus = walked.has(way) ? await lastStep(page, name, key) : null;
  if (focus) return focus;
  const reached = await wholeWay(page, name, key);
  walked.add(way);
  return reached;
}

async function wholeWay(page: Page, name: Name, key: TabKey): Promise<Focus> {
  const { session } = known(page);
  const stops: string[] = [];
  const names = new Map(
    (await accessibleNodes(session)).map((node) => [node.backendDOMNodeId, tidy(node.name?.value)]),
  );
  while (stops.length < mostStops) {
    await page.keyboard.press(key);
    const passed = names.get(await focusedNode(session));
    if (passed && !isNamed(passed, name)) {
      stops.push(passed);
      continue;
    }
    const focus = await focused(page);
    if (focus && isNamed(focus.name, name)) return focus;
    stops.push(focus?.name ?? '(page)');
    // After the last control the focus leaves the page and comes back to the first: twice means all the way round.
    if (stops.filter((stop) => stop === '(page)').length > 2) break;
  }
  throw new Error(`Tab does not lead to “${name}”. It stops at: ${stops.join(', ')}.`);
}

async function focusedNode(session: CDPSession): Promise<number | undefined> {
  const { result } = await session.send('Runtime.evaluate', { expression: 'document.activeElement' });
  if (!result.objectId) return undefined;
  const { node } = await session.send('DOM.describeNode', { objectId: result.objectId });
  return node.backendNodeId;
}

// Lists the nodes to which assistive technology may give the focus. Asked for at each stop, Chromium would make the tree
// of all of them each time.
async function accessibleNodes(session: CDPSession) {
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  return nodes.filter(
    ({ role, properties = [] }) =>
      role?.value !== 'RootWebArea' && properties.some((one) => one.name === 'focusable' && one.value.value === true),
  );
}

// Goes back by one from the only control of that name and to it again; null where that does not lead to it.
async function lastStep(page: Page, name: Name, key: TabKey): Promise<Focus | null> {
  const { session } = known(page);
  const nodes = await accessibleNodes(session);
  const [only, ...others] = nodes.filter((node) => isNamed(tidy(node.name?.value), name));
  if (!only?.backendDOMNodeId || others.length > 0) return null;
  await session.send('DOM.focus', { backendNodeId: only.backendDOMNodeId });
  await page.keyboard.press(key === 'Tab' ? 'Shift+Tab' : 'Tab');
  await page.keyboard.press(key);
  const focus = await focused(page);
  return focus && isNamed(focus.name, name) ? focus : null;
}

function isNamed(found: string, name: Name): boolean {
  return name instanceof RegExp ? name.test(found) : found === name;
}

function tidy(text: unknown): string {
  return String(text ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

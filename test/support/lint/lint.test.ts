import { describe, expect, test } from 'vitest';
import { page } from '../browser/toy-app.ts';
import { lintHtml } from './lint.ts';
import { contentSecurityPolicy, lintHeaders } from './lint-headers.ts';

const token = '<input type="hidden" name="_token" value="abc">';
const table = (head: string, cells: string) => `<table><caption>C</caption><tr>${head}</tr><tr>${cells}</tr></table>`;
const field = '<label for="a">A</label><input id="a">';

describe('The lint of pages', () => {
  test.each([
    ['has two headings', page('T', '<h1>Otro</h1>'), '2 <h1>'],
    ['has no heading', page('T', '').replace('<h1>T</h1>', ''), '0 <h1>'],
    ['has no title', page('T', '').replace('<title>T</title>', '<title> </title>'), 'no title'],
    ['has no language', page('T', '').replace(' lang="es"', ''), 'lang="es"'],
    ['has no doctype', page('T', '').replace('<!DOCTYPE html>', ''), 'missing-doctype'],
    ['repeats an id', page('T', '<p id="a"></p><p id="a"></p>'), 'stands twice'],
    ['has a field without label', page('T', '<input name="x">'), 'no label'],
    ['has a select without label', page('T', '<select name="x"></select>'), 'no label'],
    ['labels a field that is not there', page('T', '<label for="b">B</label>'), 'for="b" leads nowhere'],
    ['describes by nothing', page('T', `${field}<p aria-describedby="b">x</p>`), 'aria-describedby="b"'],
    ['is labelled by nothing', page('T', '<section aria-labelledby="b">x</section>'), 'aria-labelledby="b"'],
    ['controls nothing', page('T', '<p aria-controls="b">x</p>'), 'aria-controls="b"'],
    ['links to nothing', page('T', '<a href="#b">x</a>'), 'href="b" leads nowhere'],
    ['has an inline script', page('T', '<script>1</script>'), '<script> is inline'],
    ['has an inline style sheet', page('T', '<style>p{}</style>'), '<style>'],
    ['has a style attribute', page('T', '<p style="color:red">x</p>'), 'style attribute'],
    ['has an event attribute', page('T', '<p onclick="x()">x</p>'), 'onclick'],
    ['has an htmx event attribute', page('T', '<p hx-on:click="x()">x</p>'), 'hx-on:click'],
    [
      'has an attribute that is cut from htmx',
      page('T', '<p hx-headers="a:1">x</p>'),
      'hx-headers, which our htmx lacks',
    ],
    ['links to a script', page('T', '<a href="javascript:x()">x</a>'), 'code in href'],
    ['computes values in htmx', page('T', '<p hx-vals="js:{a:1}">x</p>'), 'code in hx-vals'],
    ['has a form without action', page('T', `<form method="post">${token}</form>`), 'no action'],
    ['has a form without method', page('T', '<form action="/">x</form>'), 'no method'],
    ['has a form without token', page('T', '<form action="/" method="post">x</form>'), 'no _token'],
    [
      'has a token without value',
      page('T', `<form action="/" method="post">${token.replace('abc', '')}</form>`),
      'no _token',
    ],
    ['sends a token in the address', page('T', `<form action="/" method="get">${token}</form>`), 'in the address'],
    [
      'has a form in a form',
      page('T', '<form action="/" method="get"><form action="/x" method="get"></form></form>'),
      'lost',
    ],
    [
      'has a form between rows',
      page(
        'T',
        '<table><caption>C</caption><tr><th scope="col">A</th><form action="/" method="get"></form></tr></table>',
      ),
      'between table and cell',
    ],
    ['has a table without caption', page('T', '<table><tr><th scope="col">A</th></tr></table>'), 'no caption'],
    ['has a table without heads', page('T', table('', '<td>1</td>')), 'no <th>'],
    ['has a head without scope', page('T', table('<th>A</th>', '<td>1</td>')), 'no scope'],
    [
      'has two row actions of one name',
      page('T', table('<th scope="col">A</th>', '<td><a href="/1">Editar</a><a href="/2">Editar</a></td>')),
      'are called “Editar”',
    ],
    ['has a button for nothing', page('T', '<button>x</button>'), 'no type and no form'],
    [
      'has a button without name',
      page('T', '<button type="button"><span aria-hidden="true">×</span></button>'),
      'has no name',
    ],
    ['has a link without name', page('T', '<a href="/"><img alt="" src="/x"></a>'), 'has no name'],
    ['has a link without address', page('T', '<a>x</a>'), 'no href'],
    ['has an image without alternative', page('T', '<img src="/x">'), 'no alt'],
  ])('refuses a page that %s', (_, html, fault) => {
    expect(lintHtml({ html, status: 200, fragment: false }).join('\n')).toContain(fault);
  });

  test.each([
    ['the summary does not lead to', '<input id="a" aria-invalid="true" aria-describedby="e">', 'no link leads to'],
    ['does not say what is wrong', '<input id="a" aria-invalid="true"><a href="#a">x</a>', 'is not described'],
  ])('refuses a field that %s', (_, content, fault) => {
    const html = page('Error: T', `<a href="/">x</a><label for="a">A</label><p id="e">x</p>${content}`);
    expect(lintHtml({ html, status: 422, fragment: false }).join()).toContain(fault);
    expect(lintHtml({ html, status: 200, fragment: false })).toEqual([]);
  });

  test('refuses a faulty page again, and a page that was good with another status', () => {
    const [faulty, good] = [page('T', '<a>x</a>'), page('T', '<a href="/">Dos veces</a>')];
    for (const html of [faulty, faulty]) expect(lintHtml({ html, status: 200, fragment: false })).toHaveLength(1);
    for (const status of [200, 200]) expect(lintHtml({ html: good, status, fragment: false })).toEqual([]);
    expect(lintHtml({ html: good, status: 422, fragment: false })).toHaveLength(1);
  });

  test('refuses an answer with status 422 without “Error: ” in its title', () => {
    const way = '<a href="/">x</a>';
    expect(lintHtml({ html: page('T', way), status: 422, fragment: false }).join()).toContain('“Error: ”');
    expect(lintHtml({ html: page('Error: T', way), status: 422, fragment: false })).toEqual([]);
  });

  test('refuses a refusal without a way on', () => {
    const html = page('T', '<a href="#a">x</a><p id="a">x</p>');
    expect(lintHtml({ html, status: 404, fragment: false }).join()).toContain('leads nowhere');
    expect(lintHtml({ html, status: 200, fragment: false })).toEqual([]);
    expect(lintHtml({ html: page('T', '<a href="/">x</a>'), status: 404, fragment: false })).toEqual([]);
  });
});

describe('The lint of fragments', () => {
  test.each([
    ['is a whole page', page('T', ''), '<!DOCTYPE'],
    ['holds a body', '<body><p>x</p></body>', '<body>'],
    ['does not begin with its row', '<p>Listo</p><tr><td>x</td></tr>', 'does not begin with it'],
    ['refers to what the page lacks', '<tr aria-describedby="otro"><td>x</td></tr>', 'leads nowhere'],
    [
      'replaces what the page lacks',
      '<tr id="fila-1"><td>x</td></tr><div id="otro" hx-swap-oob="true">x</div>',
      "doesn't have",
    ],
  ])('refuses a fragment that %s', (_, html, fault) => {
    const faults = lintHtml({ html, status: 200, fragment: true, pageIds: ['fila-1', 'aviso'] });
    expect(faults.join('\n')).toContain(fault);
  });

  test('accepts a row with a message after it', () => {
    const html =
      '<tr id="fila-1" aria-describedby="ayuda"><td>x</td></tr><div id="aviso" hx-swap-oob="true">Listo</div>';
    expect(lintHtml({ html, status: 200, fragment: true, pageIds: ['fila-1', 'aviso', 'ayuda'] })).toEqual([]);
  });
});

describe('The lint of headers', () => {
  const good = {
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'content-type': 'text/html; charset=UTF-8',
  };

  test('accepts those of a good page', () => expect(lintHeaders('/inicio', good)).toEqual([]));

  test.each(Object.keys(good).filter((name) => name !== 'content-type'))('refuses a page without %s', (name) => {
    expect(lintHeaders('/inicio', { ...good, [name]: '' }).join()).toContain(name);
  });

  test('demands no-referrer of a page with a secret in its address', () => {
    const url = '/no-solicite/0hJq7x_Yk2-Zw8LrTn5VbAqPdS3fGhJk';
    expect(lintHeaders(url, good).join()).toContain('no-referrer');
    expect(lintHeaders(url, { ...good, 'referrer-policy': 'no-referrer' })).toEqual([]);
  });
});

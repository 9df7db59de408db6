import { Hono } from 'hono';
import { contentSecurityPolicy } from '../lint/lint-headers.ts';

/** Makes an application with a few forms to test the visitor and the lint with. Its answers break no rule. */
export function toyApp(): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header('Content-Security-Policy', contentSecurityPolicy);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'same-origin');
    c.header('Cross-Origin-Opener-Policy', 'same-origin');
    c.header('Cross-Origin-Resource-Policy', 'same-origin');
    c.header('Cache-Control', 'no-store');
  });
  app.get('/formulario', (c) => c.html(page('Formulario', form)));
  app.get('/lista', (c) => c.html(page('Lista', list)));
  app.get('/buscar', (c) => c.html(page('Hallado', `<p>${new URL(c.req.url).search}</p>`)));
  app.get('/sesion', (c) => {
    c.header('Set-Cookie', 'larga=1; Max-Age=60; Path=/; HttpOnly', { append: true });
    c.header('Set-Cookie', 'corta=2; Path=/; HttpOnly', { append: true });
    return c.redirect('/galletas', 303);
  });
  app.get('/salida', (c) => {
    c.header('Set-Cookie', 'larga=; Max-Age=0; Path=/');
    return c.redirect('/galletas', 303);
  });
  app.get('/galletas', (c) => c.html(page('Galletas', `<p>${c.req.header('Cookie') ?? 'ninguna'}</p>`)));
  app.post('/eco', async (c) => {
    if (c.req.header('HX-Request')) return c.html('<tr id="fila-1"><td>Listo</td></tr>');
    const sent = [...new URLSearchParams(await c.req.text())].map(([name, value]) => `${name}=${value}`);
    return c.html(page('Eco', `<p>${sent.join(' | ')}</p>`));
  });
  app.post('/falta', (c) => c.html(page('Error: Formulario', faulty), 422));
  return app;
}

/** Makes a page that breaks no rule. */
export function page(title: string, content: string): string {
  return `<!DOCTYPE html><html lang="es"><head><title>${title}</title></head><body><main><h1>${title}</h1>${content}</main></body></html>`;
}

const token = '<input type="hidden" name="_token" value="abc">';
const form = `<form action="/eco" method="post">${token}
  <label for="n">Primer Nombre <span>*</span></label><input id="n" name="nombre" value="Ana" aria-describedby="n-ayuda" required>
  <p id="n-ayuda">Como en la cédula</p>
  <label>Cargo <select name="cargo"><option value="">Elija</option><option value="7">Analista  de   Compras</option></select></label>
  <fieldset><legend>Sexo</legend>
    <label><input type="radio" name="sexo" value="M"> Masculino</label>
    <label><input type="radio" name="sexo" value="F" checked> Femenino</label></fieldset>
  <label><input type="checkbox" name="acepto"> Acepto</label>
  <label for="m1">Menú 1</label><select id="m1" name="menu"><option>A</option><option selected>B</option></select>
  <label for="m2">Menú 2</label><select id="m2" name="menu"><option>A</option><option>B</option></select>
  <label for="d">Fijo</label><input id="d" name="fijo" value="x" disabled>
  <label for="t">Motivo</label><textarea id="t" name="motivo">\nuno\ndos</textarea>
  <button name="accion" value="guardar">Guardar</button>
  <button name="accion" value="aumentar" formaction="/eco?linea=2">Aumentar Menú</button>
  <button type="reset">Limpiar Campos</button></form>
  <form action="/buscar" method="get"><label for="q">Buscar</label><input id="q" name="q"><button>Buscar ahora</button></form>`;
const faulty = `<div role="alert"><ul><li><a href="#n">Escriba el nombre.</a></li></ul></div><form action="/falta" method="post">${token}
  <label for="n">Primer Nombre</label><input id="n" name="nombre" aria-invalid="true" aria-describedby="n-error">
  <p id="n-error">Escriba el nombre.</p><button>Guardar</button></form>`;
const row = (id: number, name: string) =>
  `<tr id="fila-${id}"><th scope="row">${name}</th><td><a href="/formulario">Editar <span class="oculto">${name}</span></a>
   <form id="f${id}" action="/eco" method="post">${token}<button>Activar Usuario ${name}</button></form></td></tr>`;
const list = `<table><caption>Usuarios</caption><thead><tr><th scope="col">USUARIO</th><th scope="col">Acción</th></tr></thead>
  <tbody>${row(1, 'anaperez')}${row(2, 'luisvega')}</tbody></table>`;

// What scripting adds; every page works without it. It stands behind htmx in one file, so a browser that can't read
// htmx reads none of this either.
{
  const message = document.getElementById('mensaje');
  const noAnswer = 'No hubo respuesta del sistema. Actualice la página para ver si el cambio se hizo.';

  const tell = (failed, sentence) => {
    message.className = failed ? 'toast failed' : 'toast';
    if (sentence) message.replaceChildren(Object.assign(document.createElement('p'), { textContent: sentence }));
  };
  const on = (type, listener) => document.addEventListener(type, listener, true);

  // A double click, or a key held down, is one press.
  on('click', (event) => {
    if (event.detail > 1 && event.target.closest('form[method=post] [type=submit], td button')) event.preventDefault();
    const print = event.target.closest('[data-print]');
    if (!print || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    window.print();
  });
  on('keydown', (event) => {
    if (event.repeat && event.key === 'Enter') event.preventDefault();
  });

  // An empty choice is no value on paper.
  on('change', ({ target }) => target.classList.toggle('empty', target.matches('select') && !target.value));

  // The row knows who it is about and where it stands: its question and its answer need not bring that along.
  on('htmx:config:request', ({ detail: { ctx } }) => {
    const head = ctx.target.querySelector('th');
    if (ctx.confirm && head) ctx.confirm = ctx.confirm.replace('{}', head.textContent);
  });
  on('htmx:before:swap', ({ detail: { ctx, tasks } }) => {
    const [main] = tasks;
    const old = ctx.target.cells;
    const row = main.fragment.querySelector('tr');
    if (old && row) row.cells[0].textContent = old[0].textContent;
    ctx.focused = ctx.target.contains(document.activeElement) && ctx.target.id;
  });
  on('htmx:after:swap', ({ detail: { ctx } }) => {
    tell(ctx.response.status >= 400);
    if (ctx.focused) document.getElementById(ctx.focused).querySelector('button').focus();
  });

  // An answer that isn't ours, a gateway's for instance, must not land in the table.
  on('htmx:after:request', (event) => {
    const { hx, response, text } = event.detail.ctx;
    if (hx.redirect || (response.status < 400 && !/<html/i.test(text)) || text.includes('"mensaje"')) return;
    event.preventDefault();
    tell(true, noAnswer);
  });
  on('htmx:error', () => tell(true, noAnswer));

  // One button shows what was typed into a form's password fields; they are hidden again when it is sent.
  for (const form of document.forms) {
    const fields = form.querySelectorAll('[type=password]');
    if (fields.length === 0) continue;
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'reveal' });
    const show = (shown) => {
      button.setAttribute('aria-pressed', shown);
      for (const field of fields) field.type = shown ? 'text' : 'password';
    };
    button.textContent = 'Mostrar contraseña';
    button.addEventListener('click', () => show(button.getAttribute('aria-pressed') !== 'true'));
    form.addEventListener('submit', () => show(false));
    show(false);
    fields[fields.length - 1].after(button);
  }

  document.querySelector('.errors')?.focus();
}

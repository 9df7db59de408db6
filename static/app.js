// Every page works without this script. It follows htmx in one file, so a browser that can't parse htmx runs neither.
{
  const on = (type, listener) => document.addEventListener(type, listener, true);

  // Going back loads the earlier page.
  Object.assign(htmx.config, { history: 'reload', defaultTimeout: 3e4 });
  // A list is swapped in place, and the address follows; so is the row of a user. Attributes in each list would weigh 90
  // bytes (weight).
  const swaps = {
    '#lista :is(thead, .search[role], .pager)': { boost: "target:#lista select:#lista swap:'outerHTML show:none'" },
    '.users tbody': { target: 'closest tr', swap: 'outerHTML show:none', sync: 'drop', 'push-url': 'false' },
  };
  on('htmx:before:process', () => {
    for (const [places, attributes] of Object.entries(swaps))
      for (const place of document.querySelectorAll(places))
        for (const name in attributes) place.setAttribute(`hx-${name}:inherited`, attributes[name]);
  });

  const message = document.querySelector('#mensaje');
  const tell = (failed, sentence) => {
    message.className = failed ? 'toast failed' : 'toast';
    if (sentence) message.innerHTML = `<p class="warning">${sentence}`;
  };
  const noAnswer = () => tell(true, 'El sistema no respondió. Actualice la página y vea si el cambio se hizo.');

  // Announces the end of an unused session six minutes ahead; a key or a click then prolongs the session (U12). It looks
  // at the clock, since timers stand still while the machine sleeps. Each page leaves the moment for the other tabs.
  const [idle, ahead] = [18e5, 36e4];
  let told = 0;
  let timer;
  const say = (step, sentence) => {
    if (told < step) tell(false, sentence);
    told = Math.max(told, step);
  };
  const look = () => {
    clearTimeout(timer);
    const end = +localStorage.end;
    const left = end - Date.now();
    const time = new Date(end - 18e6).toISOString().slice(11, 16);
    if (left > ahead) {
      if (told) message.innerHTML = '';
      told = 0;
    } else if (left > 0) say(1, `Su sesión terminará a las ${time}. Para seguir, pulse una tecla o toque la página.`);
    else
      return say(
        2,
        `Su sesión terminó a las ${time} por falta de uso. Lo que escribió se conserva si lo guarda ahora.`,
      );
    timer = setTimeout(look, Math.min(left > ahead ? left - ahead : left, 3e4));
  };
  const begin = () => {
    localStorage.end = Date.now() + idle;
    look();
  };
  const stay = async () => {
    if (!told) return;
    told = 0;
    try {
      const answer = await fetch('');
      message.innerHTML = (await answer.text()).match(/"status">(.*?)<\/div>/)?.[1] || '<p>Su sesión sigue abierta.';
      if (!answer.redirected) begin();
    } catch {
      told = 1;
    }
  };
  if (document.querySelector('.person')) {
    begin();
    on('visibilitychange', look);
  }

  // A list in parts is printed whole, by the page that its link leads to.
  if (location.hash === '#imprimir') {
    history.replaceState(null, '', location.href.split('#')[0]);
    addEventListener('load', print);
  }
  // On paper values stand as text, which the box of a field would cut (U11).
  addEventListener('beforeprint', () => {
    for (const field of document.querySelectorAll(
      '.field > input:not([type=password]), .field > select, .field > textarea',
    )) {
      const text = document.createElement('span');
      text.textContent = field.value && (field.selectedOptions?.[0].text || field.value);
      field.before(text);
      text.className = 'value';
      field.classList.add('screen');
    }
  });
  addEventListener('afterprint', () => {
    for (const text of document.querySelectorAll('.value')) {
      text.nextSibling.classList.remove('screen');
      text.remove();
    }
  });

  // Counts a double click or a held key as one press, and opens the print dialog.
  on('click', (event) => {
    stay();
    const { target } = event;
    const print = !event.ctrlKey && target.closest('[data-print]');
    if (print) window.print();
    if (print || (event.detail > 1 && target.matches('[method=post] button'))) {
      event.preventDefault();
      // The second click may hit a button that was just swapped in, so htmx must not see it either.
      event.stopPropagation();
    }
  });
  on('keydown', (event) => {
    stay();
    if (event.repeat && event.key === 'Enter') event.preventDefault();
  });
  // Marks an empty choice, which the style sheet for paper leaves out.
  on('change', ({ target }) => {
    target.closest('.choice')?.classList.toggle('empty', !target.value);
    const about = target.closest('.lines li')?.querySelector('.hint');
    if (!about) return;
    // Tells what the menu chosen in a line is for; what the page says of earlier changes is out of date then.
    about.textContent = document.querySelector(`#sobre-${target.value}`)?.textContent || 'Elija un menú.';
    const unsaved = document.querySelector('.unsaved span');
    if (unsaved) unsaved.textContent = 'hay cambios en las líneas.';
  });

  // Says what a swapped list shows, which everybody else sees, and puts the focus on its errors, on the head that was
  // pressed, or above the rows.
  const arrive = ({ text, head }) => {
    const caption = document.querySelector('#lista caption');
    document.querySelector('.bar').outerHTML = text.match(/<nav.*?<\/nav>/)[0];
    const errors = document.querySelector('#lista .errors');
    message.className = 'toast quiet';
    message.textContent = errors ? '' : (caption || document.querySelector('#lista > p')).textContent;
    if (errors) return errors.focus();
    if (caption) caption.tabIndex = -1;
    const place = head ? document.querySelector('[aria-sort] a') : caption;
    if (document.activeElement === document.body) place?.focus();
  };
  // Marks the rules that a new password meets while one types; the others are the server's to judge (P1).
  on('input', ({ target }) => {
    if (!target.matches('[passwordrules]')) return;
    for (const item of document.querySelectorAll('.rules li')) {
      const { rule } = item.dataset;
      const held = rule && new RegExp(rule, 'su').test(target.value.normalize());
      item.className = rule ? (held ? 'held' : 'lacking') : '';
      item.lastChild.textContent = rule ? (held ? 'cumple' : 'falta') : '';
    }
  });

  // The box in the head ticks the rows of the page, which then are sent in its place, and the chosen are counted.
  on('change', ({ target }) => {
    const [all, ...rows] = document.querySelectorAll('[form=elegidos]');
    if (target.form?.id !== 'elegidos' || !all) return;
    all.name = '';
    if (target === all) for (const row of rows) row.checked = all.checked;
    const chosen = rows.filter((row) => row.checked).length;
    all.checked = chosen === rows.length;
    document.querySelector('#elegidos span').textContent = chosen === 1 ? '1 elegido' : `${chosen} elegidos`;
  });

  // Puts the user's name before a row's question, and keeps the focus on the row's button after a swap (U4).
  on('htmx:confirm', ({ target, detail: { ctx } }) => {
    const row = target.closest('.users tr');
    if (row) ctx.confirm = `¿Desactivar a ${row.querySelector('th').textContent}? ${ctx.confirm}`;
  });
  // A row says that it waits for its answer; the style sheet has the words.
  on('htmx:before:request', ({ target }) => target.closest('tr')?.setAttribute('aria-busy', true));
  on('htmx:finally:request', ({ target }) => target.closest?.('tr')?.removeAttribute('aria-busy'));
  on('htmx:before:swap', ({ detail: { ctx, tasks } }) => {
    const isRow = ctx.target.cells && tasks[0].fragment.querySelector('tr');
    ctx.head = document.activeElement.closest('th');
    if (!isRow) return;
    ctx.pressed = ctx.target.contains(document.activeElement);
    // A chosen row stays chosen.
    isRow.querySelector('[form]').checked = ctx.target.querySelector('[form]').checked;
  });
  on('htmx:after:swap', ({ detail: { ctx } }) => {
    tell(ctx.response.status >= 400);
    if (ctx.pressed) ctx.sourceElement.querySelector('button').focus();
    if (ctx.target.id === 'lista') arrive(ctx);
  });
  // Every answer of the product has a message or a list, so one with neither comes from a gateway.
  on('htmx:after:request', (event) => {
    const { hx, text } = event.detail.ctx;
    if (hx.redirect || /"mensaje"|"lista"/.test(text)) return;
    event.preventDefault();
    noAnswer();
  });
  on('htmx:error', noAnswer);

  // Adds a button that shows a form's passwords; sending the form hides them (P1).
  for (const form of document.forms) {
    const fields = form.querySelectorAll('[type=password]');
    const last = fields[fields.length - 1];
    if (!last) continue;
    last.insertAdjacentHTML('afterend', '<button type="button" class="reveal">Mostrar contraseña</button>');
    const button = last.nextSibling;
    const show = (shown) => {
      button.setAttribute('aria-pressed', shown);
      for (const field of fields) field.type = shown ? 'text' : 'password';
    };
    button.onclick = () => show(last.type === 'password');
    form.onsubmit = () => show(false);
    show(false);
  }

  document.querySelector('.errors')?.focus();
}

// What makes the Desk quicker where there is JavaScript: drafts are saved by themselves, their length is counted while they
// are written, and words are copied. Everything works without it.
(() => {
  const form = document.querySelector('form.draft');
  const lengths = document.getElementById('lengths');
  if (!form || !lengths) return;
  let timer = 0;
  let asked = 0;

  const count = async () => {
    const number = ++asked;
    const body = new FormData(form);
    body.delete('upload');
    try {
      const answer = await fetch('/desk/drafts/count', { method: 'POST', body, headers: { Accept: 'application/json' } });
      if (!answer.ok || number !== asked) return;
      const lines = (await answer.json()).counts.map((line) => {
        const item = document.createElement('li');
        item.textContent = line;
        return item;
      });
      lengths.replaceChildren(...lines);
    } catch {
      // Counting is no more than a help; saving says when the server is away.
    }
  };

  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(count, 300);
  });
})();

(() => {
  const form = document.querySelector('form.draft[data-autosave="yes"]');
  if (!form || form.querySelector('fieldset').disabled) return;
  const status = document.getElementById('saved');
  const revision = form.elements.namedItem('revision');
  let timer = 0;
  let sending = false;
  let again = false;
  let leaving = false;

  const save = async () => {
    if (sending) { again = true; return; }
    sending = true;
    const body = new FormData(form);
    body.delete('upload');
    try {
      const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' } });
      const said = await answer.json();
      if (answer.ok && !said.merged) {
        revision.value = said.revision;
        if (!again) { status.textContent = form.dataset.saved; form.dataset.dirty = ''; }
      } else if (answer.ok) {
        leaving = true;
        location.assign(`${form.action}?said=merged`);
      } else {
        status.textContent = said.error || form.dataset.clash;
      }
    } catch {
      status.textContent = form.dataset.unsaved;
    }
    sending = false;
    if (again) { again = false; save(); }
  };

  form.addEventListener('input', (event) => {
    if (event.target.type === 'file') return;
    form.dataset.dirty = 'yes';
    status.textContent = form.dataset.unsaved;
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  });
  form.addEventListener('submit', () => { leaving = true; clearTimeout(timer); });
  addEventListener('beforeunload', (event) => {
    if (form.dataset.dirty && !leaving) event.preventDefault();
  });
})();

// What is to be published by hand can be copied at the press of a button.
for (const field of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) break;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain';
  button.textContent = field.dataset.copy;
  const label = field.labels[0];
  if (label) {
    label.id ||= `${field.id}-label`;
    button.id = `${field.id}-copy`;
    button.setAttribute('aria-labelledby', `${button.id} ${label.id}`);
  }
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = field.dataset.copied;
  });
  field.after(button);
}

// The pages that a draft links to are looked at while its preview is read already.
(() => {
  const form = document.getElementById('cards');
  if (!form) return;
  const status = form.querySelector('[role="status"]');
  const button = form.querySelector('button');

  const look = async () => {
    status.textContent = form.dataset.looking;
    button.hidden = true;
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = page.querySelectorAll('[data-card]');
      document.querySelectorAll('[data-card]').forEach((old, n) => {
        if (fresh[n]) old.replaceWith(document.adoptNode(fresh[n]));
      });
      if (!page.getElementById('cards')) { form.remove(); return; }
      status.textContent = '';
    } catch {
      status.textContent = form.dataset.later;
    }
    button.hidden = false;
  };

  look();
})();

// What makes the Desk quicker where there is JavaScript: drafts are saved by themselves. Everything works without it.
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

// Passkeys: somebody's device is asked, and the form is sent with its answer. Without JavaScript, or where the browser knows no
// passkeys, these forms stay hidden and the password serves.
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const make = (options) => navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    },
  });
  const sign = (options) => navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) },
  });

  const written = (credential) => {
    const response = {};
    for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const button = form.querySelector('button');
    const trouble = form.querySelector('.trouble');
    const say = (words) => { trouble.textContent = words; trouble.hidden = !words; };
    form.hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      button.disabled = true;
      say('');
      try {
        const body = new URLSearchParams(new FormData(form));
        const answer = await fetch(form.dataset.passkey, { method: 'POST', body, headers: { Accept: 'application/json' } });
        const options = await answer.json();
        if (answer.ok) {
          const credential = await (options.rp ? make(options) : sign(options));
          form.elements.namedItem('passkey').value = written(credential);
          form.submit();
          return;
        }
        say(options.error || form.dataset.failed);
      } catch (error) {
        say(error.name === 'InvalidStateError' ? form.dataset.known : form.dataset.failed);
      }
      button.disabled = false;
    });
  }
})();

/**
 * Makes the newsletter's form easier: proposes the time zone of this browser, and where the site asks for proof of
 * work does it (Altcha, version 2) when the form is sent. Without it the form works as well, unless proof is asked.
 */
for (const zone of document.querySelectorAll('select[name="timezone"]')) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const isUntouched = [...zone.options].every((option) => option.selected === option.defaultSelected);
  if (isUntouched && zone.value === 'UTC' && [...zone.options].some(({ value }) => value === timeZone))
    zone.value = timeZone;
}

for (const field of document.querySelectorAll('input[name="altcha"]')) {
  const { form } = field;
  // A proof counts once: whoever comes back to the form needs another.
  addEventListener('pageshow', () => {
    field.value = '';
  });
  form.addEventListener('submit', async (event) => {
    if (field.value !== '') return;
    event.preventDefault();
    const button = form.querySelector('button[type="submit"]');
    const label = button.textContent;
    button.disabled = true;
    button.textContent = 'One moment …';
    try {
      const response = await fetch(field.dataset.challenge, { cache: 'no-store' });
      field.value = await solve(await response.json());
    } catch {
      // The server says in words what is missing.
    }
    button.disabled = false;
    button.textContent = label;
    form.submit();
  });
}

/** The first counter whose key begins as the challenge wants, with the challenge, in base 64. */
async function solve(challenge) {
  const { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const password = new Uint8Array(nonce.length / 2 + 4);
  password.set(bytesOf(nonce));
  const started = performance.now();
  for (let counter = 0; ; counter++) {
    new DataView(password.buffer).setUint32(password.length - 4, counter);
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
    const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(salt), iterations: cost };
    const derivedKey = hexOf(await crypto.subtle.deriveBits(parameters, key, keyLength * 8));
    if (!derivedKey.startsWith(keyPrefix)) continue;
    const solution = { counter, derivedKey, time: Math.round(performance.now() - started) };
    return btoa(JSON.stringify({ challenge, solution }));
  }
}

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (byte) => Number.parseInt(byte, 16));

const hexOf = (buffer) =>
  [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

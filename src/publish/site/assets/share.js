// The share buttons that need a script: the device's own sharing, where there is one, and copying the link.
const box = document.querySelector('.share');
const status = box?.querySelector('[role="status"]');

/** Says it to everybody, screen readers included. */
const say = (words) => {
  if (status) status.textContent = words;
};

function reveal(name, act) {
  const button = box?.querySelector(`button[data-share="${name}"]`);
  if (!button) return;
  button.closest('li').hidden = false;
  button.addEventListener('click', act);
}

if (navigator.share) {
  reveal('native', () => {
    navigator.share({ title: box.dataset.title, url: box.dataset.url }).catch(() => {});
  });
}

if (navigator.clipboard) {
  reveal('copy', async () => {
    try {
      await navigator.clipboard.writeText(box.dataset.url);
      say('The link is copied.');
    } catch {
      say(`The link could not be copied. It is ${box.dataset.url}`);
    }
  });
}

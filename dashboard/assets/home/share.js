// The link to an area's page. Where the browser shares or copies, it does; on plain http it can do neither: the link is shown
// selected, to be copied by hand.

export function render({ data, parentElement }) {
  const at = parentElement.querySelector('.bagikan');
  const link = `${location.origin}${data.path}`;
  const { words } = data;
  const canSend = typeof navigator.share === 'function';
  const canCopy = Boolean(navigator.clipboard?.writeText);
  at.innerHTML = `<label>${words.link}<input readonly></label><div></div><output></output>`;
  const field = at.querySelector('input');
  const said = at.querySelector('output');
  field.value = link;
  const select = () => { field.focus(); field.setSelectionRange(0, link.length); };
  field.addEventListener('focus', () => field.setSelectionRange(0, link.length));
  const byHand = () => { select(); said.textContent = words.by_hand; };
  if (canSend) {
    press(at, words.send, async () => {
      try {
        await navigator.share({ title: data.title, text: data.said, url: link });
      } catch (fault) {
        if (fault.name !== 'AbortError') byHand();
      }
    });
  }
  if (canCopy) {
    press(at, words.copy, async () => {
      try {
        await navigator.clipboard.writeText(link);
        said.textContent = words.copied;
      } catch {
        byHand();
      }
    });
  }
  if (!canSend && !canCopy) byHand();
}

function press(at, label, act) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.addEventListener('click', act);
  at.querySelector('div').append(button);
}

// The button at the foot of a phone that shows the nearest treatment, further down on the page.
export function jump({ data, parentElement }) {
  const button = parentElement.querySelector('button');
  button.textContent = data.label;
  button.onclick = () => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    document.querySelector('.st-key-beranda_dekat')?.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
  };
}

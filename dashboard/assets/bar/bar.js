// What the bar on top needs of the browser: landmarks, the language of the page, and one history entry for a double click.

const SOON_MS = 1500;

export function render({ data }) {
  document.documentElement.lang = data.language;
  const bar = document.querySelector('.st-key-bilah');
  bar?.setAttribute('role', 'navigation');
  bar?.setAttribute('aria-label', data.label);
  for (const link of document.querySelectorAll(".st-key-bilah a, .st-key-bilah_anak a")) link.removeAttribute('aria-current');
  for (const link of document.querySelectorAll('.st-key-bilah_kini a')) link.setAttribute('aria-current', 'page');
  const skip = document.querySelector('.bs-skip'); // by hand: a link to a place in the page would be one more history entry
  if (skip) skip.onclick = (event) => { event.preventDefault(); document.getElementById('isi')?.focus(); };
  mergePicks();
}

// A double click on the map picks a region and then enters it: two messages, one move. The entry of the pick is replaced.
function mergePicks() {
  if (history.mergesPicks) return;
  history.mergesPicks = true;
  const push = history.pushState.bind(history);
  let picked = -Infinity; // when the newest entry was made, if all it did was to pick
  history.pushState = (state, title, to) => {
    const from = new URL(location.href);
    const next = new URL(to, from);
    const enters = performance.now() - picked < SOON_MS && next.pathname === from.pathname && changed(from, next).includes('w');
    picked = next.pathname === from.pathname && changed(from, next).join() === 'pilih' ? performance.now() : -Infinity;
    if (enters) history.replaceState(state, title, to);
    else push(state, title, to);
  };
}

function changed(one, other) {
  const names = new Set([...one.searchParams.keys(), ...other.searchParams.keys()]);
  return [...names].filter((name) => one.searchParams.get(name) !== other.searchParams.get(name));
}

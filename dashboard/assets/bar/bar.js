// What the bar on top needs of the browser: links without a reload, language and title of the page, one history entry for a
// double click, and digits on the keyboard of a phone where a number is written.

const SOON_MS = 1500;

export function render({ data }) {
  document.documentElement.lang = data.language;
  document.title = data.title;
  if (history.mergesPicks) return;
  history.mergesPicks = true;
  document.addEventListener('click', follow);
  for (const kind of ['pointerdown', 'focusin']) document.addEventListener(kind, askForDigits, true);
  mergePicks();
}

// Streamlit reads page and parameters from the address when Back or Forward changed it: a link does the same.
function follow(event) {
  const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement);
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.matches('.bs-skip')) document.getElementById('isi')?.focus(); // a link to a place in the page would be an entry
  else if (!link.closest('.bs-go')) return;
  else if (link.href !== location.href) {
    history.pushState({}, '', link.href);
    window.dispatchEvent(new PopStateEvent('popstate'));
    document.querySelector("[data-testid='stMain']")?.scrollTo(0, 0);
  }
  event.preventDefault();
}

// A number is written as text, for 1.250 and 1,5 mean what an Indonesian reads; Streamlit has no field of text with digits.
function askForDigits(event) {
  const field = event.target.closest?.("[class*='_angka'] input");
  if (field) field.inputMode = 'decimal';
}

// A double click on the map picks a region and then enters it: two messages, one move. The entry of the pick is replaced.
function mergePicks() {
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

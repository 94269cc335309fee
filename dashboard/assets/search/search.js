// A combobox (WAI-ARIA 1.2): suggestions appear while somebody types; arrows, Enter and Escape act as usual.

const home = new URL('../../../', import.meta.url).href; // the app may live under a path of its host
const WAIT_MS = 60;
const views = new WeakMap();

export function render({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector('.cari');
  const view = views.get(root) ?? build(root);
  views.set(root, view);
  view.data = data;
  view.choose = (code) => setTriggerValue('chosen', code);
  showPath(view);
  view.input.placeholder = data.placeholder;
  view.input.setAttribute('aria-label', data.label);
}

function build(root) {
  const input = Object.assign(document.createElement('input'), { type: 'search', autocomplete: 'off', spellcheck: false });
  const list = Object.assign(document.createElement('ul'), { id: 'cari-daftar', hidden: true });
  const of = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id };
  for (const [name, value] of Object.entries(of)) input.setAttribute(name, value);
  list.setAttribute('role', 'listbox');
  const path = document.createElement('ol');
  root.append(path, input, list);
  const view = { path, input, list, found: [], at: -1, timer: 0, asked: null };
  input.addEventListener('input', () => {
    clearTimeout(view.timer);
    view.timer = setTimeout(() => ask(view), WAIT_MS);
  });
  input.addEventListener('keydown', (event) => key(view, event));
  input.addEventListener('blur', () => setTimeout(() => close(view), 150));
  // before the field loses its focus
  list.addEventListener('pointerdown', (event) => {
    const item = event.target.closest('[role=option]');
    if (!item) return;
    event.preventDefault();
    take(view, Number(item.dataset.at));
  });
  return view;
}

// The way to the region that is open; its last step is that region itself.
function showPath(view) {
  const steps = view.data.path ?? [];
  const key = steps.join('|');
  if (view.shown === key) return;
  view.shown = key;
  view.path.hidden = !steps.length;
  view.path.setAttribute('aria-label', view.data.path_label);
  view.path.replaceChildren(...steps.map(([code, name], at) => {
    const here = at === steps.length - 1;
    const made = Object.assign(document.createElement(here ? 'b' : 'button'), { textContent: name, title: name });
    if (here) made.setAttribute('aria-current', 'location');
    else made.addEventListener('click', () => view.choose(code));
    const item = document.createElement('li');
    item.append(made);
    return item;
  }));
}

async function ask(view) {
  const words = view.input.value.trim();
  view.asked?.abort();
  if (words.length < 2) return close(view);
  const asking = (view.asked = new AbortController());
  try {
    const answer = await fetch(`${home}cari/${view.data.version}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
    if (answer.ok) show(view, await answer.json(), words);
  } catch (fault) {
    if (fault.name !== 'AbortError') close(view);
  }
}

function show(view, found, words) {
  const { data, list } = view;
  view.found = found;
  view.at = -1;
  list.replaceChildren(...found.map((one, at) => option(data, one, at)));
  if (!found.length) {
    const none = Object.assign(document.createElement('li'), { textContent: data.none.replace('{words}', words) });
    none.setAttribute('role', 'presentation');
    list.append(none);
  }
  list.hidden = false;
  view.input.setAttribute('aria-expanded', 'true');
  mark(view, found.length ? 0 : -1);
}

function option(data, one, at) {
  const item = Object.assign(document.createElement('li'), { id: `cari-${at}` });
  item.setAttribute('role', 'option');
  item.dataset.at = at;
  const name = Object.assign(document.createElement('b'), { textContent: one.name });
  const where = [data.levels[one.level], one.above, one.was ? data.was.replace('{code}', one.was) : one.code];
  const more = Object.assign(document.createElement('small'), { textContent: where.filter(Boolean).join(' · ') });
  item.append(name, more);
  return item;
}

function mark(view, at) {
  view.at = at;
  for (const item of view.list.children) item.setAttribute('aria-selected', String(Number(item.dataset.at) === at));
  view.input.setAttribute('aria-activedescendant', at < 0 ? '' : `cari-${at}`);
  view.list.children[at]?.scrollIntoView({ block: 'nearest' });
}

function key(view, event) {
  const count = view.found.length;
  if (event.key === 'Escape') {
    view.input.value = '';
    return close(view);
  }
  if (view.list.hidden || !count) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    mark(view, (view.at + step + count) % count);
  } else if (event.key === 'Enter') {
    event.preventDefault();
    take(view, Math.max(view.at, 0));
  }
}

function take(view, at) {
  view.choose(view.found[at].code);
  view.input.value = '';
  close(view);
}

function close(view) {
  view.list.hidden = true;
  view.found = [];
  view.input.setAttribute('aria-expanded', 'false');
  view.input.removeAttribute('aria-activedescendant');
}

// A button that names the chosen indicator; it opens a panel with a search and the list of all. The field is a combobox
// (WAI-ARIA 1.2) over the list: arrows move, Enter takes, Escape closes. A group is opened and closed like a line of the list.

const home = new URL('../../../', import.meta.url).href; // the app may live under a path of its host
const RECENT = 'bersinar.indikator';
const KEPT = 5;
const PAGE = 8; // lines of Page Up and Page Down
const views = new WeakMap();
const lists = new Map();
let built = 0;

export function render({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector('.pemilih');
  const view = views.get(root) ?? build(root);
  views.set(root, view);
  view.data = data;
  view.choose = (code) => setTriggerValue('chosen', code);
  view.button.title = data.label;
  name(view, data.group, data.short);
}

function name(view, group, short) {
  view.group.textContent = group ? `${group} ›` : '';
  view.short.textContent = short;
}

function node(tag, of = {}, attributes = {}) {
  const made = Object.assign(document.createElement(tag), of);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function build(root) {
  const id = `pemilih-${++built}`;
  const button = node('button', { type: 'button', className: 'buka' }, { 'aria-haspopup': 'dialog', 'aria-expanded': 'false' });
  const group = node('span', { className: 'kelompok' });
  const short = node('b');
  button.append(group, short, node('span', { className: 'panah', textContent: '▾' }, { 'aria-hidden': 'true' }));
  const panel = node('dialog', { className: 'panel' });
  const of = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'true', 'aria-controls': `${id}-daftar` };
  const input = node('input', { type: 'search', autocomplete: 'off', spellcheck: false }, of);
  const shut = node('button', { type: 'button', className: 'tutup', textContent: '×' });
  const head = node('div', { className: 'kepala' });
  head.append(input, shut);
  const list = node('div', { id: `${id}-daftar`, className: 'daftar' }, { role: 'listbox' });
  panel.append(head, list);
  root.append(button, panel);
  const view = { id, button, group, short, panel, input, shut, list, lines: [], at: -1, open: new Set() };
  button.addEventListener('pointerenter', () => load(view.data));
  button.addEventListener('click', () => show(view));
  shut.addEventListener('click', () => panel.close());
  panel.addEventListener('close', () => button.setAttribute('aria-expanded', 'false'));
  panel.addEventListener('pointerdown', (event) => event.target === panel && panel.close()); // beside the panel
  input.addEventListener('input', () => draw(view));
  panel.addEventListener('keydown', (event) => key(view, event));
  list.addEventListener('click', (event) => {
    const line = event.target.closest('[role=option]');
    if (line) take(view, Number(line.dataset.at));
  });
  return view;
}

async function load({ list, language }) {
  const address = `${home}indikator/${list}/${language}`;
  if (!lists.has(address)) {
    lists.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status))));
    lists.get(address).catch(() => lists.delete(address));
  }
  return lists.get(address);
}

async function show(view) {
  view.known = await load(view.data);
  const { words, items } = view.known;
  view.input.placeholder = words.search;
  for (const one of [view.input, view.list]) one.setAttribute('aria-label', words.search);
  view.panel.setAttribute('aria-label', view.data.label);
  view.shut.setAttribute('aria-label', words.close);
  view.input.value = '';
  const chosen = items.find((item) => item.code === view.data.chosen);
  view.open = new Set(chosen && !chosen.theme ? [chosen.group] : []);
  const box = view.button.getBoundingClientRect();
  view.panel.style.setProperty('--x', `${Math.max(8, Math.min(box.left, innerWidth - 448))}px`);
  view.panel.style.setProperty('--y', `${Math.min(box.bottom + 4, Math.max(8, innerHeight - 360))}px`);
  if (!view.panel.open) view.panel.showModal();
  view.button.setAttribute('aria-expanded', 'true');
  draw(view);
  view.input.focus();
}

function offered(view) {
  const { level } = view.data;
  return view.known.items.filter((item) => !level || item.levels.includes(level));
}

// every word that was typed stands somewhere in an item; first come names that begin with what was typed, then those with all of it
function matches(items, typed) {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const within = (text) => wanted.every((word) => text.includes(word));
  return items
    .filter((item) => within(item.find))
    .map((item) => {
      const [short, name] = [item.short.toLowerCase(), item.name.toLowerCase()];
      const begins = [short, name].some((text) => text.startsWith(wanted.join(' ')));
      return { item, near: begins ? 0 : within(`${short} ${name}`) ? 1 : 2 };
    })
    .sort((a, b) => a.near - b.near)
    .map(({ item }) => item);
}

function draw(view) {
  const { words, groups } = view.known;
  const items = offered(view);
  const typed = view.input.value.trim();
  view.lines = [];
  view.list.replaceChildren();
  if (typed) {
    const found = matches(items, typed);
    for (const item of found) line(view, item, groups[item.group]);
    if (!found.length) view.list.append(heading(words.none.replace('{words}', typed)));
  } else {
    const first = items.filter((item) => item.theme);
    const recent = remembered().map((code) => items.find((item) => item.code === code));
    if (view.data.none) line(view, { code: '', short: view.data.none, name: '', where: '', levels: [] });
    section(view, words.first, first, (item) => item.theme);
    section(view, words.recent, recent.filter((item) => item && !item.theme), (item) => groups[item.group]);
    section(view, words.real, items.filter((item) => item.published), (item) => groups[item.group]);
    view.list.append(heading(words.all));
    for (const [code, called] of Object.entries(groups)) fold(view, code, called, items.filter((item) => item.group === code));
  }
  const at = view.lines.findIndex(({ item }) => item && item.code === view.data.chosen);
  mark(view, typed ? (view.lines.length ? 0 : -1) : Math.max(at, 0));
}

function heading(words) {
  return node('div', { className: 'judul', textContent: words }, { role: 'presentation' });
}

function section(view, title, items, above) {
  if (!items.length) return;
  view.list.append(heading(title));
  for (const item of items) line(view, item, above(item));
}

function fold(view, code, called, items) {
  if (!items.length) return;
  const open = view.open.has(code);
  const { words } = view.known;
  const row = option(view, { group: code });
  row.classList.add('lipat');
  const state = node('small', { textContent: `${words.count.replace('{count}', items.length)} · ${open ? words.opened : words.closed}` });
  row.append(node('b', { textContent: called }), state);
  if (open) for (const item of items) line(view, item, '');
}

function line(view, item, above) {
  const row = option(view, { item });
  const more = [above, item.name === item.short ? '' : item.name, item.where].filter(Boolean).join(' · ');
  row.append(node('b', { textContent: item.short }));
  if (item.published) row.append(node('i', { textContent: view.known.words.published }));
  if (more) row.append(node('small', { textContent: more }));
  if (item.code === view.data.chosen) row.classList.add('terpilih');
}

function option(view, what) {
  const row = node('div', { id: `${view.id}-${view.lines.length}` }, { role: 'option', 'aria-selected': 'false' });
  row.dataset.at = view.lines.length;
  view.lines.push({ ...what, row });
  view.list.append(row);
  return row;
}

function mark(view, at) {
  view.lines[view.at]?.row.setAttribute('aria-selected', 'false');
  view.at = at;
  const row = view.lines[at]?.row;
  row?.setAttribute('aria-selected', 'true');
  row?.scrollIntoView({ block: 'nearest' });
  if (row) view.input.setAttribute('aria-activedescendant', row.id);
  else view.input.removeAttribute('aria-activedescendant');
}

function key(view, event) {
  event.stopPropagation(); // letters are shortcuts of the page
  const count = view.lines.length;
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }[event.key];
  if (event.key === 'Escape') {
    event.preventDefault(); // the field would only be emptied
    view.panel.close();
  }
  if (event.target !== view.input || !count) return;
  if (step) {
    event.preventDefault();
    const one = Math.abs(step) === 1;
    mark(view, one ? (view.at + step + count) % count : Math.max(0, Math.min(count - 1, view.at + step)));
  } else if (event.key === 'Enter') {
    event.preventDefault();
    take(view, Math.max(view.at, 0));
  }
}

function take(view, at) {
  const { item, group } = view.lines[at];
  if (group) {
    if (!view.open.delete(group)) view.open.add(group);
    draw(view);
    mark(view, view.lines.findIndex((one) => one.group === group));
    view.input.focus();
    return;
  }
  view.panel.close();
  if (item.code) remember(item.code);
  if (item.code === view.data.chosen) return;
  if (!view.data.keeps) name(view, item.theme || view.known.groups[item.group] || '', item.short); // before the page has run
  view.choose(item.code || '-');
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(RECENT) ?? '[]');
  } catch {
    return []; // a browser may keep nothing
  }
}

function remember(code) {
  try {
    localStorage.setItem(RECENT, JSON.stringify([code, ...remembered().filter((one) => one !== code)].slice(0, KEPT)));
  } catch {
    // a browser may keep nothing
  }
}

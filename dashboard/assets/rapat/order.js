// The slides of a meeting as a list: dragged by its grip, moved by buttons or by Alt with the arrows, switched on and off.

const views = new WeakMap();

export function render({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector('.susunan-wrap');
  let view = views.get(root);
  if (!view) {
    const list = Object.assign(document.createElement('ol'), { className: 'susunan' });
    const said = Object.assign(document.createElement('p'), { className: 'susunan-said' });
    said.setAttribute('role', 'status');
    root.append(list, said);
    view = { list, said };
    views.set(root, view);
  }
  view.send = (made) => setStateValue('made', made);
  if (view.began === data.began) return; // the list is ahead of what the server knows
  Object.assign(view, { began: data.began, words: data.words, most: data.most, slides: data.slides.map((one) => ({ ...one })) });
  draw(view);
}

function draw(view, focus) {
  view.list.replaceChildren(...view.slides.map((one, at) => row(view, one, at)));
  if (focus) view.list.querySelector(`[data-name="${focus.name}"] .${focus.what}`)?.focus();
}

function row(view, one, at) {
  const { words } = view;
  const item = document.createElement('li');
  item.dataset.name = one.name;
  item.classList.toggle('off', !one.shown);
  const grip = Object.assign(document.createElement('span'), { className: 'grip', textContent: '⠿', title: words.drag });
  grip.setAttribute('aria-hidden', 'true');
  const place = Object.assign(document.createElement('span'), { className: 'at', textContent: at + 1 });
  const title = Object.assign(document.createElement('span'), { className: 'title', textContent: one.title });
  const up = button('up', '↑', words.up, one.title, () => move(view, at, at - 1, 'up'));
  const down = button('down', '↓', words.down, one.title, () => move(view, at, at + 1, 'down'));
  up.disabled = at === 0;
  down.disabled = at === view.slides.length - 1;
  const turn = button('turn', '', words.shown, one.title, () => {
    one.shown = !one.shown;
    changed(view, { name: one.name, what: 'turn' });
  });
  turn.setAttribute('role', 'switch');
  turn.setAttribute('aria-checked', String(one.shown));
  const pen = button('pen', '✎', words.note, one.title, () => {
    one.open = !one.open;
    draw(view, { name: one.name, what: one.open ? 'note' : 'pen' });
  });
  pen.classList.toggle('has-note', Boolean(one.note));
  pen.setAttribute('aria-expanded', String(Boolean(one.open)));
  item.append(grip, place, title, turn, up, down, pen);
  if (one.open) item.append(field(view, one));
  item.classList.toggle('noted', Boolean(one.open));
  item.addEventListener('keydown', (event) => {
    if (!event.altKey || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    move(view, at, at + (event.key === 'ArrowUp' ? -1 : 1), event.target.classList[0]);
  });
  grip.addEventListener('pointerdown', (event) => drag(view, item, event));
  return item;
}

function button(name, sign, does, title, act) {
  const made = Object.assign(document.createElement('button'), { type: 'button', className: name, textContent: sign, title: does });
  made.setAttribute('aria-label', `${does}: ${title}`);
  made.addEventListener('click', act);
  return made;
}

function field(view, one) {
  const made = Object.assign(document.createElement('input'), { className: 'note', value: one.note, maxLength: view.most, placeholder: view.words.note });
  made.setAttribute('aria-label', `${view.words.note}: ${one.title}`);
  made.addEventListener('change', () => {
    one.note = made.value.trim();
    changed(view);
  });
  return made;
}

function move(view, from, to, focus) {
  if (to < 0 || to >= view.slides.length) return;
  const [one] = view.slides.splice(from, 1);
  view.slides.splice(to, 0, one);
  view.said.textContent = view.words.moved.replace('{title}', one.title).replace('{at}', to + 1);
  changed(view, { name: one.name, what: focus });
}

function changed(view, focus) {
  draw(view, focus);
  view.send({
    order: view.slides.map((one) => one.name),
    hidden: view.slides.filter((one) => !one.shown).map((one) => one.name),
    notes: Object.fromEntries(view.slides.filter((one) => one.note).map((one) => [one.name, one.note])),
  });
}

// The row changes its place among the others while it is held; what is sent is where it was dropped.
function drag(view, item, event) {
  event.preventDefault();
  item.classList.add('dragged');
  const over = ({ clientX, clientY }) => {
    const other = [...view.list.children].find((one) => {
      const box = one.getBoundingClientRect();
      return one !== item && clientX > box.left && clientX < box.right && clientY > box.top && clientY < box.bottom;
    });
    if (!other) return;
    const later = item.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    other[later ? 'after' : 'before'](item);
  };
  const end = () => {
    removeEventListener('pointermove', over);
    removeEventListener('pointerup', end);
    removeEventListener('pointercancel', end);
    const order = [...view.list.children].map((one) => one.dataset.name);
    view.slides.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
    changed(view);
  };
  addEventListener('pointermove', over);
  addEventListener('pointerup', end);
  addEventListener('pointercancel', end);
}

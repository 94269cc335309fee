// Decisions and minutes, written down from the slide. What cannot be sent yet waits in this page and is sent later; the
// server takes the same words of the same meeting once, so that sending them twice does no harm.

const AGAIN_MS = 5000;
const drawer = document.getElementById('notes');
const waiting = [];
let address, said, titles, slideNow;
let timer = 0;
let sending = false;

const at = (id) => document.getElementById(id);

export function prepare(frozen, now) {
  if (!drawer) return;
  [address, said, titles, slideNow] = [frozen.writing, frozen.words, frozen.titles, now];
  at('decide').addEventListener('submit', (event) => take(event, (form) => Object.fromEntries(new FormData(form))));
  at('minute').addEventListener('submit', (event) => take(event, (form) => ({ slide: slideNow(), words: form.words.value })));
  at('notes-close').addEventListener('click', close);
  addEventListener('beforeunload', (event) => waiting.length && event.preventDefault());
}

export const isOpen = () => drawer !== null && !drawer.hidden;

export function open() {
  if (!drawer) return;
  drawer.hidden = false;
  follow();
  drawer.querySelector('textarea').focus();
  refresh();
  clearInterval(timer);
  timer = setInterval(() => (waiting.length ? send() : refresh()), AGAIN_MS); // another person may write at the same time
}

export function close() {
  drawer.hidden = true;
  document.activeElement?.blur();
  if (!waiting.length) clearInterval(timer);
}

// The slide that a note is about.
export function follow() {
  if (isOpen()) at('note-slide').textContent = titles[slideNow()] ?? '';
}

function take(event, read) {
  event.preventDefault();
  waiting.push({ body: read(event.target), form: event.target });
  send();
}

async function send() {
  if (sending || !waiting.length) return;
  sending = true;
  tell(said.saving);
  const { body, form } = waiting[0];
  try {
    const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    waiting.shift();
    if (answer.ok) {
      for (const field of form.querySelectorAll('textarea')) field.value = '';
      list(await answer.json());
      tell(said.saved);
    } else {
      tell(await answer.text(), true); // a sentence; the words stay in their fields
    }
  } catch {
    tell(said.not_saved, true);
    return;
  } finally {
    sending = false;
  }
  send();
}

async function refresh() {
  try {
    const answer = await fetch(address);
    if (answer.ok) list(await answer.json());
  } catch {
    // without network the list stays as it was
  }
}

function list(rows) {
  const made = rows.map(({ words, about }) => {
    const item = Object.assign(document.createElement('li'), { textContent: words });
    item.append(Object.assign(document.createElement('small'), { textContent: about }));
    return item;
  });
  if (!made.length) made.push(Object.assign(document.createElement('li'), { textContent: said.nothing_written }));
  at('notes-list').replaceChildren(...made);
}

function tell(words, bad = false) {
  at('notes-said').textContent = words;
  at('notes-said').classList.toggle('bad', bad);
}

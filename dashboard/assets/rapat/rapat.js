// A meeting on a projector: everything is in the page already, so it goes on when the network is gone.

const slides = [...document.querySelectorAll('section')];
const black = document.getElementById('black');
const keys = document.getElementById('keys');
const place = document.getElementById('place');
const automatic = document.getElementById('auto');
const seconds = Number(document.body.dataset.seconds);
let at = 0;
let timer = 0;

function show(next) {
  next = Math.max(0, Math.min(slides.length - 1, next));
  if (next === at && !slides[at].hidden) return;
  leave();
  slides[at].hidden = true;
  slides[next].hidden = false;
  at = next;
  place.textContent = `${at + 1} / ${slides.length}`;
  history.replaceState(null, '', `#${at + 1}`);
}

const details = () => slides[at].querySelector('.details');
const isInside = () => details() !== null && !details().hidden;

function into() {
  const found = details();
  if (!found) return;
  found.hidden = false;
  found.scrollTop = 0;
  found.focus();
  label(true);
}

function leave() {
  if (!isInside()) return false;
  details().hidden = true;
  label(false);
  return true;
}

function label(open) {
  const button = slides[at].querySelector('.into');
  button.textContent = open ? button.dataset.back : button.dataset.open;
  button.setAttribute('aria-expanded', String(open));
}

function scroll(by) {
  details().scrollBy({ top: by * innerHeight * 0.4 });
}

function toggleAutomatic() {
  clearInterval(timer);
  timer = timer ? 0 : setInterval(() => show(at + 1 < slides.length ? at + 1 : 0), seconds * 1000);
  automatic.hidden = !timer;
}

function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => {}); // a browser may refuse; the slides work without it
}

function back() {
  if (keys.open) keys.close();
  else leave();
}

const doing = {
  ArrowRight: () => show(at + 1), PageDown: () => show(at + 1), ' ': () => show(at + 1),
  ArrowLeft: () => show(at - 1), PageUp: () => show(at - 1),
  Home: () => show(0), End: () => show(slides.length - 1),
  Enter: into, ArrowDown: () => (isInside() ? scroll(1) : into()), ArrowUp: () => isInside() && scroll(-1),
  Escape: back, Backspace: back,
  b: () => (black.hidden = !black.hidden), '.': () => (black.hidden = !black.hidden),
  a: toggleAutomatic, f: toggleFullScreen, h: () => keys.showModal(), '?': () => keys.showModal(),
};

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!black.hidden && key !== 'b' && key !== '.') black.hidden = true; // any key ends the black screen
  if (key === 'Enter' && event.target instanceof HTMLButtonElement) return; // the button handles its own Enter
  if (/^[0-9]$/.test(key)) show(key === '0' ? 9 : Number(key) - 1);
  else if (doing[key]) doing[key]();
  else return;
  event.preventDefault();
});
black.addEventListener('click', () => (black.hidden = true));
document.getElementById('before').addEventListener('click', () => show(at - 1));
document.getElementById('after').addEventListener('click', () => show(at + 1));
document.getElementById('help').addEventListener('click', () => keys.showModal());
for (const button of document.querySelectorAll('.into')) button.addEventListener('click', () => (isInside() ? leave() : into()));

// a click on a region of the map shows its figures, taken from the table in the slide's details
for (const drawing of document.querySelectorAll('.drawing')) {
  const slide = drawing.closest('section');
  drawing.addEventListener('click', (event) => {
    const path = event.target.closest('path[data-code]');
    for (const chosen of slide.querySelectorAll('.chosen')) chosen.classList.remove('chosen');
    const figures = slide.querySelector('.part');
    figures.replaceChildren();
    if (!path) return;
    path.classList.add('chosen');
    path.parentNode.append(path); // on top, so that its outline is whole
    const name = document.createElement('b');
    name.textContent = path.querySelector('title').textContent;
    figures.append(name);
    const row = slide.querySelector(`tr[data-code="${CSS.escape(path.dataset.code)}"]`);
    if (!row) return;
    row.classList.add('chosen');
    const heads = [...row.closest('table').querySelectorAll('th')];
    [...row.cells].slice(1).forEach((cell, index) => {
      const line = document.createElement('p');
      line.textContent = `${heads[index + 1].textContent}: ${cell.textContent}`;
      figures.append(line);
    });
  });
}

const offline = document.getElementById('offline');
const tellNetwork = () => (offline.hidden = navigator.onLine);
addEventListener('offline', tellNetwork);
addEventListener('online', tellNetwork);
tellNetwork();
show(Number(location.hash.slice(1)) - 1 || 0);
document.body.dataset.ready = 'yes';

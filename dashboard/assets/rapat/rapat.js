// A meeting on a projector: everything is in the page already, so it goes on when the network is gone.

import * as live from './live.js';
import { writeNames } from './names.js';
import * as notes from './notes.js';

const frozen = JSON.parse(document.getElementById('frozen').textContent);
const slides = [...document.querySelectorAll('section')];
const black = document.getElementById('black');
const keys = document.getElementById('keys');
const place = document.getElementById('place');
const automatic = document.getElementById('auto');
const seconds = Number(document.body.dataset.seconds);
let at = 0;
let timer = 0;
let digits = '';

function show(next) {
  next = Math.max(0, Math.min(slides.length - 1, next));
  if (next === at && !slides[at].hidden) return;
  leave();
  slides[at].hidden = true;
  slides[next].hidden = false;
  at = next;
  place.textContent = `${at + 1} / ${slides.length}`;
  history.replaceState(null, '', `#${at + 1}`);
  names();
  notes.follow();
}

// names on the map of this slide, to the size of this screen
function names() {
  for (const drawing of slides[at].querySelectorAll('.drawing.named')) {
    const sheet = drawing.closest('.sheet');
    const letters = parseFloat(getComputedStyle(sheet.querySelector('.legend')).fontSize);
    const left = writeNames(drawing.querySelector('svg'), frozen.shapes, letters);
    sheet.querySelector('.numbered').textContent = left.map((name, index) => `${index + 1} ${name}`).join(' · ');
  }
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
  else if (notes.isOpen()) notes.close();
  else leave();
}

// digits wait for Enter, so that there may be more than nine slides
function jump() {
  if (!digits) return false;
  show(Number(digits) - 1);
  digits = '';
  return true;
}

const doing = {
  ArrowRight: () => show(at + 1), PageDown: () => show(at + 1), ' ': () => show(at + 1),
  ArrowLeft: () => show(at - 1), PageUp: () => show(at - 1),
  Home: () => show(0), End: () => show(slides.length - 1),
  Enter: () => jump() || into(), ArrowDown: () => (isInside() ? scroll(1) : into()), ArrowUp: () => isInside() && scroll(-1),
  Escape: back, Backspace: back,
  b: () => (black.hidden = !black.hidden), '.': () => (black.hidden = !black.hidden),
  m: live.open, n: notes.open,
  a: toggleAutomatic, f: toggleFullScreen, h: () => keys.showModal(), '?': () => keys.showModal(),
};

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const writing = event.target.closest('input, textarea, select');
  if (writing && key !== 'Escape') return;
  if (live.isOpen()) {
    if (live.press(key)) event.preventDefault();
    return;
  }
  if (!black.hidden && key !== 'b' && key !== '.') black.hidden = true; // any key ends the black screen
  if (key === 'Enter' && event.target instanceof HTMLButtonElement) return; // the button handles its own Enter
  if (/^[0-9]$/.test(key)) digits = (digits + key).slice(-2);
  else if (doing[key]) doing[key]();
  else return;
  if (!/^[0-9]$/.test(key)) digits = '';
  event.preventDefault();
});
black.addEventListener('click', () => (black.hidden = true));
document.getElementById('before').addEventListener('click', () => show(at - 1));
document.getElementById('after').addEventListener('click', () => show(at + 1));
document.getElementById('help').addEventListener('click', () => keys.showModal());
document.getElementById('to-map')?.addEventListener('click', live.open);
document.getElementById('to-notes')?.addEventListener('click', notes.open);
for (const button of document.querySelectorAll('.into')) button.addEventListener('click', () => (isInside() ? leave() : into()));

// a click on a region of the map shows its figures, taken from the table in the slide's details
for (const drawing of document.querySelectorAll('.sheet .drawing')) {
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
const drawn = document.querySelector('.drawing svg');
if (drawn && frozen.live.length) live.prepare(frozen, drawn);
notes.prepare(frozen, () => slides[at].dataset.name);
addEventListener('resize', names);
document.fonts.ready.then(() => names());
show(Number(location.hash.slice(1)) - 1 || 0);
names();
document.body.dataset.ready = 'yes';

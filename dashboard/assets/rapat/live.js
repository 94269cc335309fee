// The map that M asks for: every figure and year of this meeting, frozen with it, so that it needs no network.

import { writeNames } from './names.js';

const SMALLEST = 0.04; // the closest look, as a share of the whole map's width
const root = document.getElementById('live');
let frozen, svg, whole, view;
let what = 0, when = 0, chosen = -1;

const at = (id) => document.getElementById(id);
const paths = () => [...svg.querySelectorAll('path')];

export function prepare(found, drawing) {
  if (!root) return;
  frozen = found;
  const stage = root.querySelector('.live-map');
  svg = drawing.cloneNode(true);
  svg.querySelector('g.names')?.remove();
  stage.append(svg);
  const box = svg.viewBox.baseVal;
  whole = { x: box.x, y: box.y, w: box.width, h: box.height };
  at('live-what').append(...frozen.live.map((one, index) => new Option(one.name, index)));
  at('live-what').addEventListener('change', (event) => figure(Number(event.target.value)));
  at('live-earlier').addEventListener('click', () => year(-1));
  at('live-later').addEventListener('click', () => year(1));
  at('live-in').addEventListener('click', () => zoom(0.6));
  at('live-out').addEventListener('click', () => zoom(1 / 0.6));
  at('live-close').addEventListener('click', close);
  svg.addEventListener('click', (event) => pick(event.target.closest('path')));
  stage.addEventListener('wheel', wheel, { passive: false });
  drag(stage);
  addEventListener('resize', () => isOpen() && names());
}

export const isOpen = () => root !== null && !root.hidden;

export function open() {
  if (!root) return;
  root.hidden = false;
  chosen = -1;
  view = { ...whole };
  look();
  figure(0);
  root.focus();
}

export function close() {
  root.hidden = true;
}

// Whether the key meant something here.
export function press(key) {
  const doing = {
    ArrowLeft: () => year(-1), ArrowRight: () => year(1), PageUp: () => year(-1), PageDown: () => year(1),
    ArrowUp: () => figure(what - 1), ArrowDown: () => figure(what + 1),
    '+': () => zoom(0.6), '=': () => zoom(0.6), '-': () => zoom(1 / 0.6), 0: () => ((view = { ...whole }), look()),
    m: close, Escape: close,
  };
  doing[key]?.();
  return key in doing;
}

function figure(next) {
  what = (next + frozen.live.length) % frozen.live.length;
  at('live-what').value = what;
  when = frozen.live[what].periods.length - 1;
  root.querySelector('.live-note').textContent = frozen.live[what].note;
  root.querySelector('.legend').replaceChildren(...frozen.live[what].legend.map(([colour, label]) => {
    const line = document.createElement('li');
    const box = Object.assign(document.createElement('i'), { style: `background:${colour}` });
    line.append(box, label);
    return line;
  }));
  paint();
}

function year(by) {
  when = Math.max(0, Math.min(frozen.live[what].periods.length - 1, when + by));
  paint();
}

function paint() {
  const period = frozen.live[what].periods[when];
  at('live-year').textContent = period.label;
  at('live-earlier').disabled = when === 0;
  at('live-later').disabled = when === frozen.live[what].periods.length - 1;
  root.querySelector('.live-map').setAttribute('aria-label', `${frozen.live[what].name}, ${period.label}`);
  for (const path of paths()) path.setAttribute('fill', period.colours[path.dataset.at]);
  tell();
}

function pick(path) {
  chosen = path ? Number(path.dataset.at) : -1;
  for (const one of paths()) one.classList.toggle('chosen', one === path);
  if (path) path.parentNode.append(path); // on top, so that its outline is whole
  tell();
}

function tell() {
  const part = root.querySelector('.part');
  part.replaceChildren();
  if (chosen < 0) return;
  const name = document.createElement('b');
  name.textContent = frozen.shapes.names[chosen];
  part.append(name, ...frozen.live[what].periods.map((period, index) => {
    const line = document.createElement('p');
    line.textContent = `${period.label}: ${period.words[chosen]}`;
    if (index === when) line.style.fontWeight = 700;
    return line;
  }));
}

function zoom(by, x = view.x + view.w / 2, y = view.y + view.h / 2) {
  const w = Math.min(whole.w, Math.max(whole.w * SMALLEST, view.w * by));
  const share = w / view.w;
  view = { x: x - (x - view.x) * share, y: y - (y - view.y) * share, w, h: view.h * share };
  look();
}

function look() {
  view.x = Math.max(whole.x, Math.min(whole.x + whole.w - view.w, view.x));
  view.y = Math.max(whole.y, Math.min(whole.y + whole.h - view.h, view.y));
  svg.setAttribute('viewBox', `${view.x} ${view.y} ${view.w} ${view.h}`);
  svg.querySelector('g').setAttribute('stroke-width', view.w / whole.w);
  names();
}

function names() {
  const letters = parseFloat(getComputedStyle(root.querySelector('.legend')).fontSize);
  writeNames(svg, frozen.shapes, letters, false);
}

// where on the map something on the screen is
function spot(x, y) {
  const found = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
  return [found.x, found.y];
}

function wheel(event) {
  event.preventDefault();
  zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, ...spot(event.clientX, event.clientY));
}

// one pointer moves the map, two of them zoom it
function drag(stage) {
  const held = new Map();
  let moved = 0;
  stage.addEventListener('pointerdown', (event) => (held.set(event.pointerId, event), (moved = 0)));
  stage.addEventListener('pointermove', (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    held.set(event.pointerId, event);
    const others = [...held.values()].filter((one) => one.pointerId !== event.pointerId);
    if (others.length) {
      const far = (one) => Math.hypot(one.clientX - others[0].clientX, one.clientY - others[0].clientY) || 1;
      zoom(far(before) / far(event), ...spot((event.clientX + others[0].clientX) / 2, (event.clientY + others[0].clientY) / 2));
    } else {
      const [x, y] = spot(before.clientX, before.clientY);
      const [left, top] = spot(event.clientX, event.clientY);
      view.x += x - left;
      view.y += y - top;
      look();
    }
    moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
  });
  for (const end of ['pointerup', 'pointercancel', 'pointerleave']) stage.addEventListener(end, (event) => held.delete(event.pointerId));
  stage.addEventListener('click', (event) => moved > 6 && event.stopPropagation(), true); // what was dragged was not meant
}

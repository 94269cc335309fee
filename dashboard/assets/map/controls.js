// The controls around the map: tools, time. They hold words and buttons, and know no regions.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const ICONS = {
  dekat: 'M12 5v14M5 12h14', jauh: 'M5 12h14', banding: 'M3 5h18v14H3zM12 3v18M15 9l3 3-3 3M9 9l-3 3 3 3', pilih: 'M4 4h3M10 4h4M17 4h3v3M20 10v4M4 10v4M4 17v3h3M12 12l8 3-4 1.500-1.500 4z',
  gambar: 'M3 5h18v14H3zM3 16l5-5 4 4 3-3 6 5M15 9h.01', semua: 'M5 12h.01M12 12h.01M19 12h.01',
  satu: 'M3 4h18v16H3z', sapu: 'M3 4h18v16H3zM12 2v20', dampingan: 'M3 4h8v16H3zM13 4h8v16h-8z',
  deret: 'M3 4h5v7H3zM10 4h5v7h-5zM17 4h4v7h-4zM3 13h5v7H3zM10 13h5v7h-5zM17 13h4v7h-4z',
  selisih: 'M5 9h14M12 2v14M5 20h14',
  kotak: 'M4 4h3M10 4h4M17 4h3v3M20 10v4M20 17v3h-3M14 20h-4M7 20H4v-3M4 14v-4M4 7V4',
  laso: 'M12 4c5 0 9 2.2 9 5.5S17 15 12 15 3 12.800 3 9.500 7 4 12 4zM8 14c-2 2-1 4 1 4s2 2 1 4',
  nama: 'M5 19 11 5h2l6 14M7.500 13.500h9', layar: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  salin: 'M8 8h12v12H8zM16 8V4H4v12h4', unduh: 'M12 4v11M7 11l5 5 5-5M4 20h16', cetak: 'M7 9V4h10v5M5 9h14v8h-3v4H8v-4H5z',
  mulai: 'M7 4l13 8-13 8z', jeda: 'M7 4h4v16H7zM14 4h4v16h-4z',
};

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

export function button(name, title, press, attributes = {}) {
  return element('button', { type: 'button', title, 'aria-label': title, 'data-alat': name, onclick: press, ...attributes }, icon(name));
}

// What the map shows, as one line, and what it found, as another; for eyes: the page has its own heading, the map its own label.
export class Heading {
  constructor(root) {
    this.root = root;
  }

  show(title, answer, caution) {
    this.root.hidden = !title;
    if (!title) return;
    const key = [title, answer, caution].join('|');
    if (this.key === key) return;
    this.key = key;
    this.root.replaceChildren(element('p', { class: 'nama' }, title));
    if (answer) this.root.append(element('p', {}, answer));
    if (caution) this.root.append(element('p', { class: 'awas' }, caution));
  }
}

const GROUPS = { banding: ['satu', 'sapu', 'dampingan', 'deret', 'selisih'], pilih: ['kotak', 'laso'], gambar: ['unduh', 'salin', 'cetak'] };
const TOGGLES = ['kotak', 'laso', 'nama'];

// One column at the right: zoom, full screen, names, and three buttons that open what is used less. Where there is little room one
// button opens all. `on` holds a function for each.
export class Toolbar {
  constructor(root, words, on) {
    Object.assign(this, { root, words, tools: {}, modes: {}, opened: {} });
    this.other = element('select', { 'aria-label': words.compare_with, onchange: () => on.other(this.other.value) });
    this.with = element('label', { class: 'dengan', hidden: true }, `${words.compare_with} `, this.other);
    this.said = element('span', { class: 'pesan', role: 'status' });
    const column = element('div', { class: 'alat', role: 'toolbar', 'aria-label': words.tools, 'aria-orientation': 'vertical' });
    column.append(
      button('dekat', words.zoom_in, () => on.zoom(0.75)), button('jauh', words.zoom_out, () => on.zoom(-0.75)),
      this.tool('layar', on), this.tool('nama', on), ...Object.keys(GROUPS).map((name) => this.group(name, on)),
    );
    this.more = button('semua', words.tools, () => this.open('semua', !root.hasAttribute('data-semua')), { 'aria-expanded': 'false' });
    root.replaceChildren(this.more, column, this.with, this.said);
    root.addEventListener('keydown', (e) => e.key === 'Escape' && this.open(null, false));
    document.addEventListener('pointerdown', (e) => e.composedPath().includes(root) || this.open(null, false));
  }

  tool(name, on) {
    const pressed = TOGGLES.includes(name) ? { 'aria-pressed': name === 'nama' } : {};
    this.tools[name] = button(name, this.words[`tool_${name}`], on.tools[name], pressed);
    return this.tools[name];
  }

  // A button and what it opens, at its left.
  group(name, on) {
    const made = name === 'banding'
      ? GROUPS[name].map((mode) => (this.modes[mode] = button(mode, this.words[`mode_${mode}`], () => on.mode(mode), { 'aria-pressed': mode === 'satu' })))
      : GROUPS[name].map((tool) => this.tool(tool, on));
    const done = () => this.open(null, false);
    const list = element('div', { class: 'laci', onclick: done, role: 'group', 'aria-label': this.words[`group_${name}`], hidden: true }, ...made.map(worded));
    const opener = button(name, this.words[`group_${name}`], () => this.open(name, list.hidden), { 'aria-expanded': 'false', class: 'pembuka' });
    this.opened[name] = { list, opener };
    const box = element('div', { class: 'kelompok' }, opener, list);
    if (name === 'banding') this.modeGroup = box;
    return box;
  }

  open(name, on) {
    for (const [other, { list, opener }] of Object.entries(this.opened)) {
      list.hidden = !(on && other === name);
      opener.setAttribute('aria-expanded', String(!list.hidden));
    }
    if (name === 'semua' || !name) {
      this.root.toggleAttribute('data-semua', name === 'semua' && on);
      this.more.setAttribute('aria-expanded', String(this.root.hasAttribute('data-semua')));
    }
  }

  press(name, pressed) {
    this.tools[name].setAttribute('aria-pressed', pressed);
  }

  show(mode, options, chosen, changes) {
    for (const [name, made] of Object.entries(this.modes)) made.setAttribute('aria-pressed', name === mode);
    this.opened.banding.opener.setAttribute('aria-pressed', mode !== 'satu');
    this.modeGroup.hidden = options.length === 0;
    this.modes.deret.hidden = options.filter(([value]) => value !== 'lain').length < 1;
    this.modes.selisih.hidden = !changes;
    this.with.hidden = !['sapu', 'dampingan', 'selisih'].includes(mode);
    this.other.replaceChildren(...options.filter(([value]) => mode !== 'selisih' || value !== 'lain').map(([value, label]) => element('option', { value }, label)));
    if (chosen !== null) this.other.value = chosen;
  }

  say(message) {
    this.said.textContent = message;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.said.textContent = ''), 4000);
  }
}

// In a list that opens, a button has its name beside it.
function worded(made) {
  made.append(element('span', {}, made.title));
  return made;
}

// The slider repaints at once; the page is sent a period only once the slider rests on it.
export class Time {
  constructor(root, words, on) {
    Object.assign(this, { root, words, on });
    this.play = button('mulai', words.play, () => (this.timer ? this.stop() : this.start()));
    this.range = element('input', { type: 'range', min: 0, step: 1, 'aria-label': words.period, oninput: () => this.move(Number(this.range.value)) });
    this.label = element('output');
    this.ticks = element('div', { class: 'tahun', 'aria-hidden': 'true' });
    root.replaceChildren(this.play, element('div', { class: 'geser' }, this.range, this.ticks), this.label);
  }

  show(periods, names, chosen, running = {}) {
    this.root.hidden = periods.length < 2;
    if (this.periods?.join() !== periods.join()) {
      this.stop();
      this.periods = periods;
      this.range.max = periods.length - 1;
      this.ticks.replaceChildren(...periods.map((period) => element('span', { class: period in running ? 'berjalan' : null }, period)));
    }
    this.names = names;
    if (!this.timer && !this.sending) this.mark(Math.max(0, periods.indexOf(chosen)));
  }

  get period() {
    return this.periods[Number(this.range.value)];
  }

  mark(i) {
    this.range.value = i;
    this.label.textContent = this.names[i] ?? '';
    this.range.setAttribute('aria-valuetext', this.names[i] ?? '');
  }

  move(i) {
    this.mark(i);
    this.on.look(this.period);
    clearTimeout(this.sending);
    this.sending = setTimeout(() => {
      this.sending = null;
      if (!this.timer) this.on.stay(this.period);
    }, 350);
  }

  start() {
    const last = this.periods.length - 1;
    if (Number(this.range.value) === last) this.move(0);
    this.play.replaceChildren(icon('jeda'));
    this.play.setAttribute('aria-label', this.words.pause);
    this.timer = setInterval(() => {
      const next = Number(this.range.value) + 1;
      if (next > last) return this.stop();
      this.move(next);
    }, 900);
  }

  stop() {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = null;
    this.play.replaceChildren(icon('mulai'));
    this.play.setAttribute('aria-label', this.words.play);
    this.on.stay(this.period);
  }
}

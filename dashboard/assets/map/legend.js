// What the colours mean and how many regions have each; a press takes a class off the map or puts it back.
import { element } from './controls.js';
import { NOTHING, swatch } from './paint.js';

const NARROW = 520; // pixels of the map, below which the legend is one line until it is opened
const TALL = 28; // pixels of the longest bar

export class Legend {
  constructor(root, words, toggled, limits = () => {}) {
    Object.assign(this, { root, words, toggled, limits, hidden: new Set(), chosen: null, narrow: false });
    new ResizeObserver(() => {
      const frame = root.closest('.bingkai');
      const narrow = frame !== null && frame.clientWidth > 0 && frame.clientWidth < NARROW;
      if (narrow === this.narrow) return;
      this.narrow = narrow;
      if (this.last) this.show(...this.last);
    }).observe(root.parentElement ?? root);
  }

  // Open until it is closed; on a narrow map, or where a list is long, the other way round.
  get open() {
    return this.chosen ?? !this.narrow;
  }

  // `counts` has the regions of the chosen area by class, how many are unsure as 'goyah' and what lies outside of it as 'luar'.
  show(part, counts, locale, more = []) {
    this.last = [part, counts, locale, more];
    Object.assign(this, { part, counts, locale });
    const focused = this.root.contains(document.activeElement) ? document.activeElement?.dataset.kelas : undefined;
    const classes = Object.keys(part.labels).map(Number).filter((byte) => byte < NOTHING);
    this.classes = classes.filter((byte) => byte > 0 || part.shape === 'daftar' || part.shape === 'selisih' || this.count(0));
    const body = this.open ? [this.body(), ...this.notes(more), ...this.foot()] : [];
    this.root.dataset.bentuk = part.shape;
    this.root.replaceChildren(this.head(), ...body);
    if (focused !== undefined) this.root.querySelector(`[data-kelas="${focused}"]`)?.focus();
  }

  restart() {
    this.hidden.clear();
  }

  count(byte) {
    return this.counts.get(byte) ?? 0;
  }

  said(count) {
    return count.toLocaleString(this.locale);
  }

  head() {
    const { part } = this;
    const press = () => {
      this.chosen = !this.open;
      this.show(...this.last);
    };
    const head = element('button', { type: 'button', class: 'kepala', 'aria-expanded': String(this.open), onclick: press },
      element('span', {}, part.heading));
    if (!this.open) {
      const strip = element('span', { class: 'pita', 'aria-hidden': 'true' }, ...this.classes.map((byte) => element('i', { style: `background:${part.palette[byte]}` })));
      const [low, high] = part.ends ?? ['', ''];
      head.append(element('span', { class: 'jangka' }, element('small', {}, low), strip, element('small', {}, high)));
    }
    return head;
  }

  body() {
    const { part } = this;
    if (part.shape === 'daftar') return element('ul', {}, ...this.classes.map((byte) => element('li', {}, this.entry(byte, true))));
    const most = Math.max(1, ...this.classes.map((byte) => this.count(byte)));
    const bars = this.classes.map((byte) => {
      const bar = element('i', { style: `height:${this.count(byte) ? Math.max(3, Math.round((TALL * this.count(byte)) / most)) : 0}px;background:${part.palette[byte]}` });
      const colour = element('i', { class: 'warna', style: `background:${part.palette[byte]}` });
      const label = part.shape === 'landai' ? [] : [element('span', {}, part.labels[byte])];
      const count = part.shape === 'landai' ? [] : [element('b', {}, this.said(this.count(byte)))];
      return this.button(byte, [element('span', { class: 'tinggi' }, ...count, bar), colour, ...label]);
    });
    const made = element('div', { class: 'batang' }, ...bars);
    if (part.shape !== 'landai') return made;
    const [low, high] = part.ends;
    return element('div', {}, made, element('div', { class: 'ujung' }, element('span', {}, low), element('span', {}, high)));
  }

  button(byte, children) {
    const said = `${this.part.labels[byte]}: ${this.said(this.count(byte))}`;
    const press = () => {
      if (!this.hidden.delete(byte)) this.hidden.add(byte);
      this.toggled();
      this.root.querySelector(`[data-kelas="${byte}"]`)?.setAttribute('aria-pressed', !this.hidden.has(byte));
    };
    return element('button', {
      type: 'button', 'data-kelas': byte, 'aria-pressed': String(!this.hidden.has(byte)), 'aria-label': said, title: said, onclick: press,
    }, ...children);
  }

  entry(byte, counted) {
    const { part } = this;
    const parts = [this.sign(byte), element('span', {}, part.labels[byte])];
    if (counted) parts.push(element('b', {}, this.said(this.count(byte))));
    return this.button(byte, parts);
  }

  // A class is a colour, or a dot over the colours of another level.
  sign(byte) {
    const { part } = this;
    if (!part.ground || byte > NOTHING) return swatch(part.palette[byte], part.patterns[byte] ?? 'polos', byte > NOTHING);
    const size = 2 * (part.ground.radii[byte] ?? 0);
    return element('span', { class: 'titik' }, element('i', { style: `width:${size}px;height:${size}px;background:${part.ground.ink}` }));
  }

  // The colours under dots: pale, from the least to the most.
  ground() {
    const { ground } = this.part;
    const strip = element('span', { class: 'pita' }, ...Object.values(ground.palette).slice(1).map((colour) => element('i', { style: `background:${colour}` })));
    return element('p', {}, element('span', {}, ground.heading), element('span', {}, element('small', {}, ground.ends[0]), strip, element('small', {}, ground.ends[1])));
  }

  // One line of how many regions there are, every kind of nothing and what is unsure; a fainter one of what only lies outside.
  notes(more) {
    const { part, counts } = this;
    const nothing = Object.keys(part.labels).map(Number).filter((byte) => byte > NOTHING);
    const total = [...counts].reduce((sum, [byte, count]) => (typeof byte === 'number' ? sum + count : sum), 0);
    const line = element('p', { class: 'hitungan' }, element('span', {}, `${this.said(total)} ${part.level_name ?? ''}`.trim()));
    for (const byte of nothing.filter((one) => this.count(one))) line.append(this.entry(byte, true));
    const shaky = counts.get('goyah') ?? 0;
    if (shaky) line.append(element('span', { class: 'goyah', title: part.unstable, role: 'note', 'aria-label': `${part.unstable}: ${this.said(shaky)}` }, swatch('#b9c2c5', 'garis'), element('span', {}, part.unsure ?? this.words.unsure), element('b', {}, this.said(shaky))));
    const lines = part.ground ? [this.ground(), line] : [line];
    const outside = [...(counts.get('luar') ?? [])].filter((byte) => part.labels[byte] && !this.count(byte) && !(this.classes.includes(byte)));
    if (outside.length) {
      lines.push(element('p', { class: 'luar' }, element('span', {}, `${this.words.outside}:`), ...outside.map((byte) => this.entry(byte, false))));
    }
    for (const [sign, ink, said] of more) lines.push(element('p', {}, element('b', { style: `color:${ink}` }, sign), ` ${said}`));
    return lines;
  }

  // What the limits follow; a press chooses the other way where there is one.
  foot() {
    const { part } = this;
    const running = part.running ? [element('p', { class: 'berjalan' }, part.running)] : [];
    if (!part.note) return running;
    if (!part.limits) return [...running, element('p', {}, part.note)];
    const other = part.limits === 'semua' ? 'tampak' : 'semua';
    return [...running, element('p', {}, element('span', {}, `${part.note} `), element('button', { type: 'button', class: 'batas', 'data-batas': other, onclick: () => this.limits(other) }, this.words[`limits_${other}`]))];
  }
}

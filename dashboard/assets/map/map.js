// The map of a page: puts panes, legend, time and tools together. Only choices go back to the page, never a hover.
import { Card } from './card.js';
import { Choice } from './choice.js';
import { Heading, Time, Toolbar, element } from './controls.js';
import { grounded } from './dots.js';
import { Facts, pointsOf, stack, unpack } from './facts.js';
import { Multiples } from './multiples.js';
import { Inset, Places } from './inset.js';
import { Legend } from './legend.js';
import { NOTHING, classOf, isShaky, rgb, tableOf, word } from './paint.js';
import { Pane } from './pane.js';
import { Pointer } from './pointer.js';
import { Swipe } from './swipe.js';
import { largest } from './overlay.js';
import * as picture from './picture.js';

const home = new URL('../../../', import.meta.url).href; // the app may live under a path of its host

const views = new WeakMap();
const words = new Map();
const HEARD_MS = 1500; // after so long the page has written a mode into the address
const OWN = 'kini'; // the period on the screen once more, with limits of its own
const PATTERN_SPAN = 22; // mean width of the regions on screen, in pixels, from which patterns can be read

export function render(component) {
  const { parentElement } = component;
  if (!views.has(parentElement)) views.set(parentElement, new MapView(parentElement));
  views.get(parentElement).show(component);
}

export function dispose(parentElement) {
  views.get(parentElement)?.close();
  views.delete(parentElement);
}

// Other classes of the same view; the kinds of nothing keep their words, colours and patterns.
function overlaid(data, other) {
  const nothing = (of) => Object.fromEntries(Object.entries(of).filter(([byte]) => byte > NOTHING));
  return {
    ...data, ...other, limits: null, labels: { ...nothing(data.labels), ...other.labels }, patterns: nothing(data.patterns),
    palette: other.palette ? { ...nothing(data.palette), ...other.palette } : data.palette,
  };
}

function wordsOf(version, language) {
  const key = `${version}/${language}`;
  if (!words.has(key)) words.set(key, fetch(`${home}words/${key}`).then((reply) => reply.json()));
  return words.get(key);
}

class MapView {
  constructor(root) {
    this.root = root;
    this.panes = [];
    this.mode = 'satu';
    this.showNames = true;
    this.run = 0;
  }

  // Everything lies inside the picture: title and finding over it, tools at its right, legend, time and corner at its foot.
  build() {
    const html = this.root.querySelector('.bingkai');
    this.stage = element('div', { class: 'panggung' });
    this.many = element('div', { class: 'deret', hidden: true });
    this.boxes = element('div', { class: 'kotak-peta' });
    this.heading = new Heading(element('header', { class: 'judul', hidden: true, 'aria-hidden': 'true' }));
    this.bar = element('div', { class: 'papan' });
    this.legends = element('div', { class: 'legenda' });
    this.spoken = element('div', { class: 'suara', 'aria-live': 'polite' });
    this.notice = element('div', { class: 'catatan', role: 'status', hidden: true });
    this.clock = element('div', { class: 'waktu' });
    this.corner = element('div', { class: 'sudut' });
    const north = element('div', { class: 'utara', 'aria-hidden': 'true' }, '▲', element('b', {}, this.words.north));
    this.scale = element('div', { class: 'skala' }, north);
    this.corner.append(this.scale);
    this.stage.append(this.boxes, this.many, this.heading.root, element('div', { class: 'kaki' }, this.legends, this.clock, this.corner),
      this.bar, this.notice);
    html.replaceChildren(this.stage, this.spoken);
    this.frameBox = html;
    this.toolbar = new Toolbar(this.bar, this.words, {
      mode: (mode) => this.turn({ mode }),
      other: (other) => this.turn({ other }),
      zoom: (by) => this.panes[0].map.zoomIn(by),
      tools: {
        kotak: () => this.choice.tool('kotak'), laso: () => this.choice.tool('laso'),
        nama: () => {
          this.showNames = !this.showNames;
          this.toolbar.press('nama', this.showNames);
          this.repaint();
        },
        layar: () => this.full(), salin: () => this.export('copy'), unduh: () => this.export('save'), cetak: () => this.export('print'),
      },
    });
    this.legend = new Legend(element('section', { class: 'kunci' }), this.words, () => this.repaint(), (limits) => this.choice.emit('limits', limits));
    this.legendB = new Legend(element('section', { class: 'kunci' }), this.words, () => this.repaint());
    this.legends.append(this.legend.root, this.legendB.root);
    this.time = new Time(this.clock, this.words, { look: () => this.repaint(), stay: (period) => this.choice.emit('period', period) });
    this.choice = new Choice(this);
    this.pointer = new Pointer(this);
    this.card = new Card(this);
    this.multiples = new Multiples(this.many, (period) => {
      this.time.mark(this.data.periods.indexOf(period));
      this.choice.emit('period', period);
      this.turn({ mode: 'satu' });
    });
    this.places = new Places(this.corner, this.words);
    this.inset = new Inset(this.corner, this.words);
    this.swipe = new Swipe(this.stage, this.words, (x) => {
      const [pane] = this.panes;
      pane.layer.table.split = x;
      pane.paint();
    });
    this.addPane();
    this.scale.prepend(this.panes[0].scale.getContainer());
  }

  addPane() {
    const box = element('div', { class: 'peta', role: 'application', 'data-state': 'memuat' });
    this.boxes.append(box);
    const pane = new Pane(box, this.words, {
      hover: (from, e) => this.pointer.hover(from, e), leave: () => this.pointer.hide(), rest: (from) => this.pointer.moved(from),
      click: (from, e) => this.card.open(from, e.containerPoint) || this.choice.click(from, e), drill: (from, e) => this.choice.drill(from, e),
      moved: (from) => this.link(from), state: (from, result) => this.state(from, result), painted: (from) => this.painted(from),
    });
    box.map = pane.map; // lets a test, or a person at the console, ask where a place lies on the screen
    Object.assign(box, { pane, view: this });
    box.addEventListener('keydown', (e) => this.pointer.key(pane, e));
    box.addEventListener('pointerdown', (e) => {
      this.card.finger = e.pointerType === 'touch';
      this.pointer.byKeys(pane, false);
    });
    this.panes.push(pane);
    return pane;
  }

  close() {
    this.time?.stop();
    for (const pane of this.panes) pane.close();
  }

  async show({ data, setTriggerValue }) {
    const run = ++this.run;
    if (!this.words) this.words = await wordsOf(data.assets, data.language);
    if (run !== this.run) return; // a newer view came while words were on their way
    if (!this.frameBox) this.build();
    const periods = stack(data.stack, data.frozen ? [...data.periods, OWN] : data.periods);
    const other = data.compare ? stack(data.compare.stack, data.periods) : null;
    const weights = data.weights ? unpack(data.weights) : null;
    const symbols = data.symbols ? new Float32Array(unpack(data.symbols).slice().buffer) : null;
    if (!data.points) this.points = null;
    else pointsOf(data.points, data.language).then((points) => {
      this.points = points;
      this.repaint();
    });
    this.send = setTriggerValue;
    this.panes[0].box.bytes = JSON.stringify(data).length;
    const before = this.data;
    Object.assign(this, { data, periods, otherPeriods: other, weights, symbols });
    this.changePart = data.change ? overlaid(data, data.change) : null;
    this.changeClasses = data.change ? unpack(data.change.classes) : null;
    this.groundClasses = null;
    this.frozen = data.frozen ? overlaid(data, data.frozen) : data;
    this.count = periods.get(data.periods[0]).length;
    if (before?.values !== data.values) this.facts = new Facts(data);
    if (data.compare && before?.compare?.values !== data.compare.values) this.otherFacts = new Facts({ ...data, values: data.compare.values });
    if (before?.title !== data.title || !before?.change !== !data.change) this.legend.restart();
    this.choice.picks = new Set(data.selection);
    if (data.height) this.frameBox.style.setProperty('--tinggi', data.height);
    this.frameBox.toggleAttribute('data-penuh', !data.height);
    this.frameBox.toggleAttribute('data-ringkas', data.compact);
    for (const [name, colour] of Object.entries(data.surface)) this.frameBox.style.setProperty(`--${name}`, colour);
    this.time.show(data.periods, data.period_names, data.period, data.running);
    const options = [
      ...(data.compare ? [['lain', data.compare.title]] : []),
      ...data.periods.map((period, i) => [period, data.period_names[i]]),
    ];
    // the address decides, unless the reader has just chosen another mode and it has not heard of it
    if (!(performance.now() - this.turned < HEARD_MS)) Object.assign(this, { mode: data.mode, other: data.other });
    if (this.mode === 'selisih' && !data.change) this.mode = 'satu';
    this.options = options.length < 2 ? [] : options;
    if (data.report) setTimeout(() => this.report(), 4000);
    this.frame(before);
    await this.change({});
  }

  // Side A is what the page chose at the slider's period; side B another indicator or period.
  side(which) {
    const { data } = this;
    const period = this.time.period ?? data.period;
    if (which === 'a') {
      if (this.mode === 'selisih' && period === data.period) return this.changes();
      if (data.frozen && this.rests(period)) return { part: data, classes: this.periods.get(OWN), facts: this.facts, period };
      return { part: this.frozen, classes: this.periods.get(period), facts: this.facts, period };
    }
    if (this.other === 'lain') {
      const own = data.compare.periods[data.periods.indexOf(period)]; // a pooled indicator has one for all
      return { part: data.compare, classes: this.otherPeriods.get(period), facts: this.otherFacts, period: own };
    }
    return { part: this.frozen, classes: this.periods.get(this.other), facts: this.facts, period: this.other };
  }

  // The change from the other period: classes from the page, values from those of both periods.
  changes() {
    const { data, facts, other } = this;
    const value = (n, period, later) => {
      const [now, before] = [facts.value(n, period, later), facts.value(n, data.other, later)];
      const known = now && before && now.value !== null && before.value !== null;
      return known ? { value: now.value - before.value } : null;
    };
    return { part: this.changePart, classes: this.changeClasses, period: data.period, other, facts: { name: (n, later) => facts.name(n, later), value } };
  }

  // Limits follow the period on the screen only while it is the only one: moving through time or beside another they stay.
  rests(period) {
    if (period !== this.data.period || this.time.timer || this.mode === 'deret') return false;
    return !this.compares || this.other === 'lain';
  }

  // A mode that the reader chose: the browser shows it by itself, the address follows. A change needs values, which the page has.
  turn({ mode = this.mode, other = this.other }) {
    this.choice.emit('mode', { mode, other });
    if (mode === 'selisih') return;
    this.turned = performance.now();
    this.change({ mode, other });
  }

  get compares() {
    return this.mode === 'sapu' || this.mode === 'dampingan';
  }

  // Two periods of one indicator on one map share their legend.
  get apart() {
    return this.other === 'lain' || this.mode === 'dampingan';
  }

  async change({ mode = this.mode, other = this.other }) {
    this.mode = mode;
    this.other = other;
    this.toolbar.show(mode, this.options, this.options.length ? other : null, this.data.changes);
    if (mode === 'dampingan' && this.panes.length < 2) {
      const first = this.panes[0].map;
      this.addPane().map.setView(first.getCenter(), first.getZoom(), { animate: false });
    }
    if (mode !== 'dampingan' && this.panes.length > 1) {
      const gone = this.panes.pop();
      gone.close();
      gone.box.remove();
    }
    this.boxes.hidden = mode === 'deret';
    this.many.hidden = mode !== 'deret';
    for (const pane of this.panes) pane.resize();
    await this.repaint();
  }

  look(which, side) {
    const { data } = this;
    const legend = which === 'b' && this.apart ? this.legendB : this.legend;
    const under = side.part.ground;
    if (under) {
      this.groundClasses ??= grounded(side.classes, unpack(under.classes));
      return tableOf({
        classes: this.groundClasses, palette: { ...side.part.palette, ...under.palette }, patterns: side.part.patterns, hidden: legend.hidden,
        inside: data.inside, weights: this.weights, surface: data.surface, patterned: this.readable(),
      });
    }
    return tableOf({
      classes: side.classes, palette: side.part.palette, patterns: side.part.patterns, hidden: legend.hidden,
      inside: data.inside, weights: this.weights, surface: data.surface, patterned: this.readable(),
    });
  }

  dots(side) {
    const { ground } = side.part;
    if (!ground) return null;
    const { surface, inside } = this.data;
    return { classes: side.classes, radii: ground.radii, hidden: this.legend.hidden, inside, ink: ground.ink, paper: surface.paper };
  }

  // Patterns on areas of a few pixels would only be noise.
  readable() {
    return (this.panes[0].layer.raster?.span ?? 0) > PATTERN_SPAN;
  }

  async repaint() {
    const { data } = this;
    if (!data) return;
    const [a, b] = [this.side('a'), this.compares ? this.side('b') : null];
    const view = { level: data.level, version: data.version, outlines: data.outlines, ink: data.surface.ink, count: this.count,
      around: data.focus.level };
    const marks = this.marks();
    const extras = (side) => ({
      names: this.showNames ? (n) => side.facts.name(n, () => this.later()) : null, inside: data.inside,
      surface: data.surface, symbols: this.symbols, points: this.points, dots: this.dots(side),
    });
    this.frameBox.setAttribute('data-ragam', this.mode);
    this.captions(a, b);
    const lut = this.look('a', a);
    if (this.mode === 'deret') {
      await this.multiples.show(view, data, this.periods, (classes) => this.look('a', { part: this.frozen, classes }), marks);
      this.showLegends(a, b);
      this.stage.querySelector('.peta').dataset.state = 'siap';
      return;
    }
    const looks = [this.panes[0].show(view, {
      lut, other: this.mode === 'sapu' ? this.look('b', b) : null, marks, split: this.mode === 'sapu' ? this.swipe.x : null,
    }, extras(a))];
    if (this.panes[1]) looks.push(this.panes[1].show(view, { lut: this.look('b', b), other: null, marks, split: null }, extras(b)));
    setTimeout(() => this.showLegends(a, b)); // after the areas: they are what the reader waits for
    await Promise.all(looks);
  }

  // What circles and points mean, for the legend.
  keys() {
    const { data, words: said } = this;
    const keys = [];
    if (this.symbols) {
      const most = largest(this.symbols, data.inside).toLocaleString(data.locale);
      keys.push(['●', data.surface.symbol, said.circles.replace('{count}', most).replace('{name}', data.counted)]);
    }
    if (this.points) keys.push(['■', data.surface.accent, said.points_beds], ['■', data.surface.second, said.points_places],
      ['', data.surface.text, said.points_signs]);
    return keys;
  }

  showLegends(a, b) {
    const { locale } = this.data;
    const said = (side) => ({ ...side.part, running: this.data.running[side.period] });
    this.legend.show(said(a), this.tally(a), locale, this.keys());
    this.legendB.root.hidden = !b || !this.apart;
    if (b) this.legendB.show(said(b), this.tally(b), locale);
  }

  // Outlines drawn over the areas: the chosen area, many picked ones, the one picked.
  marks() {
    const { data } = this;
    const ink = (hex) => word(rgb(hex));
    const marks = [];
    if (data.inside[1] - data.inside[0] < this.count) marks.push({ from: data.inside[0], to: data.inside[1], colour: ink(data.surface.accent) });
    if (this.choice.picks.size) marks.push({ picks: this.choice.picks, colour: ink(data.surface.second) });
    if (data.selected >= 0) marks.push({ from: data.selected, to: data.selected + 1, colour: ink(data.surface.text), bold: true });
    return marks;
  }

  tally({ classes }) {
    const counts = new Map();
    const [from, to] = this.data.inside;
    const outside = new Set();
    let shaky = 0;
    for (let n = 0; n < classes.length; n++) {
      const klass = classOf(classes[n]);
      if (n < from || n >= to) {
        outside.add(klass);
        continue;
      }
      if (isShaky(classes[n])) shaky++;
      counts.set(klass, (counts.get(klass) ?? 0) + 1);
    }
    return counts.set('goyah', shaky).set('luar', outside);
  }

  captions(a, b) {
    const name = (side) => `${side.part.short}, ${this.periodName(side.period)}`;
    this.panes.forEach((pane, i) => {
      pane.box.setAttribute('aria-label', this.data.alt);
      pane.box.setAttribute('data-judul', b && this.mode === 'dampingan' ? name(i ? b : a) : '');
    });
    this.swipe.show(this.mode === 'sapu', b ? `${name(a)} ◂ ▸ ${name(b)}` : '');
    const { data } = this;
    const resting = a.period === data.period && !b && this.mode === 'satu';
    const change = this.mode === 'selisih';
    const title = change ? `${a.part.heading}, ${data.place}` : `${data.titled}, ${this.periodName(a.period)}`;
    this.heading.show(data.titled && (!this.compares || change) && title, resting ? data.alt : '', data.caution); // two maps name themselves
  }

  periodName(period) {
    return this.data.period_names[this.data.periods.indexOf(period)] ?? period;
  }

  // Names arrive later than areas: redraw the overlays once for all that arrived together.
  later() {
    this.soon ??= setTimeout(() => {
      this.soon = null;
      for (const pane of this.panes) if (pane.layer.raster) pane.drawn();
    }, 60);
  }

  frame(before) {
    const place = JSON.stringify(this.data.focus.bounds);
    if (this.placed === place) return; // the reader's own pan and zoom stay when only values change
    this.placed = place;
    this.captions(this.side('a'), this.compares ? this.side('b') : null); // what covers the map is there before it is framed
    this.showLegends(this.side('a'), this.compares ? this.side('b') : null);
    this.panes[0].frame(this.data.focus.bounds, before !== undefined);
  }

  link(from) {
    this.inset.look(from.map, this.data);
    if (this.panes.length < 2 || this.linking) return;
    this.linking = true;
    const other = this.panes.find((pane) => pane !== from);
    other.map.setView(from.map.getCenter(), from.map.getZoom(), { animate: false });
    this.linking = false;
  }

  state(pane, { missing, gone, bytes, ms }) {
    pane.box.tileBytes = bytes;
    pane.box.rasterMs = ms;
    this.notice.hidden = !missing;
    if (missing) this.notice.textContent = gone ? this.words.gone : this.words.missing;
  }

  painted(pane) {
    pane.box.dataset.state = pane.layer.raster.level === this.data.level ? 'siap' : 'memuat';
    pane.box.dataset.painted = performance.now();
    pane.box.dataset.first ??= pane.box.dataset.painted;
    this.swipe.place();
    this.inset.show(this.data, pane);
    this.places.show(this.data, this.panes[0], (n) => this.facts.name(n, () => this.later()));
    this.pointer.painted(pane);
    this.report();
  }

  // The page delays its charts until the map is drawn; it must not wait for ever for one that cannot be drawn.
  report() {
    if (!this.data.report || this.reported) return;
    this.reported = true;
    requestAnimationFrame(() => this.send('painted', true));
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.frameBox.requestFullscreen?.().catch(() => this.toolbar.say(this.words.no_full));
  }

  export(way) {
    if (this.mode === 'deret') return this.toolbar.say(this.words.single_first);
    picture.hand(this, way).then((done) => done && this.toolbar.say(done));
  }
}

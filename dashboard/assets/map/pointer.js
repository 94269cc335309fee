// What lies under the pointer, or in the middle of the map while keys move it: named beside it and to screen readers.
import { element } from './controls.js';
import { classOf, isShaky } from './paint.js';

export class Pointer {
  constructor(view) {
    this.view = view;
    this.tip = element('div', { class: 'tip', hidden: true });
    view.stage.append(this.tip);
  }

  wordsFor(side, n) {
    const byte = side.classes[n];
    const klass = classOf(byte);
    const label = side.part.labels[klass] ?? '';
    if (side.part.categorical || klass > 200) return label;
    const known = side.facts.value(n, side.period, () => this.again());
    if (!known || known.value === null) return `${label} ${side.part.unit}`;
    const value = known.value.toLocaleString(this.view.data.locale, { maximumFractionDigits: side.part.decimals, minimumFractionDigits: side.part.decimals, signDisplay: side.part.shape === 'selisih' ? 'exceptZero' : 'auto' });
    const parts = known.parts ? ` (${known.parts.map((part) => part.toLocaleString(this.view.data.locale)).join(' / ')})` : '';
    const shaky = isShaky(byte) ? ` · ${(side.part.unsure ?? this.view.words.unstable).toLowerCase()}` : '';
    return `${value} ${side.part.unit}${parts}${shaky}`;
  }

  describe(pane, n, point) {
    const sides = this.view.mode === 'sapu' ? [this.view.side(point.x < this.view.swipe.x ? 'a' : 'b')]
      : this.view.mode === 'dampingan' ? [this.view.side('a'), this.view.side('b')] : [this.view.side('a')];
    const lines = sides.map((side) => (sides.length > 1 ? `${side.part.short} ${side.period}: ` : '') + this.wordsFor(side, n));
    return [this.view.facts.name(n, () => this.again()) || '…', ...lines];
  }

  again() {
    if (this.last && !this.tip.hidden) this.point(...this.last);
    if (this.speaking) this.speak(...this.speaking);
  }

  hover(pane, e) {
    const hit = this.view.card.hit(pane, e.containerPoint);
    pane.box.style.cursor = hit ? 'pointer' : '';
    if (hit) return this.write(pane, e.containerPoint, [hit.name, hit.lines[0]]);
    this.point(pane, e.containerPoint);
  }

  point(pane, point) {
    this.last = [pane, point];
    const n = pane.at(point);
    pane.box.style.cursor = n < 0 ? '' : 'pointer';
    if (n < 0) return this.hide();
    this.write(pane, point, this.describe(pane, n, point));
  }

  write(pane, point, [name, ...lines]) {
    this.tip.replaceChildren(element('b', {}, name), ...lines.map((line) => element('span', {}, line)));
    this.tip.hidden = false;
    const left = pane.box.offsetLeft + point.x;
    const room = this.view.stage.clientWidth - this.tip.offsetWidth - 8;
    this.tip.style.left = `${Math.max(4, Math.min(left + 14, room))}px`;
    this.tip.style.top = `${Math.max(4, point.y - this.tip.offsetHeight - 12)}px`;
  }

  hide() {
    this.tip.hidden = true;
  }

  middle(pane) {
    return pane.map.getSize().divideBy(2);
  }

  speak(pane, point) {
    const n = pane.at(point);
    this.speaking = n < 0 ? null : [pane, point];
    const hit = this.view.card.hit(pane, point);
    const said = [hit && `${hit.name}: ${hit.lines[0]}`, n < 0 ? !hit && this.view.words.nothing_here : this.describe(pane, n, point).join(': ')]
      .filter(Boolean).join('. ');
    if (this.view.spoken.textContent !== said) this.view.spoken.textContent = said;
    if (n >= 0) this.write(pane, point, this.describe(pane, n, point));
  }

  // A ring in the middle of the map stands for the pointer while keys move it.
  byKeys(pane, on) {
    this.spokenFor = on;
    pane.box.toggleAttribute('data-tombol', on);
  }

  key(pane, e) {
    if (e.target !== pane.box) return;
    this.byKeys(pane, true);
    const n = pane.at(this.middle(pane));
    if (e.key === 'f' || e.key === 'F') this.next(pane);
    else if (e.key === 'Enter' && this.view.card.open(pane, this.middle(pane), true)) this.hide();
    else if (e.key === 'Enter' && n >= 0) {
      if (this.view.data.selected === n) this.view.choice.emit('drilled', { level: this.view.data.level, number: n });
      else this.view.choice.pick(n);
    } else if (e.key === 'Backspace') this.view.choice.emit('up', Date.now());
    else if (e.key === 'Escape') this.view.choice.tool(null);
    else if (e.key.startsWith('Arrow')) return;
    else return;
    e.preventDefault();
  }

  // The next place of treatment on screen, from west to east, comes to the ring in the middle.
  next(pane) {
    const list = [...(pane.hits ?? [])].sort((a, b) => a.lon - b.lon || a.lat - b.lat);
    const at = list.findIndex(({ lon, lat }) => lon === this.reached?.lon && lat === this.reached?.lat);
    this.reached = list[(at + 1) % list.length];
    if (this.reached) pane.map.panTo([this.reached.lat, this.reached.lon], { animate: false });
  }

  // After a move: announce the region in the middle once the new picture is there.
  moved(pane) {
    this.toSpeak = this.spokenFor && pane.box.matches(':focus-within, :focus');
    this.hide();
  }

  painted(pane) {
    if (this.toSpeak && pane.map.getZoom() === pane.layer._zoom) this.speak(pane, this.middle(pane));
    this.toSpeak = false;
  }
}

import { element } from './controls.js';
import { swatch } from './paint.js';

// Every class and every kind of nothing with its count; a click takes a class off the map or puts it back.
export class Legend {
  constructor(root, words, toggled) {
    Object.assign(this, { root, words, toggled, hidden: new Set(), open: true });
  }

  show(part, counts, locale, more = []) {
    this.part = part;
    this.counts = counts;
    const rows = [];
    for (const [byte, label] of Object.entries(part.labels)) {
      const count = counts.get(Number(byte)) ?? 0;
      if (!count && (Number(byte) > 200 || (Number(byte) === 0 && !part.categorical))) continue;
      rows.push([Number(byte), label, count]);
    }
    const total = counts.get('goyah') ?? 0;
    const list = element('ul', {}, ...rows.map(([byte, label, count]) => {
      const press = () => {
        if (!this.hidden.delete(byte)) this.hidden.add(byte);
        this.toggled();
        this.root.querySelector(`[data-kelas="${byte}"]`)?.focus();
      };
      const made = element('button', { type: 'button', 'data-kelas': byte, 'aria-pressed': !this.hidden.has(byte), onclick: press });
      made.append(swatch(part.palette[byte], part.patterns[byte] ?? 'polos'), element('span', {}, label),
        element('b', {}, count.toLocaleString(locale)));
      return element('li', {}, made);
    }));
    const head = element('button', { type: 'button', class: 'kepala', 'aria-expanded': this.open, onclick: () => {
      this.open = !this.open;
      this.show(this.part, this.counts, locale, more);
    } }, part.heading);
    const notes = [];
    if (total) {
      const note = element('p', { class: 'goyah' });
      note.append(swatch('#b9c2c5', 'garis'), element('span', {}, part.unstable), element('b', {}, total.toLocaleString(locale)));
      notes.push(note);
    }
    for (const [sign, ink, said] of more) notes.push(element('p', {}, element('b', { style: `color:${ink}` }, sign), ` ${said}`));
    if (part.note) notes.push(element('p', {}, part.note));
    this.root.replaceChildren(head, ...(this.open ? [list, ...notes] : []));
  }

  restart() {
    this.hidden.clear();
  }
}

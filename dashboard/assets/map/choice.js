// Sends what the reader chooses to the page (one region, many, entering one, going up), at a limited rate.
import { Lasso } from './lasso.js';

const SEND_EVERY_MS = 250;

export class Choice {
  constructor(view) {
    this.view = view;
    this.picks = new Set();
    this.queue = new Map();
    this.lasso = new Lasso(view.stage, (outline) => this.choose(outline));
  }

  // The first choice goes at once, later ones at most four a second, the last one of each kind always.
  emit(name, value) {
    this.queue.delete(name); // so that the order is that of the last ones
    this.queue.set(name, value);
    if (this.timer) return;
    const flush = () => {
      this.timer = null;
      if (!this.queue.size) return;
      for (const [what, which] of this.queue) this.view.send(what, which);
      this.queue.clear();
      this.timer = setTimeout(flush, SEND_EVERY_MS);
    };
    flush();
  }

  click(pane, e) {
    const n = pane.at(e.containerPoint);
    if (n < 0) return;
    this.pick(n);
  }

  pick(n) {
    this.view.data.selected = n;
    this.view.repaint();
    this.emit('picked', { level: this.view.data.level, number: n });
  }

  drill(pane, e) {
    const n = pane.at(e.containerPoint);
    if (n >= 0) this.emit('drilled', { level: this.view.data.level, number: n });
  }

  tool(kind) {
    this.lassoKind = this.lassoKind === kind ? null : kind;
    this.lasso.set(this.lassoKind);
    for (const name of ['kotak', 'laso']) this.view.toolbar.press(name, this.lassoKind === name);
    if (kind === null && this.picks.size) {
      this.picks = new Set();
      this.view.repaint();
      this.emit('chosen', { level: this.view.data.level, numbers: [] });
    }
  }

  async choose(outline) {
    const { found } = await this.view.panes[0].inside(outline);
    const [from, to] = this.view.data.inside;
    this.picks = new Set(found.filter((n) => n >= from && n < to));
    this.tool(this.lassoKind);
    this.view.repaint();
    this.view.toolbar.say(this.view.words.chosen.replace('{count}', this.picks.size.toLocaleString(this.view.data.locale)));
    this.emit('chosen', { level: this.view.data.level, numbers: [...this.picks] });
  }
}

// The palette: the codes of the cursor's level, to choose the brush from.

import { css } from "./colour.js";
import { Picture } from "./picture.js";

const INK = "#f4f1e8";

// The codes of one level, similar ones side by side.
export class Palette {
  constructor(canvas, store) {
    this.store = store;
    this.canvas = canvas;
    this.picture = new Picture(canvas, (pen, width) => this.draw(pen, width));
    for (const topic of ["colours", "cursor", "brush"]) {
      store.addEventListener(topic, () => this.picture.redraw());
    }
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("focus", () => this.picture.redraw());
  }

  side() {
    return Math.ceil(Math.sqrt(this.store.size)) || 1;
  }

  spot(at) {
    const row = Math.floor(at / this.side());
    const column = at % this.side();
    return [row % 2 ? this.side() - 1 - column : column, row];
  }

  draw(pen, width) {
    const { level, band } = this.store.cursor;
    const colours = this.store.colours[level];
    pen.clearRect(0, 0, width, width);
    if (!colours) return;
    const cell = width / this.side();
    colours.order.forEach((code, at) => {
      const [column, row] = this.spot(at);
      pen.fillStyle = css(colours.inks[band * this.store.size + code]);
      pen.fillRect(column * cell, row * cell, cell - 1, cell - 1);
    });
    const code = this.store.brushes[level];
    if (code === undefined) return;
    const [column, row] = this.spot(colours.rank[code]);
    for (const [ink, line] of [["#0b0d10", 5], [INK, 2.5]]) {
      pen.strokeStyle = ink;
      pen.lineWidth = line;
      pen.strokeRect(column * cell, row * cell, cell - 1, cell - 1);
    }
  }

  press(event) {
    const box = this.canvas.getBoundingClientRect();
    const cell = box.width / this.side();
    const row = Math.floor((event.clientY - box.top) / cell);
    const column = Math.floor((event.clientX - box.left) / cell);
    this.select(row * this.side() + (row % 2 ? this.side() - 1 - column : column));
  }

  select(at) {
    const { level } = this.store.cursor;
    const code = this.store.colours[level]?.order[at];
    if (code !== undefined) this.store.setBrush(level, code);
  }

  key(event) {
    const by = {
      ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
    }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const { level } = this.store.cursor;
    const colours = this.store.colours[level];
    if (!colours) return;
    const [column, row] = this.spot(colours.rank[this.store.brushes[level] ?? colours.order[0]]);
    const to = [column + by[0], row + by[1]];
    if (to[0] < 0 || to[1] < 0 || to[0] >= this.side()) return;
    this.select(to[1] * this.side() + (to[1] % 2 ? this.side() - 1 - to[0] : to[0]));
  }
}

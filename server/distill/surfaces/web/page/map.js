// The map of the model's sounds: similar places lie near each other. A point on it leads the prior.

import { nearest, pointAt } from "./corpus.js";
import { playPlace } from "./found.js";
import { byId } from "./panels.js";
import { Picture } from "./picture.js";
import { baseName, clock, css } from "./places.js";
import { throttle } from "./store.js";

const EDGE = 12; // pixels around the points
const MOVED = 6; // pixels from which on a press is a drag
const PULL = 0.7; // what the first drag sets
const STEP = 0.02; // of an arrow key; a tenth of it with Shift
const INK = "#f4f1e8";
const DARK = "#0b0d10";
const QUIET = "#a9b2bc";
const SHADE = "#0b0d1099"; // lets the mark be seen among the points
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const inside = (value) => Math.min(1, Math.max(0, value));

// Where a place of the map is on a canvas, in pixels; y goes up.
export function toPixels({ x, y }, width, height) {
  return [EDGE + x * (width - 2 * EDGE), height - EDGE - y * (height - 2 * EDGE)];
}

// The place of the map at a pixel of the canvas.
export function fromPixels(left, top, width, height) {
  return {
    x: inside((left - EDGE) / Math.max(1, width - 2 * EDGE)),
    y: inside((height - EDGE - top) / Math.max(1, height - 2 * EDGE)),
  };
}

export class SoundMap {
  constructor(canvas, store) {
    this.canvas = canvas;
    this.store = store;
    this.corpus = store.corpus;
    this.press = null; // where a press began: {x, y, id, dragged}
    this.pull = PULL; // what the switch sets
    for (const [name, value] of [["map_x", 0.5], ["map_y", 0.5]]) store.knobs.set(name, value);
    this.send = throttle((x, y) => {
      store.wire.send("param/map_x", x);
      store.wire.send("param/map_y", y);
    });
    this.picture = new Picture(canvas, (pen, width, height) => this.draw(pen, width, height));
    for (const topic of ["files", "points", "now"]) {
      this.corpus.addEventListener(topic, () => this.picture.redraw());
    }
    store.addEventListener("knobs", () => this.show());
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.up(event));
    canvas.addEventListener("pointercancel", () => { this.press = null; });
    canvas.addEventListener("keydown", (event) => this.key(event));
    for (const topic of ["focus", "blur"]) {
      canvas.addEventListener(topic, () => this.picture.redraw());
    }
    byId("lead").onclick = () => this.setPull(this.knob("map_pull") ? 0 : this.pull);
    this.show();
  }

  knob(name) {
    return this.store.knobs.get(name) ?? 0;
  }

  get mark() {
    return { x: this.knob("map_x"), y: this.knob("map_y") };
  }

  // --- drawing

  draw(pen, width, height) {
    pen.fillStyle = DARK;
    pen.fillRect(0, 0, width, height);
    const unused = new Set(this.corpus.files.filter(({ use }) => !use).map(({ name }) => name));
    for (const point of this.corpus.points) {
      const [x, y] = toPixels(point, width, height);
      pen.fillStyle = css(this.corpus.number(point.file), unused.has(point.file) ? 0.25 : 0.85);
      pen.beginPath();
      pen.arc(x, y, 2.5, 0, 2 * Math.PI);
      pen.fill();
    }
    this.drawMark(pen, toPixels(this.mark, width, height));
    const heard = this.corpus.now && pointAt(this.corpus.points, this.corpus.now);
    if (heard) this.drawHeard(pen, toPixels(heard, width, height), heard.file);
  }

  drawHeard(pen, [x, y], file) {
    pen.fillStyle = css(this.corpus.number(file));
    pen.strokeStyle = "#fff";
    pen.lineWidth = 2.5;
    pen.beginPath();
    pen.arc(x, y, 7, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }

  // A ring with cross hairs: full where it leads, broken where it does not.
  drawMark(pen, [x, y]) {
    const leads = this.knob("map_pull") > 0;
    const focused = document.activeElement === this.canvas;
    pen.fillStyle = SHADE;
    pen.beginPath();
    pen.arc(x, y, 16, 0, 2 * Math.PI);
    pen.fill();
    for (const [ink, wide] of [[DARK, 5], [leads ? INK : QUIET, focused ? 3 : 2]]) {
      pen.strokeStyle = ink;
      pen.lineWidth = wide;
      pen.setLineDash(leads ? [] : [4, 3]);
      pen.beginPath();
      pen.arc(x, y, 11, 0, 2 * Math.PI);
      for (const [over, down] of Object.values(MOVES)) {
        pen.moveTo(x + 6 * over, y + 6 * down);
        pen.lineTo(x + 16 * over, y + 16 * down);
      }
      pen.stroke();
    }
    pen.setLineDash([]);
  }

  // Follow the parameters, whoever turned them.
  show() {
    const pull = this.knob("map_pull");
    if (pull) this.pull = pull;
    byId("lead").setAttribute("aria-pressed", String(pull > 0));
    this.picture.redraw();
  }

  // --- input

  // The place of the map under a pointer.
  at({ offsetX, offsetY }) {
    return fromPixels(offsetX, offsetY, this.picture.width, this.picture.height);
  }

  nearest({ x, y }) {
    return nearest(this.corpus.points, x, y, this.picture.width / Math.max(1, this.picture.height));
  }

  say(point) {
    if (!point) return;
    byId("mapsays").textContent = `${baseName(point.file)} at ${clock(point.second, 1)}`;
  }

  down(event) {
    this.canvas.focus({ preventScroll: true });
    if (event.button || this.press) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.press = { x: event.offsetX, y: event.offsetY, id: event.pointerId, dragged: false };
  }

  move(event) {
    const { press } = this;
    if (!press) {
      this.say(this.nearest(this.at(event)));
      return;
    }
    if (press.id !== event.pointerId) return;
    const far = Math.hypot(event.offsetX - press.x, event.offsetY - press.y);
    press.dragged ||= far > MOVED;
    if (press.dragged) this.lead(this.at(event));
  }

  up(event) {
    const { press } = this;
    if (press?.id !== event.pointerId) return;
    this.press = null;
    if (!press.dragged) this.play(this.at(event));
  }

  key(event) {
    const move = MOVES[event.key];
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (move) {
      const step = STEP * (event.shiftKey ? 0.1 : 1);
      const { x, y } = this.mark;
      this.lead({ x: inside(x + step * move[0]), y: inside(y + step * move[1]) });
    } else if (event.key === "Enter") this.play(this.mark);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Let a place of the map lead what is written.
  lead({ x, y }) {
    const { knobs } = this.store;
    knobs.set("map_x", x);
    knobs.set("map_y", y);
    this.send(x, y);
    if (!this.knob("map_pull")) this.setPull(this.pull);
    this.say(this.nearest({ x, y }));
    this.store.notify("knobs");
  }

  setPull(pull) {
    this.store.knobs.set("map_pull", pull);
    this.store.wire.send("param/map_pull", pull);
    this.store.notify("knobs");
  }

  // Play the place that is nearest.
  play(place) {
    const point = this.nearest(place);
    this.say(point);
    if (point) playPlace(this.store, point).catch(() => {});
  }
}

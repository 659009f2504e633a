// What the page knows and does: the chosen slot in step with the server, colours, hand, knobs.

import { order, paints } from "./colour.js";
import { Grid, requests } from "./grid.js";

const STATUS_MS = 1000;
const WATCH_HZ = 10;
const WATCH_MS = 10_000; // how often the lease of live values is renewed
const SURPRISE_MS = 400; // after the last edit
const SURPRISED = 2048; // columns; more would keep the model busy for long

export class Desk extends EventTarget {
  constructor(wire) {
    super();
    this.wire = wire;
    this.grid = new Grid();
    this.slot = "a";
    this.slots = new Map(); // name -> columns
    this.colours = []; // by level: {paints, order, rank, share, places}
    this.bands = 0;
    this.size = 0;
    this.knobs = new Map();
    this.status = {};
    this.nats = [];
    this.tool = "draw";
    this.hands = []; // code in the hand, by level
    this.cursor = { column: 0, band: 0, level: 0 };
    this.chosen = null;
    this.window = { first: 0, count: 0, view: "all" };
    this.at = null; // column that sounds
    this.brushed = [];
    this.stroke = null;
    this.reading = false;
    wire.addEventListener("open", () => this.begin());
    wire.addEventListener("closed", () => this.tell("state"));
    wire.addEventListener("news", ({ detail }) => this.hear(detail.topic, detail.values));
    setInterval(() => this.look(), STATUS_MS);
    setInterval(() => this.watch(), WATCH_MS);
  }

  tell(...topics) {
    for (const topic of topics) this.dispatchEvent(new Event(topic));
  }

  // --- in step with the server

  async begin() {
    this.tell("state");
    this.watch();
    for (const name of this.knobs.keys()) this.wire.say(`param/${name}`);
    await Promise.allSettled([this.look(), this.list(), this.paint()]);
    this.tell("models");
  }

  async look() {
    if (!this.wire.open || document.hidden) return;
    const { pages } = await this.wire.ask("status");
    this.status = Object.fromEntries(pages);
    if (this.status.transport === "stop") this.at = null;
    this.tell("state");
  }

  async list() {
    const { pages } = await this.wire.ask("slots");
    this.slots = new Map(pages.map(([name, columns]) => [String(name), columns]));
    if (!this.slots.has(this.slot) && this.slots.size) [this.slot] = this.slots.keys();
    this.tell("slots");
    this.open(this.slot);
  }

  hear(topic, values) {
    if (topic === "slot") this.heardSlot(...values);
    else if (topic.startsWith("param/") && !topic.endsWith("/normalized")) {
      this.knobs.set(topic.slice(6), values[0]);
      this.tell("knobs");
    } else if (topic === "model") this.remodel();
    else if (topic === "state") {
      this.status.state = values[0];
      this.tell("state");
      if (values[0] === "ready") this.remodel();
    } else if (topic === "live/position") this.heardPosition(values[0]);
    if (topic.startsWith("live/")) return;
    this.dispatchEvent(new CustomEvent("news", { detail: { topic, values } }));
  }

  heardSlot(name, columns, _revision, first, last) {
    const slot = String(name);
    const before = this.slots.get(slot);
    if (columns) this.slots.set(slot, columns);
    else this.slots.delete(slot);
    if (slot === this.slot) {
      this.grid.shape(columns);
      this.grid.dirty(first, Math.max(last, 0));
      this.clamp();
      this.read();
      this.wonder();
    }
    if (before !== columns) this.tell("slots");
  }

  // Where in the slot it sounds; a stream has no place in a slot.
  heardPosition(at) {
    const { transport, playing } = this.status;
    const here = transport === "play" && playing === this.slot && at < this.grid.columns;
    this.at = here ? at : null;
    this.tell("position");
  }

  watch() {
    if (this.wire.open && !document.hidden) {
      this.wire.ask("telemetry", [WATCH_HZ, 0, 2.5 * WATCH_MS / 1000]);
    }
  }

  // Another model: other colours, perhaps other codes.
  async remodel() {
    this.colours = [];
    this.hands = [];
    await this.paint();
    this.tell("models");
    this.grid.forget();
    this.open(this.slot);
    this.look();
  }

  async paint(level = 0) {
    const { values, pages } = await this.wire.ask("colours", [level]);
    const [, size, share, ...louder] = values;
    const places = Float32Array.from(pages.flat());
    const found = order(places);
    const rank = new Int32Array(size);
    found.forEach((code, at) => { rank[code] = at; });
    this.size = size;
    this.bands = louder.length;
    this.colours[level] = { paints: paints(places, louder), order: found, rank, share, places };
    this.tell("paint");
  }

  // --- the slot that is seen

  open(slot) {
    const other = slot !== this.slot;
    this.slot = slot;
    if (other) {
      this.chosen = null;
      this.window.first = 0;
      this.grid.forget();
    }
    this.nats = [];
    this.grid.shape(this.slots.get(slot) || 0);
    this.grid.dirty(0, this.grid.columns - 1);
    this.clamp();
    this.read();
    this.wonder();
    this.tell("slots", "grid", "region");
  }

  async read() {
    if (this.reading || !this.wire.open) return;
    this.reading = true;
    try {
      for (;;) {
        const { first, count } = this.window;
        const part = this.grid.next(first, first + Math.max(1, count) - 1);
        if (!part) break;
        const slot = this.slot;
        this.grid.stale.delete(part[2]);
        const columns = `${part[0]}-${part[1]}`;
        const asked = this.wire.ask("codes", [slot, columns]);
        const [{ values, pages }, locks] = await Promise.all(
          [asked, this.wire.ask("locks", [slot, columns])]);
        if (slot !== this.slot) continue;
        this.grid.shape(this.grid.columns, values[4], values[6]);
        this.clamp();
        this.grid.heard(values[1], pages.flat(), asked.id);
        this.grid.heardLocks(locks.values[1], locks.pages.flat());
        for (let level = 0; level < values[6]; level++) {
          if (!this.colours[level]) await this.paint(level).catch(() => {});
        }
        this.tell("grid", "levels");
      }
    } catch (error) {
      if (error.code === "unknown_slot") this.grid.shape(0);
    } finally {
      this.reading = false;
      this.tell("grid");
    }
  }

  // Ask how much each column surprises the prior, once hands rest.
  wonder() {
    clearTimeout(this.wondering);
    this.wondering = setTimeout(() => this.surprise(), SURPRISE_MS);
  }

  async surprise() {
    const slot = this.slot;
    if (this.wondered) this.wire.ask("cancel", [String(this.wondered)]);
    this.wondered = 0;
    const able = this.grid.columns && this.grid.columns <= SURPRISED && this.writes !== false;
    if (!able || document.hidden || !this.wire.open) return;
    const asked = this.wire.ask("surprise", [slot]);
    this.wondered = asked.id;
    try {
      const { pages } = await asked;
      if (slot === this.slot) this.nats = pages.flat();
      this.tell("surprise");
    } catch (error) {
      if (error.code === "bad_argument" || error.code === "wrong_model") this.nats = [];
    } finally {
      if (this.wondered === asked.id) this.wondered = 0;
    }
  }

  clamp() {
    const { columns, bands, levels } = this.grid;
    const most = Math.max(0, columns - 1);
    this.window.first = Math.max(0, Math.min(this.window.first, columns - this.window.count));
    this.cursor.column = Math.min(most, Math.max(0, this.cursor.column));
    this.cursor.band = Math.min(Math.max(0, bands - 1), Math.max(0, this.cursor.band));
    this.cursor.level = Math.min(Math.max(0, levels - 1), Math.max(0, this.cursor.level));
    if (this.chosen && this.chosen.columns[1] > most) this.chosen = null;
  }

  // --- hands

  // Begin a stroke at a place; what it writes is in the hand, or lies where it begins.
  press(place) {
    const code = this.hands[place.level] ?? this.grid.at(place.column, place.band, place.level);
    this.stroke = { level: place.level, code, steps: 0 };
    this.brush([place]);
  }

  brush(places, code = this.stroke.code) {
    for (const place of places) {
      const same = this.grid.at(place.column, place.band, place.level) === code;
      if (this.grid.inside(place) && !same && code >= 0) this.brushed.push({ ...place, code });
    }
    if (this.brushed.length && !this.flushing) {
      this.flushing = requestAnimationFrame(() => this.flush());
    }
  }

  // Send what the hand did since the last frame; a stroke is one step for undo.
  flush() {
    this.flushing = 0;
    const made = requests(this.brushed.splice(0));
    for (const [words, cells] of made) {
      const asked = this.wire.ask("set", [this.slot, ...words]);
      this.grid.edited(cells, asked.id);
      asked.then(() => this.grid.ended(asked.id, true), (error) => {
        this.grid.ended(asked.id, false);
        this.read();
        this.complain(error);
      });
    }
    const stroke = this.stroke;
    const joined = made.length + (stroke?.steps ? 1 : 0);
    if (stroke && joined > 1) this.wire.ask("join", [this.slot, Math.min(100, joined)]);
    if (stroke) stroke.steps += made.length;
    this.tell("grid", "cursor");
  }

  release() {
    if (this.flushing) {
      cancelAnimationFrame(this.flushing);
      this.flush();
    }
    this.stroke = null;
  }

  // Write one code where the cursor is.
  write(code) {
    this.stroke = { level: this.cursor.level, code, steps: 0 };
    this.brush([{ ...this.cursor }], code);
    this.release();
  }

  take(level, code) {
    this.hands[level] = code;
    this.tell("hand");
  }

  // The code some steps further along the palette, where alike ones are neighbours.
  beside(level, code, by) {
    const seen = this.colours[level];
    if (!seen || code < 0) return code;
    return seen.order[(seen.rank[code] + by + this.size) % this.size];
  }

  // A command that may fail aloud.
  async act(verb, values = [], progress = null) {
    const asked = this.wire.ask(verb, values, progress);
    try {
      return await asked;
    } catch (error) {
      if (error.code !== "cancelled") this.complain(error);
      throw error;
    } finally {
      this.look();
    }
  }

  complain(error) {
    this.dispatchEvent(new CustomEvent("complaint", { detail: error.message }));
  }
}

// Send at most once in a frame, and not before the last was answered: for sliders.
export function lately(send) {
  let waiting = null;
  let busy = false;
  async function run() {
    busy = true;
    while (waiting) {
      const values = waiting;
      waiting = null;
      await new Promise(requestAnimationFrame);
      await Promise.resolve(send(...values)).catch(() => {});
    }
    busy = false;
  }
  return (...values) => {
    waiting = values;
    if (!busy) run();
  };
}

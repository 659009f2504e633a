// State of the page: the open slot in sync with the server, colours, brushes, knobs.

import { codeInks, order } from "./colour.js";
import { Grid, requests } from "./grid.js";
import { RATE, decodePlaces } from "./places.js";

const STATUS_MS = 1000;
const LIVE_HZ = 10;
const LEASE_MS = 10_000; // how often the lease of live values is renewed
const SURPRISE_MS = 400; // after the last edit
const REREAD_MS = 1000; // after codes that could not be read
const MAX_SURPRISE = 2048; // columns; more would occupy the model for too long

export class Store extends EventTarget {
  constructor(wire) {
    super();
    this.wire = wire;
    this.grid = new Grid();
    this.slot = "a";
    this.slots = new Map(); // name -> columns
    this.foreign = new Map(); // name -> model to load, of slots of another model; ? if unknown
    this.colours = []; // by level: {inks, order, rank, share, places}
    this.bands = 0;
    this.size = 0;
    this.knobs = new Map();
    this.status = {};
    this.nats = [];
    this.tool = "draw";
    this.brushes = []; // code that a stroke writes, by level; undefined repeats the first cell
    this.cursor = { column: 0, band: 0, level: 0 };
    this.selection = null;
    this.window = { first: 0, count: 0, view: "all" };
    this.position = 0; // in the slot that plays, or since a stream began, in columns
    this.playhead = null; // column of this slot that is playing
    this.drawn = []; // cells to send with the next frame
    this.stroke = null;
    this.reading = false;
    wire.addEventListener("open", () => this.onOpen());
    wire.addEventListener("closed", () => this.notify("state"));
    wire.addEventListener("notification", ({ detail: { topic, values } }) =>
      this.onNotification(topic, values));
    setInterval(() => this.readStatus(), STATUS_MS);
    setInterval(() => this.renewLiveValues(), LEASE_MS);
  }

  notify(...topics) {
    for (const topic of topics) this.dispatchEvent(new Event(topic));
  }

  // --- synchronization with the server

  async onOpen() {
    this.notify("state");
    this.renewLiveValues();
    for (const name of this.knobs.keys()) this.wire.send(`param/${name}`);
    await Promise.allSettled([this.readStatus(), this.readSlots(), this.readColours()]);
    this.notify("models");
  }

  async readStatus() {
    if (!this.wire.open || document.hidden) return;
    const { pages } = await this.wire.request("status");
    const gone = this.status.note_sources;
    const { columnSeconds } = this;
    this.status = Object.fromEntries(pages);
    const other = gone !== undefined && gone !== this.status.note_sources;
    if (other || columnSeconds !== this.columnSeconds) { // no slot has changed by it
      this.grid.markStale(0, this.grid.columns - 1);
      this.read();
    }
    if (this.status.transport === "stop") this.playhead = null;
    this.notify("state");
  }

  async readSlots() {
    const { pages } = await this.wire.request("slots");
    this.slots = new Map(pages.map(([name, columns]) => [String(name), columns]));
    this.foreign = new Map(pages.map(([name, , , , model]) => [String(name), model])
      .filter(([, model]) => model));
    if (!this.slots.has(this.slot) && this.slots.size) [this.slot] = this.slots.keys();
    this.notify("slots");
    this.open(this.slot);
  }

  onNotification(topic, values) {
    if (topic === "slot") this.onSlot(...values);
    else if (topic.startsWith("param/") && !topic.endsWith("/normalized")) {
      this.knobs.set(topic.slice(6), values[0]);
      this.notify("knobs");
    } else if (topic === "model") this.onModel();
    else if (topic === "state") {
      [this.status.state, this.status.state_about = ""] = values;
      this.notify("state");
      if (values[0] === "ready") this.onModel();
    } else if (topic === "live/position") this.onPosition(values[0]);
    if (["state", "output", "input"].includes(topic)) this.readStatus();
    if (topic.startsWith("live/")) return;
    this.dispatchEvent(new CustomEvent("notification", { detail: { topic, values } }));
  }

  onSlot(name, columns, _revision, first, last, model = "") {
    const slot = String(name);
    const before = this.slots.get(slot);
    const made = this.foreign.get(slot) ?? "";
    if (model) this.foreign.set(slot, model);
    else this.foreign.delete(slot);
    if (columns) this.slots.set(slot, columns);
    else this.slots.delete(slot);
    if (slot === this.slot) {
      this.grid.resize(columns);
      this.grid.markStale(first, Math.max(last, 0));
      this.clamp();
      this.read();
      this.scheduleSurprise();
    }
    if (before !== columns || made !== model) this.notify("slots");
  }

  // Move the playhead; a stream has no position in a slot.
  onPosition(column) {
    const { transport, playing } = this.status;
    const here = transport === "play" && playing === this.slot && column < this.grid.columns;
    this.playhead = here ? column : null;
    this.position = column;
    this.notify("position");
  }

  renewLiveValues() {
    if (this.wire.open && !document.hidden) {
      this.wire.request("telemetry", [LIVE_HZ, 0, 2.5 * LEASE_MS / 1000]);
    }
  }

  // A model was loaded: its colours differ, and its codes may.
  async onModel() {
    this.colours = [];
    this.brushes = [];
    await this.readColours();
    this.notify("models");
    this.grid.clear();
    await this.readSlots();
    this.readStatus();
  }

  async readColours(level = 0) {
    const { values, pages } = await this.wire.request("colours", [level]);
    const [, size, share, ...signs] = values;
    const places = Float32Array.from(pages.flat());
    const sorted = order(places);
    const rank = new Int32Array(size);
    sorted.forEach((code, at) => { rank[code] = at; });
    this.size = size;
    this.bands = signs.length;
    this.colours[level] = { inks: codeInks(places, signs), order: sorted, rank, share, places };
    this.notify("colours");
  }

  // --- the open slot

  open(slot) {
    const other = slot !== this.slot;
    this.slot = slot;
    if (other) {
      this.selection = null;
      this.window.first = 0;
      this.grid.clear();
    }
    this.nats = [];
    this.grid.resize(this.slots.get(slot) || 0);
    this.grid.markStale(0, this.grid.columns - 1);
    this.clamp();
    this.read();
    this.scheduleSurprise();
    this.notify("slots", "grid", "selection");
  }

  async read() {
    if (this.reading || !this.wire.open) return;
    this.reading = true;
    let part = null;
    try {
      for (;;) {
        const { first, count } = this.window;
        part = this.grid.nextStale(first, first + Math.max(1, count) - 1);
        if (!part) break;
        const slot = this.slot;
        this.grid.stale.delete(part[2]);
        const columns = `${part[0]}-${part[1]}`;
        const request = this.wire.request("codes", [slot, columns]);
        const [{ values, pages }, locks, places] = await Promise.all(
          [request, this.wire.request("locks", [slot, columns]), this.readPlaces(slot, columns)]);
        if (slot !== this.slot) continue;
        this.grid.resize(this.grid.columns, values[4], values[6]);
        this.clamp();
        this.grid.receive(values[1], pages.flat(), request.id);
        this.grid.receiveLocks(locks.values[1], locks.pages.flat());
        this.grid.receivePlaces(values[1], values[2], places);
        for (let level = 0; level < values[6]; level++) {
          if (!this.colours[level]) await this.readColours(level).catch(() => {});
        }
        this.notify("grid", "levels");
      }
    } catch (error) {
      if (error.code === "unknown_slot") this.grid.resize(0);
      else { // what was not answered is asked again
        this.grid.stale.add(part[2]);
        setTimeout(() => this.read(), REREAD_MS);
      }
    } finally {
      this.reading = false;
      this.notify("grid");
    }
  }

  // Seconds of a column of the loaded model; 0 if there is none.
  get columnSeconds() {
    return this.status.model_column / RATE || 0;
  }

  // Where columns of a slot come from, in order; too much for one answer is not shown.
  async readPlaces(slot, columns) {
    if (!this.columnSeconds) await this.readStatus();
    const [sources, carriers] = await Promise.all(["sources", "carriers"].map((verb) =>
      this.wire.request(verb, [slot, columns]).catch(() => null)));
    return sources ? decodePlaces(sources, carriers, this.columnSeconds) : [];
  }

  // Request the surprise of each column once no edit has come for a while.
  scheduleSurprise() {
    clearTimeout(this.surpriseTimer);
    this.surpriseTimer = setTimeout(() => this.readSurprise(), SURPRISE_MS);
  }

  async readSurprise() {
    const slot = this.slot;
    if (this.surpriseId) this.wire.request("cancel", [String(this.surpriseId)]);
    this.surpriseId = 0;
    const { columns } = this.grid;
    if (!columns || columns > MAX_SURPRISE || document.hidden || !this.wire.open) return;
    const request = this.wire.request("surprise", [slot]);
    this.surpriseId = request.id;
    try {
      const { pages } = await request;
      if (slot === this.slot) this.nats = pages.flat();
      this.notify("surprise");
    } catch (error) {
      if (error.code === "bad_argument" || error.code === "wrong_model") this.nats = [];
    } finally {
      if (this.surpriseId === request.id) this.surpriseId = 0;
    }
  }

  clamp() {
    const { columns, bands, levels } = this.grid;
    const most = Math.max(0, columns - 1);
    this.window.first = Math.max(0, Math.min(this.window.first, columns - this.window.count));
    this.cursor.column = Math.min(most, Math.max(0, this.cursor.column));
    this.cursor.band = Math.min(Math.max(0, bands - 1), Math.max(0, this.cursor.band));
    this.cursor.level = Math.min(Math.max(0, levels - 1), Math.max(0, this.cursor.level));
    if (this.selection && this.selection.columns[1] > most) this.selection = null;
  }

  // --- edits

  // Begin a stroke at a cell; it writes the brush's code, or repeats the code of that cell.
  beginStroke(place) {
    const code = this.brushes[place.level] ?? this.grid.at(place.column, place.band, place.level);
    this.stroke = { level: place.level, code, steps: 0 };
    this.draw([place]);
  }

  draw(places, code = this.stroke.code) {
    for (const place of places) {
      const same = this.grid.at(place.column, place.band, place.level) === code;
      if (this.grid.inside(place) && !same && code >= 0) this.drawn.push({ ...place, code });
    }
    if (this.drawn.length && !this.flushing) {
      this.flushing = requestAnimationFrame(() => this.flush());
    }
  }

  // Send the cells drawn since the last frame; a stroke is one undo step.
  flush() {
    this.flushing = 0;
    const edits = requests(this.drawn.splice(0));
    for (const [values, cells] of edits) {
      const request = this.wire.request("set", [this.slot, ...values]);
      this.grid.addEdit(cells, request.id);
      request.then(() => this.grid.endEdit(request.id, true), (error) => {
        this.grid.endEdit(request.id, false);
        this.read();
        this.reportError(error);
      });
    }
    const stroke = this.stroke;
    const joined = edits.length + (stroke?.steps ? 1 : 0);
    if (stroke && joined > 1) this.wire.request("join", [this.slot, Math.min(100, joined)]);
    if (stroke) stroke.steps += edits.length;
    this.notify("grid", "cursor");
  }

  endStroke() {
    if (this.flushing) {
      cancelAnimationFrame(this.flushing);
      this.flush();
    }
    this.stroke = null;
  }

  // Write one code at the cursor.
  write(code) {
    this.stroke = { level: this.cursor.level, code, steps: 0 };
    this.draw([{ ...this.cursor }], code);
    this.endStroke();
  }

  setBrush(level, code) {
    this.brushes[level] = code;
    this.notify("brush");
  }

  // The code some steps further along the palette, where similar codes are neighbours.
  neighbour(level, code, by) {
    const colours = this.colours[level];
    if (!colours || code < 0) return code;
    return colours.order[(colours.rank[code] + by + this.size) % this.size];
  }

  // Run a command; an error is shown and thrown again.
  async act(verb, values = [], progress = null) {
    const request = this.wire.request(verb, values, progress);
    try {
      return await request;
    } catch (error) {
      if (error.code !== "cancelled") this.reportError(error);
      throw error;
    } finally {
      this.readStatus();
    }
  }

  reportError(error) {
    this.dispatchEvent(new CustomEvent("failure", { detail: error.message }));
  }
}

// Limit calls of `send` to one a frame, each after the one before has ended; the newest values win.
export function throttle(send) {
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

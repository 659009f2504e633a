// The sounds that the loaded model remembers: its files, which of them are written from, their map.

import { CHUNK } from "./grid.js";
import { decodePlaces } from "./places.js";

const MOST_POINTS = 1500; // on the map
const OTHERS = 1000; // number of the first file that is none of the model's
const MANY = 24; // patterns from which on whole folders are named

// Does a pattern of `only` or `avoid` mean a file? As the server's own rule.
export function matches(file, pattern) {
  const [name, wanted] = [file.toLowerCase(), pattern.toLowerCase()];
  const base = name.slice(name.lastIndexOf("/") + 1);
  const stem = base.includes(".") ? base.slice(0, base.lastIndexOf(".")) : "";
  if ([name, base, stem].includes(wanted)) return true;
  if (name.startsWith(`${wanted.replace(/\/+$/, "")}/`)) return true;
  const shell = shellPattern(wanted);
  return shell.test(name) || shell.test(base);
}

function shellPattern(text) {
  const parts = text.match(/\[!?\]?[^\]]*\]|[^]/g) ?? [];
  const source = parts.map((part) => {
    if (part === "*") return "[^]*";
    if (part === "?") return "[^]";
    if (part.length === 1) return part.replace(/[\\^$.|+(){}[\]]/, "\\$&");
    const inner = part.slice(1, -1).replace(/[\\\]^[]/g, "\\$&");
    return inner.startsWith("!") ? `[^${inner.slice(1)}]` : `[${inner}]`;
  });
  return new RegExp(`^${source.join("")}$`);
}

// Patterns after some files were added to those that they mean, or taken from them.
export function changed(patterns, all, files, add) {
  const means = (file) => patterns.some((pattern) => matches(file, pattern));
  if (add) return compact([...patterns, ...files.filter((file) => !means(file))], all);
  const kept = patterns.filter((pattern) => !files.some((file) => matches(file, pattern)));
  const broken = patterns.filter((pattern) => !kept.includes(pattern));
  const rest = all.filter((file) => !files.includes(file) &&
    broken.some((pattern) => matches(file, pattern)));
  return compact([...kept, ...rest], all);
}

// Many names, with a folder in place of all the files in it.
function compact(patterns, all) {
  if (patterns.length <= MANY) return patterns;
  const given = new Set(patterns);
  const folder = (file) => file.slice(0, Math.max(0, file.lastIndexOf("/")));
  const whole = new Set(all.map(folder).filter((name) => name &&
    all.every((file) => !file.startsWith(`${name}/`) || given.has(file))));
  return [...whole, ...patterns.filter((one) => !whole.has(folder(one)))];
}

// Points of the answer of `map`: [{x, y, file, second}], the file as its index.
export function decodeMap([count], pages) {
  const texts = pages.filter(([first]) => typeof first === "string");
  const flat = pages.filter(([first]) => typeof first !== "string").flat();
  const names = texts.flat().slice(0, count);
  const points = [];
  for (let at = 0; at + 3 < flat.length; at += 4) {
    const [x, y, file, second] = flat.slice(at, at + 4);
    points.push({ x, y, file: names[file], second });
  }
  return points;
}

// The point nearest to a place on the map, where it is so many times as wide as high.
export function nearest(points, x, y, wide = 1) {
  let best = null;
  let least = Infinity;
  for (const point of points) {
    const far = ((point.x - x) * wide) ** 2 + (point.y - y) ** 2;
    if (far < least) [best, least] = [point, far];
  }
  return best;
}

// The last point of a file that is not after a second.
export function pointAt(points, { file, second }) {
  let best = null;
  for (const point of points) {
    if (point.file !== file) continue;
    if (!best || Math.abs(point.second - second) < Math.abs(best.second - second)) best = point;
  }
  return best;
}

export class Corpus extends EventTarget {
  constructor(store) {
    super();
    this.store = store;
    this.files = []; // {name, seconds, use}
    this.numbers = new Map(); // name -> number, which is its colour
    this.only = [];
    this.avoid = [];
    this.points = []; // of the map
    this.mapped = this.mapping = false;
    this.now = null; // {file, second} that sounds, or null
    this.stream = null; // {file, second, since}: where a stream plays, and since when
    this.places = new Map(); // first column of a part of the slot that plays -> its places
    this.playing = "";
    this.turn = 0; // of looks at what sounds
    this.known = ""; // model whose files these are
    store.addEventListener("state", () => this.onState());
    store.addEventListener("position", () => this.locate());
    store.addEventListener("notification", ({ detail: { topic, values } }) =>
      this.onNews(topic, values));
    store.wire.addEventListener("closed", () => { this.known = ""; });
  }

  notify(...topics) {
    for (const topic of topics) this.dispatchEvent(new Event(topic));
  }

  // The number of a file, which stays: that in the model's list, or the turn at which it was seen.
  number(file) {
    const at = this.numbers.get(file) ?? OTHERS + this.numbers.size;
    this.numbers.set(file, at);
    return at;
  }

  // --- what the model remembers

  onState() {
    const { status, wire } = this.store;
    const model = `${status.model_id} ${status.model_corpus_files}`;
    if (wire.open && status.model_id && model !== this.known) {
      this.known = model;
      const patterns = (text) => String(text ?? "").split(", ").filter((one) => one);
      [this.only, this.avoid] = [patterns(status.only), patterns(status.avoid)];
      this.numbers.clear();
      this.points = [];
      this.mapped = false;
      if (status.model_corpus_files) this.read();
      else this.receive([]);
    }
    if (this.files.length && !this.mapped) this.readMap();
    this.locate();
  }

  async read() {
    const answer = await this.store.wire.request("files").catch(() => null);
    if (!answer) { // it is asked again when the server tells its state
      this.known = "";
      return;
    }
    const flat = answer.pages.flat();
    const files = [];
    for (let at = 0; at + 2 < flat.length; at += 3) {
      files.push({ name: String(flat[at]), seconds: flat[at + 1], use: flat[at + 2] > 0 });
    }
    this.receive(files);
    if (!this.mapped) this.readMap();
  }

  receive(files) {
    this.files = files;
    files.forEach(({ name }, at) => this.numbers.set(name, at));
    this.notify("files");
  }

  // Read the map; while the worker cannot answer, again when the server tells its state.
  async readMap() {
    if (this.mapping) return;
    this.mapping = true;
    const { known } = this;
    try {
      const { values, pages } = await this.store.wire.request("map", [MOST_POINTS]);
      if (known !== this.known) return; // another model was loaded meanwhile
      this.points = decodeMap(values, pages);
      this.mapped = true;
      this.notify("points");
    } catch (error) {
      this.mapped = error.code === "bad_argument";
    } finally {
      this.mapping = false;
    }
  }

  // --- which files are written from

  onNews(topic, values) {
    if (topic === "only" || topic === "avoid") {
      this[topic] = values.slice(2).map(String);
      this.read();
    } else if (topic === "model") this.known = ""; // loaded again, it may remember other sounds
    else if (topic === "slot" && String(values[0]) === this.playing) this.places.clear();
    else if (topic === "source") {
      const [file, second] = values;
      this.stream = file ? { file: String(file), second, since: performance.now() } : null;
      this.locate();
    }
  }

  // Is a file sought or avoided by name: "only", "avoid" or "".
  choice(file) {
    const means = (pattern) => matches(file, pattern);
    if (this.avoid.some(means)) return "avoid";
    return this.only.some(means) ? "only" : "";
  }

  // Choose what becomes of some files: "only", "avoid", or "" as they come.
  async choose(files, choice) {
    const all = this.files.map(({ name }) => name);
    const lists = ["only", "avoid"].map((verb) =>
      [verb, changed(this[verb], all, files, verb === choice)]);
    // what takes something away goes first, so that both never contradict each other
    if (choice === "only") lists.reverse();
    const same = (one, two) => JSON.stringify(one) === JSON.stringify(two);
    for (const [verb, patterns] of lists) {
      if (same(patterns, this[verb])) continue;
      await this.store.act(verb, patterns);
      this[verb] = patterns;
    }
  }

  // --- what sounds now

  async locate() {
    const { transport, playing = "" } = this.store.status;
    if (playing !== this.playing) {
      this.playing = playing;
      this.places.clear();
    }
    const turn = ++this.turn;
    let now = null;
    if (transport === "play") now = await this.placeInSlot(this.store.position);
    else if (transport === "stream" && this.stream) {
      const { file, second, since } = this.stream;
      now = { file, second: second + (performance.now() - since) / 1000 };
    }
    if (turn === this.turn) this.show(now);
  }

  // The place of a column of the slot that plays, read in parts when it is reached.
  async placeInSlot(position) {
    const column = Math.floor(position);
    const first = column - (column % CHUNK);
    const last = Math.min(first + CHUNK, this.store.slots.get(this.playing) ?? 0) - 1;
    if (column > last) return null;
    if (!this.places.has(first)) {
      const { playing, places } = this;
      places.set(first, []); // it is asked once
      const answer = await this.store.wire.request("sources", [playing, `${first}-${last}`])
        .catch(() => null);
      if (answer && this.playing === playing) {
        places.set(first, decodePlaces(answer, null, this.store.columnSeconds));
      }
    }
    const cell = this.places.get(first)?.[column - first];
    if (!cell?.there) return null;
    return { ...cell, second: cell.second + (position - column) * this.store.columnSeconds };
  }

  show(now) {
    if (!now && !this.now) return;
    this.now = now ?? null;
    this.notify("now");
  }
}

// The codes of a slot as the page knows them, with edits that the server has not confirmed yet.

export const CHUNK = 64; // columns read by one request

export function span(from, to) {
  return from === to ? String(from) : `${from}-${to}`;
}

export class Grid {
  constructor() {
    this.columns = this.bands = this.levels = 0;
    this.codes = new Int16Array(0);
    this.locked = new Uint8Array(0);
    this.places = []; // by column: {file, second, share, there}, or null
    this.stale = new Set(); // chunks that must be read
    this.edits = []; // {id, cells, done}, oldest first
  }

  // Change the size; known codes stay while bands and levels are the same.
  resize(columns, bands = this.bands, levels = this.levels) {
    const same = bands === this.bands && levels === this.levels;
    if (same && columns === this.columns) return;
    const codes = new Int16Array(columns * bands * levels).fill(-1);
    const locked = new Uint8Array(codes.length);
    if (same) {
      codes.set(this.codes.subarray(0, codes.length));
      locked.set(this.locked.subarray(0, codes.length));
    }
    this.places.length = Math.min(this.places.length, columns);
    Object.assign(this, { columns, bands, levels, codes, locked });
  }

  clear() {
    this.codes.fill(-1);
    this.locked.fill(0);
    this.places = [];
    this.edits = [];
    this.markStale(0, this.columns - 1);
  }

  markStale(first, last) {
    for (let chunk = Math.floor(first / CHUNK); chunk * CHUNK <= last; chunk++) {
      this.stale.add(chunk);
    }
  }

  // The next stale chunk in view as [first column, last column, chunk]; null when there is none.
  nextStale(first, last) {
    for (let chunk = Math.floor(first / CHUNK); chunk * CHUNK <= last; chunk++) {
      if (this.stale.has(chunk) && chunk * CHUNK < this.columns) {
        return [chunk * CHUNK, Math.min(this.columns, (chunk + 1) * CHUNK) - 1, chunk];
      }
    }
    return null;
  }

  index(column, band, level) {
    return (column * this.bands + band) * this.levels + level;
  }

  at(column, band, level) {
    return this.codes[this.index(column, band, level)];
  }

  inside({ column, band, level }) {
    return column >= 0 && column < this.columns && band >= 0 && band < this.bands &&
      level >= 0 && level < this.levels;
  }

  // Codes of whole columns from the server, as of request `id`; newer edits stay on top.
  receive(first, codes, id) {
    this.codes.set(codes.slice(0, this.codes.length - this.index(first, 0, 0)),
      this.index(first, 0, 0));
    for (const edit of this.edits) {
      if (edit.id > id || !edit.done) this.apply(edit.cells);
    }
    this.edits = this.edits.filter((edit) => edit.id > id || !edit.done);
  }

  // Locks from a column on: counts of free and locked codes, alternating.
  receiveLocks(first, counts) {
    let at = this.index(first, 0, 0);
    counts.forEach((count, turn) => {
      this.locked.fill(turn % 2, at, at + count);
      at += count;
    });
  }

  // Where so many columns from one on come from; nothing known where there are fewer.
  receivePlaces(first, count, cells) {
    for (let at = 0; at < count; at++) this.places[first + at] = cells[at] ?? null;
  }

  // An edit on this page that request `id` sends to the server.
  addEdit(cells, id) {
    this.edits.push({ id, cells, done: false });
    this.apply(cells);
  }

  // The answer to that request; the cells of a refused edit are read again.
  endEdit(id, accepted) {
    const edit = this.edits.find((candidate) => candidate.id === id);
    if (!edit) return;
    edit.done = true;
    if (!accepted) {
      this.edits = this.edits.filter((other) => other !== edit);
      for (const cell of edit.cells) this.markStale(cell.column, cell.column);
    }
  }

  apply(cells) {
    for (const cell of cells) {
      if (this.inside(cell)) this.codes[this.index(cell.column, cell.band, cell.level)] = cell.code;
    }
  }
}

// Cells on the line from a to b in one level, without a, so that a fast stroke leaves no gaps.
export function between(a, b) {
  const steps = Math.max(Math.abs(b.column - a.column), Math.abs(b.band - a.band));
  const found = [];
  for (let step = 1; step <= steps; step++) {
    found.push({
      column: Math.round(a.column + ((b.column - a.column) * step) / steps),
      band: Math.round(a.band + ((b.band - a.band) * step) / steps),
      level: b.level,
    });
  }
  return found;
}

// Group cells into few requests: neighbouring bands of one column and level go together, and the
// last code of a cell counts. Each is [arguments after the slot, cells].
export function requests(cells) {
  const last = new Map(cells.map((cell) => [`${cell.column} ${cell.band} ${cell.level}`, cell]));
  const sorted = [...last.values()].sort((a, b) =>
    a.column - b.column || a.level - b.level || a.band - b.band);
  const runs = [];
  for (const cell of sorted) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const goes = before && before.column === cell.column && before.level === cell.level &&
      before.band + 1 === cell.band;
    if (goes) run.push(cell);
    else runs.push([cell]);
  }
  return runs.map((run) => {
    const [{ column, band, level }] = run;
    const bands = span(band, run.at(-1).band);
    return [[column, bands, level, ...run.map((cell) => cell.code)], run];
  });
}

// The region between two corners: within one level its own bands, across levels all bands.
export function region(a, b, bands) {
  const single = a.level === b.level;
  return {
    columns: [Math.min(a.column, b.column), Math.max(a.column, b.column)],
    bands: single ? [Math.min(a.band, b.band), Math.max(a.band, b.band)] : [0, bands - 1],
    levels: [Math.min(a.level, b.level), Math.max(a.level, b.level)],
  };
}

// A region as named arguments of a command.
export function regionArguments(selection) {
  if (!selection) return [];
  return ["columns", "bands", "levels"].flatMap((part) => [part, span(...selection[part])]);
}

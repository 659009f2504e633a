// The panels around the grid: slots, transport, edits, blends, generation, stats, the log.

import { regionArguments } from "./grid.js";
import { throttle } from "./store.js";
import { Picture } from "./picture.js";

const LINES = 200;
const TASKS = "#generate, #continue, #encode, #clip, [data-act=vary]";
const SOUNDS = "#play, #stream";
const STATS = [
  ["output_state", "Output"], ["output_underruns_minute", "Late in the last minute"],
  ["output_underruns", "Late since the start"], ["output_held_ms", "Concealed, ms"],
  ["output_ahead_ms", "Ahead, ms"], ["playing_model", "Playing model"], ["undo", "Undo steps"],
  ["midi_ports", "MIDI inputs"], ["worker_restarts", "Worker restarts"], ["clips", "Clips folder"],
  ["version", "Distill version"],
];

export const byId = (name) => document.getElementById(name);

export function slotNamed(name) {
  return byId(name).value.trim() || "a";
}

// --- slots, model, transport

export function header(store) {
  const act = (verb, ...values) => store.act(verb, values).catch(() => {});
  byId("play").onclick = () => act("play", store.slot);
  byId("stream").onclick = () => act("stream", store.grid.columns ? store.slot : "-");
  byId("stop").onclick = () => act("stop");
  byId("panic").onclick = () => act("panic");
  byId("model").onchange = ({ target }) => act("load", target.value);
  const slots = () => {
    const names = [...store.slots.keys()];
    if (!names.includes(store.slot)) names.push(store.slot);
    const focused = document.activeElement?.dataset?.slot;
    byId("slots").replaceChildren(...names.sort().map((name) => {
      const button = document.createElement("button");
      button.textContent = name;
      button.dataset.slot = name;
      button.setAttribute("role", "radio");
      button.setAttribute("aria-checked", String(name === store.slot));
      const model = store.foreign.get(name);
      button.classList.toggle("foreign", Boolean(model));
      if (model) button.title = madeBy(name, model);
      button.onclick = () => store.open(name);
      return button;
    }));
    const more = document.createElement("button");
    more.textContent = "+";
    more.setAttribute("aria-label", "Another slot");
    more.onclick = () => store.open(freeSlot(names));
    byId("slots").append(more);
    if (focused) byId("slots").querySelector(`[data-slot="${CSS.escape(focused)}"]`)?.focus();
    byId("names").replaceChildren(...names.map((name) => new Option(name)));
    const model = store.foreign.get(store.slot);
    byId("foreign").hidden = !model;
    if (model) {
      byId("madeby").textContent = madeBy(store.slot, model);
      byId("loadit").hidden = model === "?";
      byId("loadit").textContent = `Load ${model}`;
      byId("loadit").onclick = () => act("load", model);
    }
    sounds();
  };
  const sounds = () => {
    const { transport, playing } = store.status;
    for (const button of byId("slots").children) {
      const plays = Boolean(playing) && transport !== "stop" && playing === button.dataset.slot;
      button.classList.toggle("sounds", plays);
    }
    byId("play").setAttribute("aria-pressed", String(transport === "play"));
    byId("stream").setAttribute("aria-pressed", String(transport === "stream"));
  };
  store.addEventListener("slots", slots);
  store.addEventListener("state", () => {
    const state = store.wire.open ? store.status.state || "loading" : "gone";
    byId("lamp").dataset.state = state;
    byId("lamp").setAttribute("aria-label", state === "gone" ? "no server" : `server ${state}`);
    sounds();
    waitForModel(state, sentence(store.status.state_about));
    const late = store.wire.open && store.status.output_underruns_minute || 0;
    const text = problem(store.wire.open, store.status);
    byId("trouble").hidden = !text;
    if (byId("trouble").textContent !== text) byId("trouble").textContent = text;
    byId("late").hidden = !late;
    byId("late").value = `${late} late`;
    byId("late").title = byId("lateness").textContent = store.status.note_late || "";
    byId("lateness").hidden = !late;
    showStats(store);
  });
  store.addEventListener("models", async () => {
    const { pages } = await store.wire.request("models");
    byId("model").replaceChildren(...pages.map(([name, loaded]) =>
      new Option(name, name, Boolean(loaded), Boolean(loaded))));
  });
  slots();
}

// The server's words as a sentence of their own.
function sentence(words = "") {
  return words && `${words[0].toUpperCase()}${words.slice(1)}.`;
}

// What to say of a slot that the loaded model cannot use.
export function madeBy(slot, model) {
  if (model === "?") return `Slot ${slot} is of a model that is not in the library.`;
  return `Slot ${slot} is of the model ${model}: load it to play or edit the slot.`;
}

// Buttons wait for the model that they need, and say why. Sound goes on while it restarts.
function waitForModel(state, about) {
  for (const button of document.querySelectorAll(`${TASKS}, ${SOUNDS}`)) {
    const waits = state === "loading" || (state === "restarting" && button.matches(TASKS));
    button.disabled = waits;
    button.title = waits ? about || `The model is ${state}` : "";
  }
}

// Why no sound can be heard, and what to do; empty when all is well.
export function problem(open, status) {
  if (!open) {
    const command = `${status.program || "distill"} serve`;
    return `No Distill server answers. Start one with: ${command}. ` +
      "This page then reconnects by itself.";
  }
  const parts = ["model", "output", "input", "slots", "sources"];
  return parts.map((part) => status[`note_${part}`]).filter(Boolean).join(" ");
}

// A name that no slot has: the first free letter, or s with a number.
export function freeSlot(names) {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  return letters.find((letter) => !names.includes(letter)) ?? `s${names.length}`;
}

function showStats(store) {
  if (byId("sound").hidden) return;
  byId("stats").replaceChildren(...STATS.filter(([name]) => name in store.status)
    .flatMap(([name, caption]) => {
      const [term, value] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = caption;
      value.textContent = store.status[name] === "" ? "–" : store.status[name];
      return [term, value];
    }));
}

// --- edits

export function edits(store) {
  byId("undo").onclick = () => store.act("undo").catch(() => {});
  byId("redo").onclick = () => store.act("redo").catch(() => {});
  byId("all").onclick = () => choose(null);
  byId("nobrush").onclick = () => store.setBrush(store.cursor.level, undefined);
  byId("code").oninput = ({ target }) => {
    const code = target.valueAsNumber;
    if (code >= 0 && code < store.size) store.setBrush(store.cursor.level, Math.floor(code));
  };
  const choose = (selection) => {
    store.selection = selection;
    store.notify("selection");
  };
  for (const tool of document.querySelectorAll("[data-tool]")) {
    tool.onclick = () => {
      store.tool = tool.dataset.tool;
      for (const other of document.querySelectorAll("[data-tool]")) {
        other.setAttribute("aria-checked", String(other === tool));
      }
    };
  }
  for (const button of document.querySelectorAll("[data-act]")) {
    button.onclick = () => perform(store, button.dataset).catch(() => {});
  }
  const showBrush = () => {
    const { level, column, band } = store.cursor;
    const code = store.brushes[level];
    const colours = store.colours[level];
    byId("code").max = String(Math.max(0, store.size - 1));
    if (document.activeElement !== byId("code")) byId("code").value = code ?? "";
    byId("brush").textContent = code === undefined
      ? `Level ${level}: a stroke repeats its first code. Choose a code here to write that one.`
      : `Level ${level}: strokes write code ${code}.`;
    if (colours) {
      const share = Math.round(100 * colours.share);
      byId("palette").title = `Colours show ${share} % of the differences between the codes`;
    }
    if (store.grid.columns) showCell({ column, band, level });
  };
  const showCell = ({ column, band, level }) => {
    const code = store.grid.at(column, band, level) ?? "…";
    byId("readout").value = `column ${column}  band ${band}  level ${level}  code ${code}`;
  };
  for (const topic of ["cursor", "brush", "colours", "grid"]) {
    store.addEventListener(topic, showBrush);
  }
  store.addEventListener("hover", ({ detail }) => showCell(detail));
  store.addEventListener("selection", () => {
    const [, columns, , bands, , levels] = regionArguments(store.selection);
    byId("region").textContent = columns
      ? `Selection: columns ${columns}, bands ${bands}, levels ${levels}`
      : "Selection: whole slot";
  });
  store.addEventListener("levels", () => {
    const view = byId("view");
    if (view.options.length === store.grid.levels + 3) return;
    const options = ["all", "coarse", "fine", ...Array(store.grid.levels).keys()];
    view.replaceChildren(...options.map((name) => new Option(name)));
    view.value = store.window.view;
  });
  byId("view").onchange = ({ target }) => {
    store.window.view = target.value;
    if (/^\d+$/.test(target.value)) store.cursor.level = Number(target.value);
    store.notify("grid", "cursor");
  };
}

export async function perform(store, { act, by, how }) {
  const amount = byId("amount").valueAsNumber;
  const selection = regionArguments(store.selection);
  const first = store.selection ? store.selection.columns[0] : 0;
  const other = slotNamed("other");
  const values = {
    fill: [store.slot, first, ...selection],
    shift: [store.slot, Number(by), ...selection],
    lock: [store.slot, ...selection],
    unlock: [store.slot, ...selection],
    vary: [store.slot, amount, ...selection],
    randomize: [store.slot, how || "neighbours", amount, ...selection],
    copy: [store.slot, other, ...selection],
    swap: [store.slot, other, ...selection],
    clear: [store.slot],
  }[act];
  return store.act(act, values);
}

// --- blends

export function blends(store, vocabulary) {
  const choices = vocabulary.commands.find(({ name }) => name === "interpolate").arguments
    .find(({ name }) => name === "mode").allowed.split(", ");
  byId("mode").replaceChildren(...choices.map((name) => new Option(name)));
  let steps = 0;
  const blend = throttle(async () => {
    const into = slotNamed("into");
    const values = [slotNamed("from"), slotNamed("to"), into, byId("t").valueAsNumber];
    await store.act("interpolate", [...values, byId("mode").value]);
    if (steps++ > 0) store.wire.request("join", [into, 2]);
    if (store.slot !== into) store.open(into);
  });
  byId("t").oninput = () => blend();
  byId("t").onchange = () => { setTimeout(() => { steps = 0; }, 200); };
  byId("mode").onchange = () => blend();
  byId("playblend").onclick = async () => {
    if (!store.slots.has(slotNamed("into"))) blend();
    await store.act("sync", [0]).catch(() => {});
    store.act("play", [slotNamed("into")]).catch(() => {});
  };
  byId("towards").onchange = ({ target }) => {
    store.act("towards", [target.value.trim() || "-"]).catch(() => {});
  };
}

// --- generation

export function generation(store) {
  let running = null;
  const write = async (verb) => {
    const values = [store.slot, "seconds", byId("seconds").valueAsNumber || 4];
    const seed = byId("seed").valueAsNumber || 0;
    if (seed) values.push("seed", seed);
    byId("wrote").textContent = "";
    const request = store.wire.request(verb, values, (share, stage) => {
      byId("progress").value = share;
      byId("wrote").textContent = `${stage}: ${Math.round(100 * share)} %`;
    });
    running = request.id;
    byId("cancel").disabled = false;
    try {
      const { values: [slot, columns, used, nats] } = await request;
      byId("progress").value = 1;
      byId("wrote").textContent =
        `Slot ${slot}: ${columns} columns, seed ${used}, surprise ${Number(nats).toFixed(2)} nats`;
    } catch (error) {
      byId("progress").value = 0;
      byId("wrote").textContent = error.message;
      if (error.code !== "cancelled") store.reportError(error);
    } finally {
      if (running === request.id) running = null;
      byId("cancel").disabled = running === null;
    }
  };
  byId("generate").onclick = () => write("generate");
  byId("continue").onclick = () => write("continue");
  byId("cancel").onclick = () => running && store.wire.request("cancel", [String(running)]);
  return write;
}

// --- files

export function files(store) {
  byId("encode").onclick = async () => {
    const file = byId("file").value.trim();
    if (file) await store.act("encode", [file, store.slot]).catch(() => {});
  };
  byId("capture").onclick = () => store.act("capture", [8]).catch(() => {});
  byId("clip").onclick = () => store.act("clip", [store.slot]).catch(() => {});
  document.addEventListener("panel", () => showStats(store));
}

// --- surprise of each column

export function surprise(store) {
  const picture = new Picture(byId("surprise"), (pen, width, height) => {
    pen.clearRect(0, 0, width, height);
    const { first, count } = store.window;
    const left = 52;
    const column = (width - left) / Math.max(1, count);
    pen.fillStyle = "#a9b2bc";
    pen.font = "12px system-ui, 'DejaVu Sans', sans-serif";
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    if (!store.nats.length) return;
    const [low, high_] = [Math.min(...store.nats), Math.max(...store.nats)];
    const mean = store.nats.reduce((sum, nats) => sum + nats, 0) / store.nats.length;
    const tall = height >= 34;
    pen.fillText(tall ? high_.toFixed(2) : "nats", left - 10, tall ? 8 : height / 2);
    if (tall) pen.fillText(low.toFixed(2), left - 10, height - 8);
    const range = Math.max(0.2, high_ - low);
    store.nats.slice(first, first + count).forEach((nats, at) => {
      const high = (height - 2) * (0.15 + (0.85 * (nats - low)) / range);
      pen.fillStyle = nats > (mean + high_) / 2 ? "#f0a94a" : "#7b8794";
      pen.fillRect(left + at * column, height - high, Math.max(1, column - 1), high);
    });
  });
  for (const topic of ["surprise", "window", "grid"]) {
    store.addEventListener(topic, () => {
      picture.redraw();
      const mean = store.nats.reduce((sum, nats) => sum + nats, 0) / (store.nats.length || 1);
      byId("surprise").setAttribute("aria-label",
        `Surprise of the prior for each column; mean ${mean.toFixed(2)} nats`);
    });
  }
}

// --- the log

export function eventLog(store) {
  const add = (text, bad = false) => {
    const line = document.createElement("li");
    line.textContent = `${new Date().toLocaleTimeString("en-GB")}  ${text}`;
    if (bad) line.className = "bad";
    byId("lines").prepend(line);
    while (byId("lines").children.length > LINES) byId("lines").lastChild.remove();
  };
  store.addEventListener("notification", ({ detail: { topic, values } }) => {
    if (!/^(param|slot|ack)/.test(topic)) {
      add(`${topic} ${values.join(" ")}`);
    }
  });
  store.wire.addEventListener("refused", ({ detail }) => {
    if (detail.code !== "cancelled") add(`${detail.verb}: ${detail.message}`, true);
  });
  store.wire.addEventListener("open", () => add("connected to the server"));
  store.wire.addEventListener("closed", () => add("lost the connection to the server", true));
  let hiding = 0;
  store.addEventListener("failure", ({ detail }) => {
    byId("toast").textContent = detail;
    byId("toast").hidden = false;
    clearTimeout(hiding);
    hiding = setTimeout(() => { byId("toast").hidden = true; }, 5000);
  });
}

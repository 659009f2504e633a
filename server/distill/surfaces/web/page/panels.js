// What lies beside the grid: slots, transport, edits, blends, the prior, figures, the log.

import { words } from "./grid.js";
import { lately } from "./desk.js";
import { Picture } from "./view.js";

const LINES = 200;
const FIGURES = [
  ["output_state", "Output"], ["output_underruns", "Underruns"], ["output_held_ms", "Held, ms"],
  ["output_ahead_ms", "Ahead, ms"], ["playing_model", "Played by"], ["undo", "Steps to undo"],
  ["midi_state", "MIDI"], ["worker_restarts", "Worker restarts"], ["clips", "Clips go to"],
  ["version", "Distill version"],
];

export const one = (name) => document.getElementById(name);

export function slotNamed(name) {
  return one(name).value.trim() || "a";
}

// --- tabs

export function tabs() {
  const all = [...document.querySelectorAll("[role=tab]")];
  const show = (tab) => {
    for (const other of all) {
      const mine = other === tab;
      other.setAttribute("aria-selected", String(mine));
      other.tabIndex = mine ? 0 : -1;
      one(other.getAttribute("aria-controls")).hidden = !mine;
    }
    document.dispatchEvent(new CustomEvent("panel", { detail: tab.getAttribute("aria-controls") }));
  };
  all.forEach((tab, at) => {
    tab.addEventListener("click", () => show(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!by) return;
      const next = all[(at + by + all.length) % all.length];
      show(next);
      next.focus();
    });
  });
  show(all[0]);
}

// --- slots, model, transport

export function head(desk) {
  const act = (verb, ...values) => desk.act(verb, values).catch(() => {});
  one("play").onclick = () => act("play", desk.slot);
  one("stream").onclick = () => act("stream", desk.grid.columns ? desk.slot : "-");
  one("stop").onclick = () => act("stop");
  one("panic").onclick = () => act("panic");
  one("model").onchange = ({ target }) => act("load", target.value);
  const slots = () => {
    const names = [...desk.slots.keys()];
    if (!names.includes(desk.slot)) names.push(desk.slot);
    const focused = document.activeElement?.dataset?.slot;
    one("slots").replaceChildren(...names.sort().map((name) => {
      const button = document.createElement("button");
      button.textContent = name;
      button.dataset.slot = name;
      button.setAttribute("role", "radio");
      button.setAttribute("aria-checked", String(name === desk.slot));
      button.onclick = () => desk.open(name);
      return button;
    }));
    const more = document.createElement("button");
    more.textContent = "+";
    more.setAttribute("aria-label", "Another slot");
    more.onclick = () => desk.open(fresh(names));
    one("slots").append(more);
    if (focused) one("slots").querySelector(`[data-slot="${CSS.escape(focused)}"]`)?.focus();
    one("names").replaceChildren(...names.map((name) => new Option(name)));
    sounds();
  };
  const sounds = () => {
    const { transport, playing } = desk.status;
    for (const button of one("slots").children) {
      button.classList.toggle("sounds", Boolean(playing) && transport !== "stop" && playing === button.dataset.slot);
    }
    one("play").setAttribute("aria-pressed", String(transport === "play"));
    one("stream").setAttribute("aria-pressed", String(transport === "stream"));
  };
  desk.addEventListener("slots", slots);
  desk.addEventListener("state", () => {
    const state = desk.wire.open ? desk.status.state || "loading" : "gone";
    one("lamp").dataset.state = state;
    one("lamp").setAttribute("aria-label", state === "gone" ? "no server" : `server ${state}`);
    sounds();
    const late = desk.status.output_underruns || 0;
    const told = trouble(desk.wire.open, desk.status);
    one("trouble").hidden = !told;
    if (one("trouble").textContent !== told) one("trouble").textContent = told;
    one("late").hidden = !late;
    one("late").value = `${late} late`;
    one("late").title = `${late} underruns: sound that was not ready in time`;
    figures(desk);
  });
  desk.addEventListener("models", async () => {
    const { pages } = await desk.wire.ask("models");
    one("model").replaceChildren(...pages.map(([name, loaded]) =>
      new Option(name, name, Boolean(loaded), Boolean(loaded))));
  });
  slots();
}

// What keeps a player from sound, and what to do; nothing if all is well.
export function trouble(open, status) {
  if (!open) return `No server answers here. Start it with: ${status.program || "distill"} serve. This page then comes back by itself.`;
  if (status.state === "no model") return "No model is loaded: choose one above, or start the server with --model.";
  if (["waiting", "lost"].includes(status.output_state)) {
    return `Nobody hears this: ${status.output_about}. Look at the sound card, or start the server with --output.`;
  }
  return "";
}

// The first letter that no slot has, or a number.
export function fresh(names) {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  return letters.find((one) => !names.includes(one)) ?? `s${names.length}`;
}

function figures(desk) {
  if (one("sound").hidden) return;
  one("figures").replaceChildren(...FIGURES.filter(([name]) => name in desk.status)
    .flatMap(([name, said]) => {
      const [term, value] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = said;
      value.textContent = desk.status[name] === "" ? "–" : desk.status[name];
      return [term, value];
    }));
}

// --- edits

export function edits(desk) {
  one("undo").onclick = () => desk.act("undo").catch(() => {});
  one("redo").onclick = () => desk.act("redo").catch(() => {});
  one("all").onclick = () => choose(null);
  one("nohand").onclick = () => desk.take(desk.cursor.level, undefined);
  one("code").oninput = ({ target }) => {
    const code = target.valueAsNumber;
    if (code >= 0 && code < desk.size) desk.take(desk.cursor.level, Math.floor(code));
  };
  const choose = (chosen) => {
    desk.chosen = chosen;
    desk.tell("region");
  };
  for (const tool of document.querySelectorAll("[data-tool]")) {
    tool.onclick = () => {
      desk.tool = tool.dataset.tool;
      for (const other of document.querySelectorAll("[data-tool]")) {
        other.setAttribute("aria-checked", String(other === tool));
      }
    };
  }
  for (const button of document.querySelectorAll("[data-act]")) {
    button.onclick = () => perform(desk, button.dataset).catch(() => {});
  }
  const hand = () => {
    const { level, column, band } = desk.cursor;
    const code = desk.hands[level];
    const seen = desk.colours[level];
    one("code").max = String(Math.max(0, desk.size - 1));
    if (document.activeElement !== one("code")) one("code").value = code ?? "";
    one("hand").textContent = code === undefined
      ? `Level ${level}: a stroke carries on the code it begins on. Choose one here to write that.`
      : `Level ${level}: code ${code} is in the hand.`;
    if (seen) one("palette").title = `Colours show ${Math.round(100 * seen.share)} % of the differences of this level's codes`;
    if (desk.grid.columns) {
      const now = desk.grid.at(column, band, level);
      one("said").value = `column ${column}  band ${band}  level ${level}  code ${now ?? "…"}`;
    }
  };
  for (const topic of ["cursor", "hand", "paint", "grid"]) desk.addEventListener(topic, hand);
  desk.addEventListener("hover", ({ detail: { column, band, level } }) => {
    one("said").value =
      `column ${column}  band ${band}  level ${level}  code ${desk.grid.at(column, band, level) ?? "…"}`;
  });
  desk.addEventListener("region", () => {
    const said = words(desk.chosen);
    one("region").textContent = said.length
      ? `Chosen: ${said[0]} ${said[1]}, ${said[2]} ${said[3]}, ${said[4]} ${said[5]}`
      : "Chosen: all of the slot";
  });
  desk.addEventListener("levels", () => {
    const view = one("view");
    if (view.options.length === desk.grid.levels + 3) return;
    const options = ["all", "coarse", "fine", ...Array(desk.grid.levels).keys()];
    view.replaceChildren(...options.map((name) => new Option(name)));
    view.value = desk.window.view;
  });
  one("view").onchange = ({ target }) => {
    desk.window.view = target.value;
    if (/^\d+$/.test(target.value)) desk.cursor.level = Number(target.value);
    desk.tell("grid", "cursor");
  };
}

export async function perform(desk, { act, by, how }) {
  const amount = one("amount").valueAsNumber;
  const chosen = words(desk.chosen);
  const first = desk.chosen ? desk.chosen.columns[0] : 0;
  const other = slotNamed("other");
  const said = {
    fill: [desk.slot, first, ...chosen],
    shift: [desk.slot, Number(by), ...chosen],
    lock: [desk.slot, ...chosen],
    unlock: [desk.slot, ...chosen],
    vary: [desk.slot, amount, ...chosen],
    randomize: [desk.slot, how || "neighbours", amount, ...chosen],
    copy: [desk.slot, other, ...chosen],
    swap: [desk.slot, other, ...chosen],
    clear: [desk.slot],
  }[act];
  return desk.act(act, said);
}

// --- blends

export function blends(desk, vocabulary) {
  const choices = vocabulary.commands.find(({ name }) => name === "interpolate").arguments
    .find(({ name }) => name === "mode").allowed.split(", ");
  one("mode").replaceChildren(...choices.map((name) => new Option(name)));
  let steps = 0;
  const blend = lately(async () => {
    const into = slotNamed("into");
    const values = [slotNamed("from"), slotNamed("to"), into, one("t").valueAsNumber];
    await desk.act("interpolate", [...values, one("mode").value]);
    if (steps++ > 0) desk.wire.ask("join", [into, 2]);
    if (desk.slot !== into) desk.open(into);
  });
  one("t").oninput = () => blend();
  one("t").onchange = () => { setTimeout(() => { steps = 0; }, 200); };
  one("mode").onchange = () => blend();
  one("playblend").onclick = async () => {
    if (!desk.slots.has(slotNamed("into"))) blend();
    await desk.act("sync", [0]).catch(() => {});
    desk.act("play", [slotNamed("into")]).catch(() => {});
  };
  one("towards").onchange = ({ target }) => {
    desk.act("towards", [target.value.trim() || "-"]).catch(() => {});
  };
}

// --- the prior

export function writing(desk) {
  let running = null;
  const write = async (verb) => {
    const values = [desk.slot, "seconds", one("seconds").valueAsNumber || 4];
    const seed = one("seed").valueAsNumber || 0;
    if (seed) values.push("seed", seed);
    one("wrote").textContent = "";
    const asked = desk.wire.ask(verb, values, (share, stage) => {
      one("progress").value = share;
      one("wrote").textContent = `${stage}: ${Math.round(100 * share)} %`;
    });
    running = asked.id;
    one("cancel").disabled = false;
    try {
      const { values: [slot, columns, used, nats] } = await asked;
      one("progress").value = 1;
      one("wrote").textContent =
        `Slot ${slot}: ${columns} columns, seed ${used}, surprise ${Number(nats).toFixed(2)} nats`;
    } catch (error) {
      one("progress").value = 0;
      one("wrote").textContent = error.message;
      if (error.code !== "cancelled") desk.complain(error);
    } finally {
      if (running === asked.id) running = null;
      one("cancel").disabled = running === null;
    }
  };
  one("generate").onclick = () => write("generate");
  one("continue").onclick = () => write("continue");
  one("cancel").onclick = () => running && desk.wire.ask("cancel", [String(running)]);
  return write;
}

// --- files

export function files(desk) {
  one("encode").onclick = async () => {
    const file = one("file").value.trim();
    if (file) await desk.act("encode", [file, desk.slot]).catch(() => {});
  };
  one("capture").onclick = () => desk.act("capture", [8]).catch(() => {});
  one("clip").onclick = () => desk.act("clip", [desk.slot]).catch(() => {});
  document.addEventListener("panel", () => figures(desk));
}

// --- what surprises, column by column

export function surprise(desk) {
  const picture = new Picture(one("surprise"), (pen, width, height) => {
    pen.clearRect(0, 0, width, height);
    const { first, count } = desk.window;
    const left = 52;
    const column = (width - left) / Math.max(1, count);
    pen.fillStyle = "#a9b2bc";
    pen.font = "12px system-ui, 'DejaVu Sans', sans-serif";
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    if (!desk.nats.length) return;
    const [low, high_] = [Math.min(...desk.nats), Math.max(...desk.nats)];
    const mean = desk.nats.reduce((sum, nats) => sum + nats, 0) / desk.nats.length;
    const tall = height >= 34;
    pen.fillText(tall ? high_.toFixed(2) : "nats", left - 10, tall ? 8 : height / 2);
    if (tall) pen.fillText(low.toFixed(2), left - 10, height - 8);
    const range = Math.max(0.2, high_ - low);
    desk.nats.slice(first, first + count).forEach((nats, at) => {
      const high = (height - 2) * (0.15 + (0.85 * (nats - low)) / range);
      pen.fillStyle = nats > (mean + high_) / 2 ? "#f0a94a" : "#7b8794";
      pen.fillRect(left + at * column, height - high, Math.max(1, column - 1), high);
    });
  });
  for (const topic of ["surprise", "window", "grid"]) {
    desk.addEventListener(topic, () => {
      picture.again();
      const mean = desk.nats.reduce((sum, nats) => sum + nats, 0) / (desk.nats.length || 1);
      one("surprise").setAttribute("aria-label",
        `Surprise of the prior for each column; mean ${mean.toFixed(2)} nats`);
    });
  }
}

// --- the log

export function journal(desk) {
  const add = (text, bad = false) => {
    const line = document.createElement("li");
    line.textContent = `${new Date().toLocaleTimeString("en-GB")}  ${text}`;
    if (bad) line.className = "bad";
    one("lines").prepend(line);
    while (one("lines").children.length > LINES) one("lines").lastChild.remove();
  };
  desk.addEventListener("news", ({ detail: { topic, values } }) => {
    if (!/^(param|slot|ack)/.test(topic)) {
      add(`${topic} ${values.join(" ")}`);
    }
  });
  desk.wire.addEventListener("refused", ({ detail }) => {
    if (detail.code !== "cancelled") add(`${detail.verb}: ${detail.message}`, true);
  });
  desk.wire.addEventListener("open", () => add("the server answers"));
  desk.wire.addEventListener("closed", () => add("the server has gone", true));
  let hiding = 0;
  desk.addEventListener("complaint", ({ detail }) => {
    one("toast").textContent = detail;
    one("toast").hidden = false;
    clearTimeout(hiding);
    hiding = setTimeout(() => { one("toast").hidden = true; }, 5000);
  });
}

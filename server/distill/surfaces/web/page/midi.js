// What each MIDI control does, on the panel of the sound.

import { byId } from "./panels.js";

export function midiControls(store) {
  let shown = "";
  const show = async () => {
    const { midi_map: map, midi_bindings: count } = store.status;
    byId("midi").hidden = map === undefined;
    const wanted = `${map} ${count}`;
    if (byId("sound").hidden || map === undefined || !store.wire.open || shown === wanted) return;
    shown = wanted;
    const { pages } = await store.wire.request("midi/list");
    byId("controls").replaceChildren(...pages.flatMap((page) => {
      const [term, text] = [document.createElement("dt"), document.createElement("dd")];
      [term.textContent, text.textContent] = control(page);
      return [term, text];
    }));
  };
  store.addEventListener("state", () => show().catch(() => {}));
  document.addEventListener("panel", () => show().catch(() => {}));
  store.addEventListener("notification", ({ detail: { topic } }) => {
    if (topic !== "midi") return;
    shown = "";
    store.readStatus();
  });
}

// A binding as two texts: the control, and what it does.
export function control([target, source, number, channel, port, mode, first, last]) {
  const name = number < 0 ? source : `${source} ${number}`;
  const where = [channel ? `channel ${channel}` : "", port].filter((word) => word).join(", ");
  const how = ["absolute", "trigger"].includes(mode) ? "" : `, ${mode}`;
  const range = first === undefined ? "" : ` ${first}..${last}`;
  return [where ? `${name} (${where})` : name, `${target}${range}${how}`];
}

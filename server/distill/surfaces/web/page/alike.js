// Codes like: the places of the model's sounds that are like a region of the slot.

import { regionArguments } from "./grid.js";
import { playPlace, quote } from "./found.js";
import { byId } from "./panels.js";
import { baseName, clock, css } from "./places.js";

// Places of the answer of `find`, nearest first: [{file, second, distance}].
export function decodeFound(pages) {
  return pages.map(([file, second, distance]) => ({ file: String(file), second, distance }));
}

// How near a place is, in words.
export function nearness(distance) {
  return `${Math.round(100 * Math.max(0, 1 - distance))} %`;
}

// Arguments that copy so many columns over a region of a slot.
export function copyArguments(found, count, slot, selection) {
  const [, , ...rest] = regionArguments(selection);
  const at = selection ? selection.columns[0] : 0;
  return [found, slot, "columns", `0-${count - 1}`, ...rest, "at", at];
}

export function alike(store) {
  const { corpus } = store;
  const [button, list, says] = [byId("like"), byId("alike"), byId("likesays")];
  corpus.addEventListener("files", () => {
    byId("likes").hidden = !corpus.files.length;
    list.replaceChildren();
    says.textContent = "";
  });
  button.onclick = async () => {
    const { slot, selection } = store;
    const [, columns] = regionArguments(selection);
    button.disabled = true;
    says.textContent = "Looking …";
    list.replaceChildren();
    try {
      const { values, pages } = await store.act("find", columns ? [slot, columns] : [slot]);
      const region = { slot, selection, count: values[2] };
      const where = columns ? `columns ${columns} of slot ${slot}` : `slot ${slot}`;
      says.textContent = pages.length
        ? `Like ${where}, nearest first:` : `Nothing is like ${where}.`;
      list.replaceChildren(...decodeFound(pages).map((place) => row(place, region)));
    } catch (error) {
      says.textContent = error.message;
    } finally {
      button.disabled = false;
    }
  };

  function row(place, region) {
    const line = document.createElement("li");
    const [hear, copy] = [document.createElement("button"), document.createElement("button")];
    const [swatch, text, name, near] = ["i", "span", "b", "small"].map((tag) =>
      document.createElement(tag));
    const where = `${place.file} at ${clock(place.second, 1)}`;
    hear.className = "place";
    swatch.className = "swatch";
    swatch.style.background = css(corpus.number(place.file));
    name.textContent = baseName(place.file);
    near.textContent = `${clock(place.second, 1)} · ${nearness(place.distance)} alike`;
    text.append(name, near);
    hear.title = where;
    hear.setAttribute("aria-label", `Play ${where}, ${nearness(place.distance)} alike`);
    hear.onclick = () => playPlace(store, place, region.count).catch(() => {});
    hear.append(swatch, text);
    copy.textContent = "Copy";
    copy.setAttribute("aria-label", `Copy ${where} over the region`);
    copy.onclick = () => copyOver(place, region).catch(() => {});
    line.append(hear, copy);
    return line;
  }

  async function copyOver(place, { slot, selection, count }) {
    const { slot: found, columns } = await quote(store, place, count);
    await store.act("copy", copyArguments(found, Math.min(columns, count), slot, selection));
  }
}

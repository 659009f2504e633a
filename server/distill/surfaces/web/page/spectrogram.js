// Scrolling spectrogram and level meters of the output; polled only while the page is visible.

import { byId } from "./panels.js";
import { Picture } from "./picture.js";

const POLL_MS = 60; // a frame is 50 ms of sound
const IDLE_MS = 500;
const FLOOR_DB = -90;
const DARK_DB = -80;
const BRIGHT_DB = -15;
const HISTORY = 400; // frames, 20 s

export function spectrogram(store) {
  const frames = [];
  let last = 0;
  let peak = [FLOOR_DB, FLOOR_DB];
  const ink = inks();
  const picture = new Picture(byId("spectrum"), (pen, width, height) => {
    pen.fillStyle = "#000";
    pen.fillRect(0, 0, width, height);
    const regions = frames[0]?.length ?? 0;
    if (!regions) return;
    const shown = Math.min(HISTORY, Math.ceil(width / 3));
    const visible = frames.slice(-shown);
    const image = new ImageData(shown, regions);
    const pixels = new Uint32Array(image.data.buffer).fill(0xff000000);
    visible.forEach((frame, at) => {
      const column = shown - visible.length + at;
      frame.forEach((level, region) => {
        pixels[(regions - 1 - region) * shown + column] = ink[shade(level)];
      });
    });
    const strip = document.createElement("canvas");
    strip.width = shown;
    strip.height = regions;
    strip.getContext("2d").putImageData(image, 0, 0);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(strip, 0, 0, width, height);
  });
  const meter = new Picture(byId("meter"), (pen, width, height) => {
    pen.fillStyle = "#20262d";
    pen.fillRect(0, 0, width, height);
    peak.forEach((level, side) => {
      const share = Math.max(0, 1 - level / FLOOR_DB);
      pen.fillStyle = level > -1 ? "#ff6b61" : "#7ddc7a";
      pen.fillRect(2, 3 + side * (height / 2 - 1), (width - 4) * share, height / 2 - 5);
    });
  });
  async function poll() {
    let rest = IDLE_MS;
    if (store.wire.open && !document.hidden) {
      try {
        const { values, pages } = await store.wire.request("spectrum", [last]);
        [last] = values;
        for (const [left, right, ...regions] of pages) {
          frames.push(regions);
          peak = [Math.max(left, peak[0] - 1.5), Math.max(right, peak[1] - 1.5)];
        }
        frames.splice(0, Math.max(0, frames.length - HISTORY));
        const loud = peak.some((level) => level > FLOOR_DB + 1);
        if (loud || store.status.transport !== "stop") rest = POLL_MS;
        picture.redraw();
        meter.redraw();
        byId("meter").setAttribute("aria-label", `Level ${Math.round(Math.max(...peak))} dB`);
      } catch {
        last = 0;
      }
    }
    setTimeout(poll, rest);
  }
  poll();
}

function shade(level) {
  return Math.max(0, Math.min(255, Math.round((255 * (level - DARK_DB)) / (BRIGHT_DB - DARK_DB))));
}

// Colour ramp: black, blue-green, amber, white.
function inks() {
  const stops = [[0, 0, 0], [16, 58, 74], [66, 150, 132], [240, 169, 74], [255, 246, 220]];
  return Uint32Array.from({ length: 256 }, (_, at) => {
    const where = (at / 255) * (stops.length - 1);
    const from = Math.min(stops.length - 2, Math.floor(where));
    const [r, g, b] = stops[from].map((low, part) =>
      Math.round(low + (where - from) * (stops[from + 1][part] - low)));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

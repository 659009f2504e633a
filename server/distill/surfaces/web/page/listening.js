// What is heard: a spectrogram that runs, and meters; asked for only while somebody looks.

import { one } from "./panels.js";
import { Picture } from "./view.js";

const LOOKS_MS = 60; // a look is 50 ms of sound
const IDLE_MS = 500;
const FLOOR_DB = -90;
const DARK_DB = -80;
const BRIGHT_DB = -15;
const KEPT = 400; // looks: 20 s

export function listening(desk) {
  const looks = [];
  let since = 0;
  let peak = [FLOOR_DB, FLOOR_DB];
  const ink = inks();
  const picture = new Picture(one("spectrum"), (pen, width, height) => {
    pen.fillStyle = "#000";
    pen.fillRect(0, 0, width, height);
    const regions = looks[0]?.length ?? 0;
    if (!regions) return;
    const shown = Math.min(KEPT, Math.ceil(width / 3));
    const seen = looks.slice(-shown);
    const image = new ImageData(shown, regions);
    const pixels = new Uint32Array(image.data.buffer).fill(0xff000000);
    seen.forEach((look, at) => {
      const column = shown - seen.length + at;
      look.forEach((level, region) => {
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
  const meter = new Picture(one("meter"), (pen, width, height) => {
    pen.fillStyle = "#20262d";
    pen.fillRect(0, 0, width, height);
    peak.forEach((level, side) => {
      const share = Math.max(0, 1 - level / FLOOR_DB);
      pen.fillStyle = level > -1 ? "#ff6b61" : "#7ddc7a";
      pen.fillRect(2, 3 + side * (height / 2 - 1), (width - 4) * share, height / 2 - 5);
    });
  });
  async function ask() {
    let rest = IDLE_MS;
    if (desk.wire.open && !document.hidden) {
      try {
        const { values, pages } = await desk.wire.ask("spectrum", [since]);
        [since] = values;
        for (const [left, right, ...regions] of pages) {
          looks.push(regions);
          peak = [Math.max(left, peak[0] - 1.5), Math.max(right, peak[1] - 1.5)];
        }
        looks.splice(0, Math.max(0, looks.length - KEPT));
        const loud = peak.some((level) => level > FLOOR_DB + 1);
        if (loud || desk.status.transport !== "stop") rest = LOOKS_MS;
        picture.again();
        meter.again();
        one("meter").setAttribute("aria-label", `Level ${Math.round(Math.max(...peak))} dB`);
      } catch {
        since = 0;
      }
    }
    setTimeout(ask, rest);
  }
  ask();
}

function shade(level) {
  return Math.max(0, Math.min(255, Math.round((255 * (level - DARK_DB)) / (BRIGHT_DB - DARK_DB))));
}

// From black over blue-green and amber to paper.
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

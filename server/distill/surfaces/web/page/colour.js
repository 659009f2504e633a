// Colours of codes: the map of a codebook placed in OKLab, so that near codes have similar colours.
// OKLab: Ottosson 2020, "A perceptual color space for image processing".

export const DARKEST = 0.26;
export const LIGHTEST = 0.9;
export const WIDTH = 0.17; // chroma at the ends of the second and third axis
const FAR = 1.9; // end of a scale, in root mean squares from the middle

// OKLab to sRGB bytes; colours outside the gamut are clipped.
export function rgb(lightness, a, b) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    byte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function byte(linear) {
  const cut = Math.min(1, Math.max(0, linear));
  const screen = cut <= 0.0031308 ? 12.92 * cut : 1.055 * cut ** (1 / 2.4) - 0.055;
  return Math.round(255 * screen);
}

// The colour of a point on the map, each coordinate -1..1; `sign` is 1 or -1: which end is lighter.
export function colour(x, y, z, sign = 1) {
  const middle = (DARKEST + LIGHTEST) / 2;
  return rgb(middle + ((LIGHTEST - DARKEST) / 2) * x * sign, WIDTH * y, WIDTH * z);
}

// Colours of a level: one canvas pixel for each band and code, [bands * codes]. `signs` holds the
// sign of the first axis for each band.
export function codeInks(places, signs) {
  const codes = places.length / 3;
  const scales = [0, 1, 2].map((axis) => spread(places, axis));
  const along = (code, axis) => Math.min(1, Math.max(-1, places[3 * code + axis] * scales[axis]));
  const found = new Uint32Array(signs.length * codes);
  for (let band = 0; band < signs.length; band++) {
    for (let code = 0; code < codes; code++) {
      const [r, g, b] = colour(along(code, 0), along(code, 1), along(code, 2), signs[band]);
      found[band * codes + code] = pixel(r, g, b);
    }
  }
  return found;
}

// Scale of an axis, so that it uses its whole range however few codes lie far out.
function spread(places, axis) {
  let sum = 0;
  for (let at = axis; at < places.length; at += 3) sum += places[at] ** 2;
  const usual = Math.sqrt(sum / Math.max(1, places.length / 3));
  return usual > 0 ? 1 / (FAR * usual) : 0;
}

export function pixel(r, g, b) {
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

export function css(number) {
  return `rgb(${number & 255} ${(number >>> 8) & 255} ${(number >>> 16) & 255})`;
}

// An order of all codes in which neighbours are similar: rows along the first axis, each sorted by
// the second, in alternating direction. The palette and steps to the next code follow it.
export function order(places) {
  const codes = places.length / 3;
  const wide = Math.ceil(Math.sqrt(codes));
  const by = (axis) => (a, b) => places[3 * a + axis] - places[3 * b + axis] || a - b;
  const sorted = [...Array(codes).keys()].sort(by(0));
  const found = [];
  for (let start = 0, row = 0; start < codes; start += wide, row++) {
    const part = sorted.slice(start, start + wide).sort(by(1));
    found.push(...(row % 2 ? part.reverse() : part));
  }
  return found;
}

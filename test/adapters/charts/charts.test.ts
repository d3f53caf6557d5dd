import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createCharts } from '../../../src/adapters/charts/charts.ts';
import { asSvg } from '../../../src/adapters/charts/draw.ts';
import { COLOURS, sizeOf } from '../../../src/adapters/charts/option.ts';
import { picture } from '../../../src/coordination/flow/picture.ts';
import { BUSY, weeks } from '../../coordination/flow/weeks.ts';

const chartOf = (count: number, of?: Parameters<typeof weeks>[1]) =>
  picture({ of: 'Design & <research>', weeks: weeks(count, of), zone: 'Europe/London' });

/** Width, height and the pixels of a PNG of eight-bit RGBA, its filters undone. */
function pixelsOf(png: Uint8Array) {
  const bytes = Buffer.from(png);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at) + 12)
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * 4;
  const pixels = Buffer.alloc(stride * height);
  const paeth = (a: number, b: number, c: number): number => {
    const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
  };
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const left = x >= 4 ? (pixels[y * stride + x - 4] ?? 0) : 0;
      const up = y > 0 ? (pixels[(y - 1) * stride + x] ?? 0) : 0;
      const corner = x >= 4 && y > 0 ? (pixels[(y - 1) * stride + x - 4] ?? 0) : 0;
      const add = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      pixels[y * stride + x] = ((raw[y * (stride + 1) + 1 + x] ?? 0) + add) & 255;
    }
  }
  return { width, height, pixels };
}

/** Of red, green and blue in how light a colour is: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
const WEIGHTS = [0.2126, 0.7152, 0.0722];

/** How many pixels have each colour, as `#rrggbbaa`. */
function coloursOf({ pixels }: ReturnType<typeof pixelsOf>): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = `#${pixels.toString('hex', at, at + 4)}`;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return counts;
}

describe('a chart', () => {
  test.each([1, 12, 52])('of %i weeks is a picture of its own size, on paper of its own', async (count) => {
    const chart = chartOf(count);
    const drawn = pixelsOf(await createCharts().png(chart));
    expect({ width: drawn.width, height: drawn.height }).toEqual(sizeOf(chart));
    const colours = coloursOf(drawn);
    const all = drawn.width * drawn.height;
    expect(colours.get(`${COLOURS.paper}ff`) ?? 0).toBeGreaterThan(all / 2);
    for (const hue of ['good', 'bad', 'quiet', 'main', 'second'] as const)
      expect(colours.get(`${COLOURS[hue]}ff`) ?? 0, hue).toBeGreaterThan(100);
    expect([...colours.keys()].every((colour) => colour.endsWith('ff'))).toBe(true);
  });

  test('has letters, in the font that comes along', async () => {
    const drawn = pixelsOf(await createCharts().png(chartOf(12)));
    const ink = coloursOf(drawn).get(`${COLOURS.ink}ff`) ?? 0;
    expect(ink).toBeGreaterThan(2_000);
  });

  test('of nothing is drawn as well', async () => {
    const chart = chartOf(12, () => ({}));
    const { width, height } = pixelsOf(await createCharts().png(chart));
    expect({ width, height }).toEqual(sizeOf(chart));
  });

  test('takes words as words', () => {
    const svg = asSvg(chartOf(1));
    expect(svg).toContain('Design &amp; &lt;research&gt;: one week');
    expect(svg).not.toContain('<research>');
  });

  test('labels the last week, however many there are', () => {
    for (const count of [1, 2, 9, 12, 51, 52])
      expect(asSvg(chartOf(count, () => BUSY)).match(/>20 Nov</g)).toHaveLength(2);
  });

  test.each(Object.entries(COLOURS).filter(([name]) => name !== 'paper' && name !== 'line'))(
    'shows %s clearly on its paper',
    (name, colour) => {
      const light = (hex: string): number =>
        [1, 3, 5]
          .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
          .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
          .reduce((sum, c, n) => sum + c * (WEIGHTS[n] ?? 0), 0);
      const contrast = (light(COLOURS.paper) + 0.05) / (light(colour) + 0.05);
      expect(contrast).toBeGreaterThan(name === 'ink' || name === 'faint' ? 4.5 : 3);
    },
  );
});

/** A chart as SVG by echarts, without a browser, and as PNG by resvg, in a font of our own: no computer's fonts are asked for. */
import { createRequire } from 'node:module';
import { renderAsync } from '@resvg/resvg-js';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from '../../coordination/chart.ts';
import { COLOURS, FONT, optionOf, sizeOf } from './option.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** Found beside the program as npm puts packages, wherever that is. */
const { resolve } = createRequire(import.meta.url);
const FONT_FILES = [
  '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
  '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
].map((file) => resolve(file));

export async function draw(chart: Chart): Promise<Uint8Array<ArrayBuffer>> {
  const svg = asSvg(chart);
  const image = await renderAsync(svg, {
    background: COLOURS.paper,
    font: { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: FONT },
  });
  return new Uint8Array(image.asPng());
}

export function asSvg(chart: Chart): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, ...sizeOf(chart) });
  try {
    drawing.setOption(optionOf(chart));
    return drawing.renderToSVGString();
  } finally {
    drawing.dispose();
  }
}

/**
 * A chart as an option of echarts: pure. A chat shows a picture at a third of its width on a phone, so letters are large;
 * it has a paper of its own, so that it reads the same on light and on dark.
 */
import type { EChartsCoreOption } from 'echarts/core';
import type { Chart, Hue, Panel, Series } from '../../coordination/chart.ts';

export const FONT = 'Inter';
/** At least 4.5 to 1 against the paper for letters, 3 to 1 for marks. */
export const COLOURS = {
  paper: '#ffffff',
  ink: '#1c2430',
  faint: '#5b6675',
  line: '#d9dee5',
  good: '#12806a',
  bad: '#d0472e',
  main: '#3355c8',
  second: '#a8620c',
  quiet: '#8a94a3',
} as const satisfies Record<Hue | 'paper' | 'ink' | 'faint' | 'line', string>;

const WIDTH = 1200;
const MARGIN = 48;
const HEAD = 130;
const PANEL = 380;
/** Above the plot of a panel: its title and its legend. */
const PANEL_HEAD = 76;
const SHARE = 62;
const SIZE = { title: 40, subtitle: 28, panel: 30, label: 26 } as const;
/** More labels than that along an axis run into one another. */
const MOST_LABELS = 8;
/** Points of longer lines are not marked. */
const MOST_MARKS = 20;

const heightOf = (panel: Panel): number =>
  panel.panel === 'shares' ? PANEL_HEAD + panel.shares.length * SHARE + 24 : PANEL;

export const sizeOf = ({ panels }: Chart): { readonly width: number; readonly height: number } => ({
  width: WIDTH,
  height: HEAD + panels.reduce((sum, panel) => sum + heightOf(panel), 0) + 16,
});

const words = (size: number, colour: string = COLOURS.ink, weight = 400) => ({
  fontFamily: FONT,
  fontSize: size,
  color: colour,
  fontWeight: weight,
});

/** What one panel adds to the option. */
interface Drawn {
  readonly title: object;
  readonly grid: object;
  readonly xAxis: object;
  readonly yAxis: object;
  readonly legend: object | null;
  readonly series: readonly object[];
}

export function optionOf(chart: Chart): EChartsCoreOption {
  let top = HEAD;
  const drawn = chart.panels.map((panel, n) => {
    const at = top;
    top += heightOf(panel);
    return panel.panel === 'shares' ? sharesPanel(panel, n, at) : timePanel(panel, n, at);
  });
  const heading = {
    left: MARGIN - 5,
    top: 28,
    text: chart.title,
    subtext: chart.subtitle,
    itemGap: 12,
    textStyle: { ...words(SIZE.title, COLOURS.ink, 600), width: WIDTH - 2 * MARGIN, overflow: 'truncate' },
    subtextStyle: words(SIZE.subtitle, COLOURS.faint),
  };
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    title: [heading, ...drawn.map(({ title }) => title)],
    legend: drawn.flatMap(({ legend }) => (legend ? [legend] : [])),
    grid: drawn.map(({ grid }) => grid),
    xAxis: drawn.map(({ xAxis }) => xAxis),
    yAxis: drawn.map(({ yAxis }) => yAxis),
    series: drawn.flatMap(({ series }) => series),
  };
}

const panelTitle = (text: string, top: number) => ({
  left: MARGIN - 5,
  top: top + 8,
  text,
  textStyle: words(SIZE.panel, COLOURS.ink, 600),
});

type OverTime = Extract<Panel, { panel: 'over time' }>;

function timePanel(panel: OverTime, n: number, top: number): Drawn {
  const { labels } = panel;
  const place = { xAxisIndex: n, yAxisIndex: n };
  const every = Math.ceil(labels.length / MOST_LABELS);
  // The last week is the one that matters: it always has its label.
  const isLabelled = (index: number): boolean => (labels.length - 1 - index) % every === 0;
  return {
    title: panelTitle(panel.title, top),
    legend: {
      right: MARGIN,
      top: top + 10,
      data: [...panel.bars, ...panel.lines].map((s) => ({ name: nameOf(s, n) })),
      formatter: (name: string) => name.replace(/^\d+ /, ''),
      itemGap: 26,
      itemWidth: 26,
      itemHeight: 18,
      selectedMode: false,
      textStyle: words(SIZE.label, COLOURS.faint),
    },
    grid: { left: MARGIN + 64, right: MARGIN, top: top + PANEL_HEAD, height: PANEL - PANEL_HEAD - 76 },
    xAxis: {
      type: 'category',
      gridIndex: n,
      data: [...labels],
      boundaryGap: true,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: COLOURS.line, width: 2 } },
      axisLabel: {
        ...words(SIZE.label, COLOURS.faint),
        interval: isLabelled,
        margin: 16,
        hideOverlap: false,
      },
    },
    yAxis: {
      type: 'value',
      gridIndex: n,
      minInterval: 1,
      splitNumber: 3,
      min: 0,
      // An empty panel has a scale as well.
      max: ({ max }: { readonly max: number }) => (max > 0 ? null : 1),
      axisLabel: words(SIZE.label, COLOURS.faint),
      splitLine: { lineStyle: { color: COLOURS.line, width: 1.5 } },
    },
    series: [
      ...panel.bars.map((bars) => ({
        ...place,
        type: 'bar',
        stack: `panel ${n}`,
        name: nameOf(bars, n),
        data: [...bars.values],
        barMaxWidth: 90,
        itemStyle: { color: COLOURS[bars.hue] },
      })),
      ...panel.lines.map((line) => ({
        ...place,
        type: 'line',
        name: nameOf(line, n),
        data: [...line.values],
        connectNulls: true,
        showSymbol: labels.length <= MOST_MARKS,
        symbol: 'circle',
        symbolSize: 14,
        lineStyle: { color: COLOURS[line.hue], width: 5 },
        itemStyle: { color: COLOURS[line.hue] },
      })),
    ],
  };
}

/** A legend finds its series by name alone, so those of each panel begin with its number. */
const nameOf = ({ name }: Series, panel: number): string => `${panel} ${name}`;

type Shares = Extract<Panel, { panel: 'shares' }>;

/** Each share is a line of words with its bar behind: labels are sentences, for which an axis has no room. */
function sharesPanel({ title, shares }: Shares, n: number, top: number): Drawn {
  return {
    title: panelTitle(title, top),
    legend: null,
    grid: { left: MARGIN + 110, right: MARGIN, top: top + PANEL_HEAD, height: shares.length * SHARE },
    xAxis: { type: 'value', gridIndex: n, min: 0, max: 1, show: false },
    yAxis: {
      type: 'category',
      gridIndex: n,
      inverse: true,
      data: shares.map(({ share }) => `${Math.round(share * 100)} %`),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { ...words(SIZE.label, COLOURS.ink, 600), margin: 18 },
    },
    series: [
      {
        type: 'bar',
        xAxisIndex: n,
        yAxisIndex: n,
        barWidth: 16,
        data: shares.map(({ share, hue }) => ({ value: share, itemStyle: { color: COLOURS[hue] } })),
        itemStyle: { borderRadius: 4 },
        label: {
          show: true,
          position: 'insideTopLeft',
          distance: 0,
          offset: [0, -32],
          formatter: ({ dataIndex }: { readonly dataIndex: number }) => shares[dataIndex]?.label ?? '',
          ...words(SIZE.label),
        },
      },
    ],
  };
}

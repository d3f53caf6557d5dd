/** Draws charts as pictures, on the server: what draws is heavy, and loaded when the first is asked for. */
import type { Charts } from '../../coordination/ports.ts';

export const createCharts = (): Charts => ({
  async png(chart) {
    const { draw } = await import('./draw.ts');
    return draw(chart);
  },
});

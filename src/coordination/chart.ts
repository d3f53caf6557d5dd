/** A picture of figures as data: an adapter draws it, and whoever sees no pictures is given words instead. */

/** What a colour means: the same in every picture. */
export type Hue = 'good' | 'bad' | 'main' | 'second' | 'quiet';

export interface Series {
  readonly name: string;
  readonly hue: Hue;
  /** One for each label; null where there is nothing to tell. */
  readonly values: readonly (number | null)[];
}

/** One below the other; bars of a panel stand on one another. */
export type Panel =
  | {
      readonly panel: 'over time';
      readonly title: string;
      readonly labels: readonly string[];
      readonly bars: readonly Series[];
      readonly lines: readonly Series[];
    }
  /** Parts of a whole, each from 0 to 1, the largest first. */
  | {
      readonly panel: 'shares';
      readonly title: string;
      readonly shares: readonly { readonly label: string; readonly share: number; readonly hue: Hue }[];
    };

export interface Chart {
  readonly title: string;
  readonly subtitle: string;
  readonly panels: readonly Panel[];
}

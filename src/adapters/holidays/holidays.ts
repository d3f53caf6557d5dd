/** Public holidays by region, from date-holidays: loaded ahead for regions in use, else when the first is asked for. */
import { createRequire } from 'node:module';
import type { DaysOff, LocalDate } from '../../coordination/calendar.ts';
import type { Holidays } from '../../coordination/ports.ts';

type Library = typeof import('date-holidays').default;

/** Half a second of start-up, which nobody pays who names no region. */
let library: Library | undefined;
function load(): Library {
  if (!library) {
    const loaded = createRequire(import.meta.url)('date-holidays') as { default?: Library } | Library;
    library = 'default' in loaded && loaded.default ? loaded.default : (loaded as Library);
  }
  return library;
}

const CODE = /^[A-Z]{2}(?:-[A-Z0-9]{1,4}){0,2}$/;

export interface LoadedAhead extends Holidays {
  /** Has these regions known for the years of the dates, so that nobody waits for it who gives a command. */
  warm(regions: readonly string[], dates: readonly LocalDate[]): void;
}

export function createHolidays(): LoadedAhead {
  const regions = new Map<string, DaysOff>();
  const holidays: LoadedAhead = {
    isRegion(code) {
      if (!CODE.test(code)) return false;
      const Library = load();
      const [country = '', state, region] = code.split('-');
      const known = new Library();
      if (!(country in known.getCountries())) return false;
      if (state === undefined) return true;
      if (!(state in (known.getStates(country) ?? {}))) return false;
      return region === undefined || region in (known.getRegions(country, state) ?? {});
    },
    daysOff(code) {
      let found = regions.get(code);
      if (!found) {
        found = lazily(code);
        regions.set(code, found);
      }
      return found;
    },
    warm(codes, dates) {
      for (const code of codes) for (const date of dates) holidays.daysOff(code).holidays.has(date);
    },
  };
  return holidays;
}

interface Year {
  readonly holidays: ReadonlySet<LocalDate>;
  readonly halfDays: ReadonlyMap<LocalDate, number>;
}

function lazily(code: string): DaysOff {
  const years = new Map<string, Year>();
  const yearOf = (date: LocalDate): Year => {
    const year = date.slice(0, 4);
    let found = years.get(year);
    if (!found) {
      found = yearIn(code, Number(year));
      years.set(year, found);
    }
    return found;
  };
  return {
    holidays: { has: (date) => yearOf(date).holidays.has(date) },
    halfDays: { get: (date) => yearOf(date).halfDays.get(date) },
  };
}

/**
 * On a public holiday nobody works. A day that is only the banks' off counts where it begins after midnight: work ends
 * then, as on 24 December in Germany.
 */
function yearIn(code: string, year: number): Year {
  const [country = '', state, region] = code.split('-');
  const Library = load();
  const calendar = new Library(
    { country, ...(state ? { state } : {}), ...(region ? { region } : {}) },
    { types: ['public', 'bank'] },
  );
  const holidays = new Set<LocalDate>();
  const halfDays = new Map<LocalDate, number>();
  for (const { date, type } of calendar.getHolidays(year)) {
    const [day = '', clock = '00:00'] = date.split(' ');
    const [hours = 0, minutes = 0] = clock.split(':').map(Number);
    const begins = hours * 60 + minutes;
    if (begins > 0) halfDays.set(day, begins);
    else if (type === 'public') holidays.add(day);
  }
  return { holidays, halfDays };
}

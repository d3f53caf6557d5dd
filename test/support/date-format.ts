/** Formats are dear to make, and a screen full of messages asks for a few of them hundreds of times. */
const made = new Map<string, Intl.DateTimeFormat>();

export function formatOf(
  locale: string,
  zone: string,
  options: Intl.DateTimeFormatOptions = {},
): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, zone, options]);
  let format = made.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    made.set(key, format);
  }
  return format;
}

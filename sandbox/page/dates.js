// French dates, in the hour of Paris, with non-breaking spaces.

const ZONE = "Europe/Paris";
const format = (options) => new Intl.DateTimeFormat("fr-FR", { timeZone: ZONE, ...options });
const DAY = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = format({ weekday: "short", day: "numeric", month: "short" });
const BARE_DAY = format({ day: "numeric", month: "short" });
const HOUR = format({ hour: "2-digit", minute: "2-digit" });
const KEY = format({ year: "numeric", month: "2-digit", day: "2-digit" });

const hours = (date) => HOUR.format(date).replace(/^0/, "").replace(":", "\u00a0h\u00a0");
const first = (text) => text.replace(/(^|\s)1 (?=\p{L})/u, "$11er ");

export const dayKey = (millis) => KEY.format(new Date(millis));
export const timeOf = (millis) => hours(new Date(millis));
export const longDay = (millis) => first(DAY.format(new Date(millis)));
export const longDate = (date) => `${first(DAY.format(date))}, ${hours(date)}`;
export const shortDay = (date, bare) => first((bare ? BARE_DAY : SHORT_DAY).format(date));
export const iso = (millis) => new Date(millis).toISOString();

// Words and times as people read them. The words come translated, in the page itself (pages/_session_words.html).

const UNITS = ["B", "KB", "MB", "GB"];

/** The page's messages by name; a {named} place in a message is filled when it is said. */
export class Words {
  #messages;

  /** @param {Record<string, string>} messages */
  constructor(messages) {
    this.#messages = messages;
  }

  /** The words that travelled in this page. */
  static ofPage() {
    return new Words(JSON.parse(document.getElementById("session-words").textContent));
  }

  /** A message with its places filled; an unknown name is shown as it is. */
  say(name, places = {}) {
    const message = this.#messages[name] ?? name;
    return message.replace(/\{(\w+)\}/g, (whole, place) => (place in places ? String(places[place]) : whole));
  }

  /** Whether there is such a message. */
  has(name) {
    return name in this.#messages;
  }

  /** How long something lasted: "3 min 20 s". */
  span(seconds) {
    const whole = Math.round(seconds);
    const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
    if (minutes === 0) return this.say("seconds", { seconds: rest });
    return rest === 0 ? this.say("minutes", { minutes }) : this.say("span_minutes", { minutes, seconds: rest });
  }
}

/** Seconds since the sitting began as a clock shows them: "3:07", "1:03:07". */
export function clockTime(seconds) {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Seconds out of what somebody typed ("3:07", "187", "1:03:07"), or null where it is no time. */
export function typedTime(text) {
  const parts = text.trim().replaceAll("：", ":").split(":");
  if (parts.length > 3 || parts.some((part) => !/^\d+(\.\d+)?$/.test(part))) return null;
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** A moment of the wall clock as this language writes it, to the minute. */
export function wallTime(iso, language) {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  return moment.toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

/** A number to at most one decimal, without a needless zero. */
export function shortNumber(number) {
  return String(Math.round(number * 10) / 10);
}

/** A number of bytes as people read it, to two digits: "210 KB". */
export function shownSize(bytes, language) {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const number = (bytes / 1000 ** power).toLocaleString(language, { maximumSignificantDigits: 2 });
  return `${number} ${UNITS[power]}`;
}

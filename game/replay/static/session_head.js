// The head of the page and the sitting in short: what stays the same however time moves.

import { element, find } from "./session_dom.js";
import { clockTime } from "./session_words.js";

/** Show the facts of a session, what should be known about its recording, what was said and the summary. */
export function showHead(told, words) {
  find("headline").textContent = told.headline ?? "";
  const facts = [
    ["fact_length", words.span(told.length_s)],
    ["fact_mode", told.mode_title],
    ["fact_mind", told.mind_title],
    ["fact_source", told.source_title],
  ].filter(([, text]) => text);
  find("facts").replaceChildren(...facts.map(([name, text]) => pair(words.say(name), text)));
  const notices = [
    told.ended_early ? words.say("ended_early") : "",
    told.same_rules ? "" : words.say("other_rules"),
    told.gaps.length ? words.say("gaps", { what: told.gaps.join(words.say("and")) }) : "",
  ].filter(Boolean);
  find("notices").replaceChildren(...notices.map((text) => element("p", { class: "note", text })));
  showAround(told, words);
}

function showAround(told, words) {
  find("summary").replaceChildren(...told.summary.map(({ title, value }) => pair(title, String(value))));
  const said = [...told.feelings, ...told.words].sort((one, other) => one.t_s - other.t_s);
  const lines = said.map((each) =>
    element("li", {}, [
      element("span", { class: "event-time", text: clockTime(each.t_s) }),
      element("span", {}, [
        element("span", { text: each.text }),
        ...(each.sounded ? [element("span", { class: "soft sounded", text: words.say("sounded", { text: each.sounded }) })] : []),
      ]),
    ]),
  );
  const none = element("li", { class: "soft", text: words.say("feelings_none") });
  find("feelings").replaceChildren(...(lines.length ? lines : [none]));
}

function pair(term, text) {
  return element("div", {}, [element("dt", { text: term }), element("dd", { text })]);
}

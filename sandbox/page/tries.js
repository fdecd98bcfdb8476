// « Essayez »: some things to click, where the page has them; each leads to its button.

import { byId, el } from "./dom.js";

const CLOSED = "tries-closed";
const TRIES = [
  ["Moi aussi", "sous une question"],
  ["Je viens", "sous l’annonce de la rencontre"],
  ["Prochaine échéance", "en haut\u00a0: la suite"],
];
const OTHER_SERVER = "#servers a:not([aria-current])";

/** Show the note once the page has something to try, unless it was closed before. */
export function offerTries() {
  if (localStorage.getItem(CLOSED)) return;
  const found = TRIES.filter(([label]) => target(label));
  byId("tries").hidden = found.length < TRIES.length;
  const other = document.querySelector(OTHER_SERVER);
  byId("tries-list").replaceChildren(
    ...found.map(([label, where]) => tried(label, where, () => lead(target(label)))),
    ...(other ? [tried(other.textContent, "en haut\u00a0: un autre serveur, d’autres personnes", () => lead(other))] : []),
  );
}

function tried(label, where, click) {
  return el("li", {}, el("button", { type: "button", class: "link", click }, label), ` ${where}`);
}

export function startTries() {
  byId("close-tries").addEventListener("click", () => {
    localStorage.setItem(CLOSED, "1");
    byId("tries").hidden = true;
    byId("scroll").focus({ preventScroll: true });
  });
}

/** The last button of a name that can be pressed now. */
function target(label) {
  const all = [...document.querySelectorAll("#messages button, #clock-next")];
  return all.filter((one) => one.textContent === label && !one.hidden && !one.disabled).at(-1);
}

function lead(button) {
  if (!button) return;
  button.scrollIntoView({ block: "center" });
  button.focus({ focusVisible: true });
}

// « Essayez »: some things to click, where the page has them; each leads to its button.

import { byId, el } from "./dom.js";
import { state } from "./state.js";

const CLOSED = "tries-closed";
const TRIES = [
  ["Moi aussi", "sous une question"],
  ["Je viens", "sous l’annonce de la rencontre"],
  ["Prochaine échéance", "en haut\u00a0: la suite"],
];
const LEAST = 2;
const ROBOT = "Courroie";
const ROBOT_CHANNEL = "#directs [data-testid=channel-courroie]";
// One thing that goes up or down between networks, for each of the demo's people: what to open, or to write.
const BELT = {
  nadia: ["/reseau annoncer", "aux territoires"],
  rachid: [ROBOT, "vous porte un besoin qui monte"],
  amina: ["/aide", "vous montre une annonce d’en haut"],
  louis: [ROBOT, "vous dit où monte votre question"],
  zoe: ["/besoin voir 3", "est transmise plus haut"],
  bruno: [ROBOT, "vous porte une réponse à publier"],
  ines: ["/besoin mes", "dit où monte la vôtre"],
};
const OTHER_SERVER = "#servers a:not([aria-current])";

/** Show the note once the page has something to try, unless it was closed before. */
export function offerTries() {
  if (localStorage.getItem(CLOSED)) return;
  const found = TRIES.filter(([label]) => target(label));
  byId("tries").hidden = found.length < LEAST;
  const belt = BELT[state.me.username];
  const other = document.querySelector(OTHER_SERVER);
  byId("tries-list").replaceChildren(
    ...found.map(([label, where]) => tried(label, where, () => lead(target(label)))),
    ...(belt ? [tried(...belt, () => open(belt[0]))] : []),
    ...(other ? [tried(other.textContent, "en haut\u00a0: un autre serveur", () => lead(other))] : []),
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

/** Write a command where one writes, to be sent; or go to what the robot wrote. */
function open(what) {
  if (what === ROBOT) {
    document.querySelector(ROBOT_CHANNEL)?.click();
    return;
  }
  const composer = byId("composer");
  composer.value = what;
  composer.focus();
  composer.dispatchEvent(new Event("input"));
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

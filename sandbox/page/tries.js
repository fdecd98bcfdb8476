// « Essayez »: one thing at a time, where it is and what it shows; the next one once it was done.

import { laying } from "./clock.js";
import { byId, el, guarded } from "./dom.js";
import { state } from "./state.js";
import { home } from "./switches.js";

const CLOSED = "tries-closed";
const ROBOT = "courroie";
const CLOCK = "#clock-next";
const SERVER = "#servers a:not([aria-current])";
const DIRECT = `[data-testid=channel-${ROBOT}]`;
// Each says where to go, what to press there or to write, and why. First what is someone's own.
const FIRST = {
  nadia: [["", "/reseau", "puis Annoncer… : une annonce descend vers les territoires, qui choisissent de la publier ou non"]],
  rachid: [["", DIRECT, "les messages du robot : un besoin monte jusqu’à vous, avec le nombre de personnes concernées"]],
  amina: [[() => ROBOT, "Plus tard", "sous la carte : la suivante prend sa place, et celle-ci reviendra"]],
  louis: [["", DIRECT, "les messages du robot : il vous dit jusqu’où monte votre question"]],
  zoe: [["", "/besoin voir 3", "cette question est transmise à un autre réseau ; on voit où elle en est"]],
  bruno: [["", DIRECT, "les messages du robot : la région répond, et c’est à vous de publier sa réponse"]],
  ines: [["", "/besoin mes", "vos questions, et jusqu’où monte la première"]],
};
const THEN = [
  [home, "Moi aussi", "sous une question : le robot compte qui attend la réponse, sans doublon"],
  [home, "Je viens", "sous l’annonce de la rencontre : l’hôte sait combien de chaises sortir"],
  ["", CLOCK, "derrière la date, en haut : à chaque échéance le robot dit la suite de lui-même"],
  ["", SERVER, "la Drôme a son propre serveur, et pourtant les besoins et les réponses passent"],
];
let go = null;

const mine = () => [...(FIRST[state.me.username] || []), ...THEN];
const key = () => `tries:${state.me.username}`;
const place = () => Number(localStorage.getItem(key()) || 0);
const isClick = (what) => /^[#[]/.test(what);

/** Show what to try now, once all is laid out, unless the line was closed or all was tried. */
export function offerTries() {
  const [, what, why] = mine()[place()] || [];
  byId("tries").hidden = !what || laying() || Boolean(localStorage.getItem(CLOSED));
  if (!what) return;
  const named = { [CLOCK]: "Prochaine échéance", [DIRECT]: "Courroie" }[what] || document.querySelector(isClick(what) ? what : null)?.textContent || what;
  byId("tries-text").replaceChildren("Essayez\u00a0: ", el("strong", {}, named), `, ${why}.`.replaceAll(" ;", "\u00a0;").replaceAll(" :", "\u00a0:"));
}

/** `goTo(name)` opens a channel, and resolves once it is shown. */
export function startTries(goTo) {
  go = goTo;
  byId("tries-lead").addEventListener("click", () => guarded(lead));
  byId("tries-next").addEventListener("click", next);
  byId("close-tries").addEventListener("click", () => {
    localStorage.setItem(CLOSED, "1");
    offerTries();
    byId("scroll").focus({ preventScroll: true });
  });
  document.addEventListener("click", ({ target }) => {
    const [, what] = (state.me && mine()[place()]) || [];
    const pressed = target.closest("button, a");
    if (what && (isClick(what) ? pressed?.matches(what) : pressed?.textContent === what)) next();
  }, true);
  document.addEventListener("sent", ({ detail }) => {
    const [, what] = mine()[place()] || [];
    if (what?.startsWith("/") && detail.startsWith(what)) next();
  });
}

function next() {
  localStorage.setItem(key(), place() + 1);
  offerTries();
}

/** Go to what to press, or write what to send. */
async function lead() {
  const [where, what] = mine()[place()];
  if (where) await go(where());
  if (what === CLOCK) byId("world").showPopover();
  if (!what.startsWith("/")) return target(what)?.focus({ focusVisible: true });
  const composer = byId("composer");
  composer.value = what;
  composer.focus();
  return composer.dispatchEvent(new Event("input"));
}

/** The last button of a name that can be pressed now, in sight. */
function target(what) {
  const found = isClick(what) ? document.querySelector(what)
    : [...document.querySelectorAll("#messages button")].filter((one) => one.textContent === what && !one.disabled).at(-1);
  found?.scrollIntoView({ block: "center" });
  return found;
}

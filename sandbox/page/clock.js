// The sandbox's date behind one button, with what moves it forward.

import { clock } from "./api.js";
import { longDate, shortDay } from "./dates.js";
import { byId, guarded } from "./dom.js";

const narrow = matchMedia("(max-width: 719px)");
let known = null;
let shift = 0;

/** Note a state of the clock, from an answer or from an event. */
export function setClock(told) {
  known = told;
  shift = new Date(told.now).getTime() - Date.now();
  show();
  const next = byId("clock-next");
  next.hidden = !told.knows_due_dates;
  next.disabled = !told.next_due;
  next.textContent = told.next_due ? `Prochaine échéance\u00a0: ${longDate(new Date(told.next_due))}` : "Rien n’est prévu";
  layOut(told.laying);
}

export function startClock() {
  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => move(button, async () => ({ advance_seconds: Number(button.dataset.step) })));
  }
  byId("clock-next").addEventListener("click", (event) => move(event.currentTarget, async () => {
    const fresh = await clock();
    setClock(fresh);
    return fresh.next_due && new Date(fresh.next_due) > new Date(fresh.now) ? { to: fresh.next_due } : null;
  }));
  narrow.addEventListener("change", show);
  setInterval(show, 5000);
  setInterval(() => { if (!document.hidden) refresh(); }, 15000);
  return refresh();
}

const refresh = () => clock().then(setClock, () => {});

async function move(button, step) {
  button.disabled = true;
  await guarded(async () => {
    const body = await step();
    if (body) setClock(await clock(body));
  });
  button.disabled = button.id === "clock-next" && !known?.next_due;
}

/** Say what of the demo is still being laid out; nothing can be done meanwhile. */
function layOut(parts) {
  const line = byId("laying");
  const words = parts.length ? `La démonstration s’installe… Encore un instant pour ${parts.join(", ")}.` : "";
  if (line.textContent !== words) line.textContent = words;
  if (line.hidden === !parts.length) return;
  line.hidden = !parts.length;
  document.dispatchEvent(new CustomEvent("laid"));
}

/** Tell whether the demo is being laid out. */
export const laying = () => Boolean(known?.laying.length);

function show() {
  if (!known) return;
  const now = new Date(Date.now() + shift);
  const node = byId("clock-now");
  node.dateTime = now.toISOString();
  node.textContent = shortDay(now, narrow.matches);
  byId("clock-whole").textContent = `Nous sommes le ${longDate(now)} (heure de Paris).`;
}

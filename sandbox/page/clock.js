// The bar's clock: the sandbox's date, and what moves it forward.

import { clock } from "./api.js";
import { longDate, shortDate } from "./dates.js";
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
  next.title = told.next_due ? `Jusqu’au ${longDate(new Date(told.next_due))}` : "Rien n’est prévu";
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

function show() {
  if (!known) return;
  const now = new Date(Date.now() + shift);
  const node = byId("clock-now");
  node.dateTime = now.toISOString();
  node.textContent = narrow.matches ? shortDate(now) : longDate(now);
}

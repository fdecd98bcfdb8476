// The list that opens above the composer: commands after /, people after @.

import { get } from "./api.js";
import { el } from "./dom.js";
import { displayName, state } from "./state.js";

const CALL = /(^|\s)@([\w.-]*)$/;

export class Suggestions {
  /** `told` says aloud that there is something to choose. */
  constructor(text, list, told, changed) {
    Object.assign(this, { text, list, told, changed });
    this.shown = [];
    this.chosen = 0;
    this.dismissed = "";
  }

  async update() {
    const typed = this.text.value.slice(0, this.text.selectionStart);
    if (typed === this.dismissed) return;
    this.dismissed = "";
    const found = /^\/\S*$/.test(typed) ? await afterSlash(typed) : people(typed);
    if (this.text.value.slice(0, this.text.selectionStart) === typed) this.show(found);
  }

  show(found) {
    this.shown = found;
    this.chosen = 0;
    this.list.replaceChildren(...found.map((one, place) => el("li", {
      id: `${this.list.id}-${place}`, role: "option",
      mousedown: (event) => { event.preventDefault(); this.take(place); },
    }, el("strong", {}, one.label), one.hint ? el("code", {}, one.hint) : null, el("span", {}, one.about))));
    this.list.hidden = !found.length;
    this.told.textContent = found.length ? `${found.length}\u00a0proposition${found.length > 1 ? "s" : ""}, à choisir avec les flèches` : "";
    this.mark();
  }

  mark() {
    for (const [place, node] of [...this.list.children].entries()) {
      node.setAttribute("aria-selected", String(place === this.chosen));
      if (place === this.chosen) node.scrollIntoView({ block: "nearest" });
    }
    if (this.shown.length) this.text.setAttribute("aria-activedescendant", `${this.list.id}-${this.chosen}`);
    else this.text.removeAttribute("aria-activedescendant");
  }

  /** Obey a key; tell whether it was for the list. */
  key(event) {
    if (!this.shown.length) return false;
    if (event.key === "Escape") {
      this.dismissed = this.text.value;
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.shown.length < 2) return false;
      const step = event.key === "ArrowDown" ? 1 : this.shown.length - 1;
      this.chosen = (this.chosen + step) % this.shown.length;
      this.mark();
    } else if ((event.key === "Tab" && !event.shiftKey) || (event.key === "Enter" && this.unfinished())) {
      this.take(this.chosen);
    } else return false;
    event.preventDefault();
    return true;
  }

  /** Enter completes what is not whole yet, and sends what is. */
  unfinished() {
    return this.shown[this.chosen].insert.trimEnd() !== this.text.value.trimEnd();
  }

  take(place) {
    const { insert } = this.shown[place];
    const rest = this.text.value.slice(this.text.selectionStart);
    this.text.value = insert + rest;
    this.text.setSelectionRange(insert.length, insert.length);
    this.changed();
  }

  close() {
    this.show([]);
  }
}

let known = { team: "", at: 0, commands: [] };

async function commandsOf(team) {
  if (known.team !== team || Date.now() - known.at > 10000) {
    known = { team, at: Date.now(), commands: await get(`/teams/${team}/commands/autocomplete`).catch(() => []) };
  }
  return known.commands;
}

/** Mattermost shows of a custom command its word, its hint and its description: nothing after them. */
async function afterSlash(typed) {
  const word = typed.slice(1).toLowerCase();
  return (await commandsOf(state.team.id)).filter((one) => one.trigger.startsWith(word)).map((one) => ({
    label: `/${one.trigger}`, hint: one.auto_complete_hint, about: one.auto_complete_desc, insert: `/${one.trigger} `,
  }));
}

function people(typed) {
  const found = CALL.exec(typed);
  if (!found) return [];
  const start = typed.slice(0, typed.length - found[2].length - 1);
  return [...state.users.values()]
    .filter((user) => user.id !== state.me.id && user.username.startsWith(found[2].toLowerCase()))
    .slice(0, 6)
    .map((user) => ({ label: `@${user.username}`, hint: "", about: displayName(user), insert: `${start}@${user.username} ` }));
}

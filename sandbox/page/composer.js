// Where one writes: Enter sends, Shift+Enter goes to the line, / proposes commands and @ people.

import { ApiError, call, post } from "./api.js";
import { ours } from "./dialog.js";
import { el, guarded, icon, toast } from "./dom.js";
import { Suggestions } from "./suggestions.js";
import { state } from "./state.js";

const touch = matchMedia("(pointer: coarse)");

export class Composer {
  /** `name` is "composer" or "thread-composer"; `where` gives the channel and the root, `sent` gets each new post. */
  constructor(form, name, where, sent) {
    Object.assign(this, { form, name, where, sent });
    this.files = [];
    this.build();
  }

  build() {
    const { name } = this;
    this.text = el("textarea", {
      id: name, "data-testid": name, rows: "1", autocomplete: "off", "aria-label": "Votre message",
      "aria-autocomplete": "list", "aria-controls": `${name}-list`,
      input: () => this.changed(), keydown: (event) => this.key(event), blur: () => this.suggestions.close(),
    });
    const list = el("ul", { id: `${name}-list`, class: "suggestions", role: "listbox", tabindex: "0", "aria-label": "Propositions", hidden: true });
    const told = el("p", { class: "unseen", role: "status" });
    this.suggestions = new Suggestions(this.text, list, told, () => this.changed());
    this.picker = el("input", { type: "file", hidden: true, multiple: true, change: () => this.attach() });
    this.chips = el("p", { class: "chips", hidden: true });
    const attach = el("button", { type: "button", class: "icon", "aria-label": "Joindre un fichier", title: "Joindre un fichier", click: () => this.picker.click() }, icon("clip"));
    const send = el("button", { type: "submit", class: "send", "data-testid": name === "composer" ? "send" : "thread-send" }, "Envoyer");
    this.form.replaceChildren(list, told, this.chips, el("div", { class: "line" }, attach, this.text, send), this.picker);
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
  }

  label(text) {
    this.text.placeholder = text;
    this.text.setAttribute("aria-label", text);
  }

  focus() {
    if (!touch.matches) this.text.focus({ preventScroll: true });
  }

  changed() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 220)}px`;
    this.suggestions.update();
  }

  key(event) {
    if (this.suggestions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !touch.matches) {
      event.preventDefault();
      this.submit();
    }
  }

  async attach() {
    const { channel } = this.where();
    for (const file of this.picker.files) {
      const form = new FormData();
      form.append("channel_id", channel);
      form.append("files", file);
      const answer = await guarded(() => call("POST", "/files", form));
      if (answer) this.files.push(...answer.file_infos);
    }
    this.picker.value = "";
    this.showFiles();
  }

  showFiles() {
    this.chips.hidden = !this.files.length;
    this.chips.replaceChildren(...this.files.map((file) => el("button", {
      type: "button", "aria-label": `Retirer ${file.name}`,
      click: () => { this.files = this.files.filter((one) => one !== file); this.showFiles(); },
    }, `${file.name} ✕`)));
  }

  async submit() {
    const text = this.text.value;
    if ((!text.trim() && !this.files.length) || this.busy) return;
    this.busy = true;
    this.suggestions.close();
    try {
      if (text.startsWith("/")) await this.run(text);
      else await this.say(text);
      this.form.dispatchEvent(new CustomEvent("sent", { bubbles: true, detail: text }));
      this.text.value = "";
      this.files = [];
      this.showFiles();
    } catch (error) {
      toast(error instanceof ApiError ? error.message : "Le message n’est pas parti\u00a0: le serveur ne répond pas.");
    }
    this.busy = false;
    this.changed();
    this.suggestions.close();
  }

  async say(message) {
    const { channel, root } = this.where();
    const pending = `${state.me.id}:${crypto.randomUUID()}`;
    const body = { channel_id: channel, root_id: root, message, pending_post_id: pending, file_ids: this.files.map((file) => file.id) };
    this.sent(await post("/posts", body));
  }

  async run(command) {
    const { channel, root } = this.where();
    const said = await post("/commands/execute", { channel_id: channel, root_id: root, team_id: state.team.id, command });
    ours(said.trigger_id);
  }
}

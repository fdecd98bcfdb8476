// Interactive dialogs: a form built from what the bot asked, sent back through the server.

import { post } from "./api.js";
import { choices } from "./attachments.js";
import { el, guarded } from "./dom.js";
import { markdown } from "./markdown.js";
import { reading, state } from "./state.js";

const SUBTYPES = new Set(["email", "number", "password", "tel", "url"]);
const INVITES = { select: "Choisir…", users: "Choisir une personne…", channels: "Choisir un canal…" };

// Forms that came, and the gestures of this window: the server shows a form to all of someone's windows.
const came = new Map();
const gestures = new Set();

/** Take a form that the server shows, for the window whose gesture asked for it. */
export function offered(asked) {
  came.set(asked.trigger_id, asked);
  meet(asked.trigger_id);
}

/** Note a gesture of this window, by what its answer calls it. */
export function ours(trigger) {
  if (!trigger) return;
  gestures.add(trigger);
  meet(trigger);
}

function meet(trigger) {
  if (!gestures.has(trigger) || !came.has(trigger)) return;
  openDialog(came.get(trigger));
  gestures.delete(trigger);
  came.delete(trigger);
}

/** Show a dialog until it is accepted or left. */
function openDialog(asked) {
  const { dialog } = asked;
  const inputs = (dialog.elements || []).map(field);
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const form = el("form", { method: "dialog", novalidate: true },
    el("h2", { id: "dialog-title" }, dialog.title),
    dialog.introduction_text ? el("div", { class: "md" }, markdown(dialog.introduction_text, reading())) : null,
    problem, ...inputs.map((one) => one.node),
    el("div", { class: "buttons" },
      el("button", { type: "button", class: "action", "data-testid": "dialog-cancel", click: () => leave() }, "Annuler"),
      el("button", { type: "submit", class: "action primary", "data-testid": "dialog-submit" }, dialog.submit_label || "Envoyer")));
  const box = el("dialog", { class: "dialog", "data-testid": "dialog", "aria-labelledby": "dialog-title" }, form);
  const channel = state.channels.get(state.current);
  const message = (submission, cancelled) => ({
    url: asked.url, callback_id: dialog.callback_id, state: dialog.state, user_id: state.me.id,
    channel_id: channel.id, team_id: channel.team_id || state.team.id, submission, cancelled,
  });
  const close = () => { box.close(); box.remove(); };
  const leave = () => {
    close();
    if (dialog.notify_on_cancel) guarded(() => post("/actions/dialogs/submit", message({}, true)));
  };
  const complain = (text) => { problem.textContent = text; problem.hidden = !text; };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = inputs.filter((one) => !one.check());
    complain("");
    if (wrong.length) return wrong[0].focus();
    const submission = Object.fromEntries(inputs.map((one) => [one.name, one.value()]));
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      const said = await post("/actions/dialogs/submit", message(submission, false));
      if (!said.error && !Object.keys(said.errors || {}).length) return close();
      complain(said.error || "");
      const told = inputs.filter((one) => one.tell(said.errors?.[one.name] || ""));
      told[0]?.focus();
    } catch (error) {
      complain(error.message);
    } finally {
      button.disabled = false;
    }
    return undefined;
  });
  box.addEventListener("cancel", (event) => { event.preventDefault(); leave(); });
  document.body.append(box);
  box.showModal();
  (inputs[0] || { focus: () => form.querySelector("[type=submit]").focus() }).focus();
}

/** Build one field: its node, its value, and how it tells what is wrong with it. */
function field(element) {
  const id = `field-${element.name}`;
  const error = el("p", { class: "error", id: `${id}-error`, hidden: true });
  const help = element.help_text ? el("p", { class: "help", id: `${id}-help` }, element.help_text) : null;
  const described = [`${id}-error`, help && `${id}-help`].filter(Boolean).join(" ");
  const maker = { textarea, select, radio, bool }[element.type] || text;
  const made = maker(element, id, described);
  const optional = element.optional ? el("small", {}, " (facultatif)") : null;
  const label = made.group
    ? el("legend", {}, element.display_name, optional)
    : el("label", { for: id }, element.display_name, optional);
  const node = el(made.group ? "fieldset" : "div", { class: "field" }, label, help, made.node, error);
  const tell = (problem) => {
    error.textContent = problem;
    error.hidden = !problem;
    for (const input of made.inputs) input.setAttribute("aria-invalid", String(Boolean(problem)));
    return Boolean(problem);
  };
  return {
    name: element.name, node, tell,
    value: made.value,
    focus: () => made.inputs[0]?.focus(),
    check: () => !tell(missing(element, made)),
  };
}

function missing(element, made) {
  const value = made.value();
  if (value === null) return element.optional || element.type === "bool" ? "" : "Ce champ est obligatoire.";
  if (element.min_length && String(value).length < element.min_length) return `Au moins ${element.min_length}\u00a0caractères.`;
  if (made.inputs[0] && !made.inputs[0].checkValidity()) return made.inputs[0].validationMessage;
  return "";
}

function text(element, id, described) {
  const type = SUBTYPES.has(element.subtype) ? element.subtype : "text";
  const input = el("input", { id, type, name: element.name, placeholder: element.placeholder || null, maxlength: element.max_length || 150, "aria-describedby": described });
  input.value = element.default;
  const value = () => (input.value.trim() === "" ? null : type === "number" ? Number(input.value) : input.value);
  return { node: input, inputs: [input], value };
}

function textarea(element, id, described) {
  const input = el("textarea", { id, name: element.name, rows: "4", placeholder: element.placeholder || null, maxlength: element.max_length || 3000, "aria-describedby": described });
  input.value = element.default;
  return { node: input, inputs: [input], value: () => (input.value.trim() === "" ? null : input.value) };
}

function select(element, id, described) {
  const invite = element.placeholder || INVITES[element.data_source] || INVITES.select;
  const input = el("select", { id, name: element.name, "aria-describedby": described },
    el("option", { value: "" }, invite),
    ...choices(element.data_source, element.options).map((one) => el("option", { value: one.value }, one.text)));
  input.value = element.default;
  if (input.selectedIndex < 0) input.value = "";
  return { node: input, inputs: [input], value: () => input.value || null };
}

function radio(element, id, described) {
  const inputs = (element.options || []).map((one, place) => el("input", { type: "radio", id: `${id}-${place}`, name: element.name, value: one.value, checked: one.value === element.default, "aria-describedby": described }));
  const node = el("div", { class: "radios" }, ...inputs.map((input, place) => el("label", {}, input, element.options[place].text)));
  return { node, inputs, group: true, value: () => inputs.find((input) => input.checked)?.value ?? null };
}

function bool(element, id, described) {
  const input = el("input", { type: "checkbox", id, name: element.name, checked: element.default === "true", "aria-describedby": described });
  const node = el("div", { class: "radios" }, el("label", {}, input, element.placeholder || "Oui"));
  return { node, inputs: [input], group: true, value: () => input.checked };
}

// Attachments: a framed text with fields, buttons and menus.

import { post } from "./api.js";
import { el, guarded } from "./dom.js";
import { markdown } from "./markdown.js";
import { inline } from "./inline.js";
import { displayName, reading, state } from "./state.js";

const COLORS = { good: "#2e8555", warning: "#b7791f", danger: "#c0392b" };

export function attachmentsOf(shown) {
  return (shown.props.attachments || []).map((one) => attachment(shown, one));
}

function attachment(shown, one) {
  const told = one.author_name || one.title || one.text || one.fields?.length || one.footer;
  const box = el("div", { class: told ? "attachment" : "attachment bare" });
  // Through the style object: the page's policy forbids style attributes.
  if (one.color) box.style.borderInlineStartColor = COLORS[one.color] || one.color;
  if (one.author_name) box.append(el("p", { class: "author" }, one.author_name));
  if (one.title) box.append(el("p", { class: "title" }, titled(one)));
  if (one.text) box.append(el("div", { class: "md" }, markdown(one.text, reading())));
  if (one.fields?.length) box.append(fields(one.fields));
  if (one.footer) box.append(el("p", { class: "footer" }, one.footer));
  if (one.actions?.length) {
    box.append(el("div", { class: "actions" }, ...one.actions.map((action) => control(shown, action))));
  }
  return one.pretext ? el("div", {}, el("div", { class: "md" }, markdown(one.pretext, reading())), box) : box;
}

function titled(one) {
  const text = inline(one.title, reading());
  if (!/^https?:/.test(one.title_link)) return el("span", {}, ...text);
  return el("a", { href: one.title_link, target: "_blank", rel: "noopener noreferrer" }, ...text);
}

function fields(list) {
  return el("dl", { class: "fields" }, ...list.map((field) =>
    el("div", { class: field.short ? "short" : "" },
      el("dt", {}, field.title),
      el("dd", { class: "md" }, markdown(String(field.value ?? ""), reading())))));
}

function control(shown, action) {
  return action.type === "select" ? menu(shown, action) : button(shown, action);
}

function button(shown, action) {
  const node = el("button", {
    type: "button",
    class: `action ${action.style || "default"}`,
    "data-testid": `action-${action.id}`,
    disabled: Boolean(action.disabled),
    click: () => press(node, shown, action),
  }, ...inline(action.name, reading()));
  return node;
}

/** A menu acts when a choice is made; with the arrow keys, only on Enter or on leaving it. */
function menu(shown, action) {
  let walking = false;
  const choose = () => {
    walking = false;
    if (!select.value) return;
    press(select, shown, action, select.value);
    // What was chosen may be chosen again: the menu shows its own name, as before.
    select.value = action.default_option || "";
  };
  const select = el("select", {
    "aria-label": action.name,
    "data-testid": `action-${action.id}`,
    disabled: Boolean(action.disabled),
    keydown: (event) => {
      if (event.key === "Enter" && walking) { event.preventDefault(); choose(); }
      else if (event.key.startsWith("Arrow") || event.key.length === 1) walking = true;
    },
    pointerdown: () => { walking = false; },
    change: () => { if (!walking) choose(); },
    blur: () => { if (walking) choose(); },
  }, el("option", { value: "" }, action.name), ...options(action));
  if (action.default_option) select.value = action.default_option;
  return select;
}

function options(action) {
  return choices(action.data_source, action.options).map(({ text, value }) => el("option", { value }, text));
}

/** The choices of a menu, of a message or of a dialog. */
export function choices(source, given) {
  if (source === "users") {
    return [...state.users.values()].map((user) => ({ text: displayName(user), value: user.id }));
  }
  if (source === "channels") {
    return [...state.channels.values()].filter((one) => one.type !== "D").map((one) => ({ text: one.display_name, value: one.id }));
  }
  return given || [];
}

async function press(node, shown, action, chosen = "") {
  node.disabled = true;
  node.setAttribute("aria-busy", "true");
  const body = { selected_option: chosen, cookie: action.cookie || "" };
  await guarded(() => post(`/posts/${shown.id}/actions/${action.id}`, body));
  node.disabled = false;
  node.removeAttribute("aria-busy");
}

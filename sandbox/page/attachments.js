// Attachments: a framed text with fields, buttons and menus.

import { post } from "./api.js";
import { ours } from "./dialog.js";
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
    box.append(el("div", { class: "actions" }, ...one.actions.flatMap((action) => control(shown, action))));
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

/** A menu opens on its choices; only a press or Enter on one acts: leaving does nothing. */
function menu(shown, action) {
  const all = choices(action.data_source, action.options);
  const now = all.find((one) => one.value === action.default_option);
  const list = el("div", {
    class: "menu", popover: "auto", role: "menu", "aria-label": action.name,
    keydown: (event) => walk(event, list),
  }, ...all.map((one, place) => el("button", {
    // The first has the focus as the menu opens, before any other key: a toggle's event comes later.
    type: "button", role: "menuitem", tabindex: "-1", autofocus: place === 0,
    click: () => { list.hidePopover(); press(opener, shown, action, one.value); },
  }, one.text)));
  const opener = el("button", {
    type: "button", class: "action", "aria-haspopup": "menu", "data-testid": `action-${action.id}`,
    disabled: Boolean(action.disabled),
  }, now ? now.text : action.name);
  opener.popoverTargetElement = list;
  return [opener, list];
}

function walk(event, list) {
  const all = [...list.children];
  const here = all.indexOf(document.activeElement);
  const near = [...all.slice(here + 1), ...all.slice(0, here + 1)];
  const starts = (one) => one.textContent.toLowerCase().startsWith(event.key.toLowerCase());
  if (event.key === "Tab") return list.hidePopover();
  const next = { ArrowDown: near[0], ArrowUp: all.at(here - 1), Home: all[0], End: all.at(-1) }[event.key]
    || (/^[^ ]$/u.test(event.key) && near.find(starts));
  if (!next) return undefined;
  event.preventDefault();
  return next.focus();
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

/** Press once; the focus stays, so that what takes the message's place gets it. */
async function press(node, shown, action, chosen = "") {
  if (node.ariaDisabled) return;
  node.ariaDisabled = node.ariaBusy = "true";
  const body = { selected_option: chosen, cookie: action.cookie || "" };
  const said = await guarded(() => post(`/posts/${shown.id}/actions/${action.id}`, body));
  ours(said?.trigger_id);
  node.ariaDisabled = node.ariaBusy = null;
}

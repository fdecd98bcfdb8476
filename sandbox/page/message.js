// One message: who, when, what, its files, its reactions and its thread.

import { call, fileUrl, post } from "./api.js";
import { attachmentsOf } from "./attachments.js";
import { iso, longDay, timeOf } from "./dates.js";
import { el, guarded, icon } from "./dom.js";
import { emoji, PALETTE } from "./emoji.js";
import { markdown } from "./markdown.js";
import { displayName, reading, state } from "./state.js";

/** Build a message. `actions` opens threads and hides ephemeral messages; `compact` leaves the author out. */
export function message(shown, actions, { compact = false, inThread = false } = {}) {
  const whispered = shown.type === "system_ephemeral";
  if (shown.type.startsWith("system_") && !whispered) return notice(shown);
  const author = state.users.get(shown.user_id);
  const said = whispered ? botOf(shown) : author;
  const node = el("li", {
    class: ["message", compact && "compact", whispered && "whispered", shown.is_pinned && "pinned"].filter(Boolean).join(" "),
    "data-testid": "message",
    "data-post-id": shown.id,
  });
  if (!compact) node.append(avatar(said));
  const body = el("div", { class: "body" });
  if (!compact) body.append(header(shown, said));
  if (whispered) body.append(whisperNote(shown, actions));
  if (shown.is_pinned) body.append(el("p", { class: "tag-line" }, icon("pin"), " Épinglé"));
  const text = el("div", { class: "md" }, markdown(shown.message, reading()));
  if (shown.edit_at) text.append(el("span", { class: "edited" }, "(modifié)"));
  if (shown.message || shown.edit_at) body.append(text);
  body.append(...attachmentsOf(shown), ...(shown.metadata?.files || []).map(fileLink));
  const under = whispered ? [] : [reactions(shown), replies(shown, actions, inThread)].filter(Boolean);
  if (under.length) body.append(el("div", { class: "under" }, ...under));
  node.append(body);
  if (!whispered) node.append(tools(shown, actions, inThread));
  return node;
}

/** What a message says aloud: who, its words, then the names of its buttons. */
export function wordsOf(node) {
  const parts = [...node.querySelectorAll(".head strong, .md:not(.md .md), .title, .author, .footer, dt, .actions > .action")];
  return parts.map((one) => one.innerText.trim()).join("\n") || node.innerText;
}

export function separator(millis) {
  return el("li", { class: "day" }, el("span", {}, longDay(millis)));
}

export function newMark() {
  return el("li", { class: "day new" }, el("span", {}, "Nouveaux messages"));
}

function notice(shown) {
  return el("li", { class: "notice", "data-testid": "message", "data-post-id": shown.id }, shown.message);
}

const SYSTEM = { username: "mattermost", first_name: "Mattermost", last_name: "", is_bot: true };

/** An ephemeral answer bears its reader's name, but the bot is who speaks, or the server itself. */
function botOf(shown) {
  if (shown.user_id === state.me.id && !shown.props.from_webhook) return SYSTEM;
  const bot = [...state.users.values()].find((user) => user.is_bot);
  return bot || state.users.get(shown.user_id);
}

function avatar(user) {
  const letters = user ? (user.first_name[0] || user.username[0]) + (user.last_name[0] || "") : "?";
  const hue = [...(user?.username || "")].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 997, 7) % 6;
  return el("span", { class: `avatar hue-${hue}${user?.is_bot ? " robot" : ""}`, "aria-hidden": "true" }, user?.is_bot ? "" : letters.toUpperCase());
}

function header(shown, author) {
  const tags = [];
  if (author?.is_bot) tags.push(el("span", { class: "tag" }, "robot"));
  else if (shown.props.from_webhook === "true") tags.push(el("span", { class: "tag" }, "par commande"));
  return el("p", { class: "head" },
    el("strong", {}, displayName(author)), ...tags,
    el("time", { datetime: iso(shown.create_at), title: longDay(shown.create_at) }, timeOf(shown.create_at)));
}

function whisperNote(shown, actions) {
  return el("p", { class: "whisper-note" }, "Visible par vous seulement",
    el("button", { type: "button", class: "link", click: () => actions.hide(shown) }, "Masquer"));
}

function fileLink(file) {
  const size = file.size < 10240 ? `${file.size}\u00a0octets` : `${Math.round(file.size / 1024)}\u00a0ko`;
  const open = async (event) => {
    event.preventDefault();
    const href = await guarded(() => fileUrl(file.id));
    if (href) el("a", { href, download: file.name }).click();
  };
  const link = el("a", { href: `/api/v4/files/${file.id}`, class: "file", click: open, "data-testid": "file" },
    icon("clip"), el("span", {}, file.name, el("small", {}, size)));
  if (!file.mime_type.startsWith("image/")) return link;
  return el("figure", { class: "picture" }, picture(file), el("figcaption", {}, link));
}

/** Show a picture, which opens whole in a tab of its own; gone if it cannot be had. */
function picture(file) {
  const shown = el("img", { alt: file.name, width: file.width, height: file.height });
  const whole = el("a", { target: "_blank", title: "Ouvrir en grand" }, shown);
  fileUrl(file.id).then((href) => { shown.src = href; whole.href = href; }, () => whole.remove());
  return whole;
}

function reactions(shown) {
  const groups = new Map();
  for (const one of shown.metadata?.reactions || []) {
    groups.set(one.emoji_name, [...(groups.get(one.emoji_name) || []), one.user_id]);
  }
  const row = el("div", { class: "reactions" });
  for (const [name, ids] of groups) {
    const mine = ids.includes(state.me.id);
    const who = ids.map((id) => displayName(state.users.get(id))).join(", ");
    row.append(el("button", {
      type: "button",
      class: "reaction",
      "aria-pressed": String(mine),
      "aria-label": `${name.replaceAll("_", " ")}, ${ids.length}\u00a0: ${who}`,
      title: who,
      "data-testid": `reaction-${name}`,
      click: () => toggle(shown, name, mine),
    }, emoji(name), el("span", {}, String(ids.length))));
  }
  return row.firstChild ? row : "";
}

function adder(shown) {
  const palette = el("span", { class: "palette", hidden: true, role: "group", "aria-label": "Réactions" },
    ...PALETTE.map((name) => el("button", {
      type: "button", "aria-label": name.replaceAll("_", " "), "data-testid": `react-${name}`, click: () => toggle(shown, name, false),
    }, emoji(name))));
  const opener = el("button", {
    type: "button", class: "add", "aria-label": "Réagir", "aria-expanded": "false", title: "Réagir", "data-testid": "react",
    click: () => {
      palette.hidden = !palette.hidden;
      opener.setAttribute("aria-expanded", String(!palette.hidden));
      if (!palette.hidden) palette.firstChild.focus();
    },
  }, icon("react"));
  const leave = (event) => {
    if (event.key !== "Escape" || palette.hidden) return;
    event.preventDefault();
    opener.click();
    opener.focus();
  };
  return el("span", { class: "adder", keydown: leave }, opener, palette);
}

function toggle(shown, name, mine) {
  const body = { user_id: state.me.id, post_id: shown.id, emoji_name: name };
  return guarded(() => (mine
    ? call("DELETE", `/users/me/posts/${shown.id}/reactions/${encodeURIComponent(name)}`)
    : post("/reactions", body)));
}

function replies(shown, actions, inThread) {
  const count = shown.reply_count;
  if (inThread || !count) return "";
  const label = `${count}\u00a0réponse${count > 1 ? "s" : ""}`;
  return el("button", { type: "button", class: "replies", "data-testid": "replies", click: () => actions.openThread(shown.id) }, label);
}

function tools(shown, actions, inThread) {
  const answer = el("button", {
    type: "button", "aria-label": "Répondre", title: "Répondre", "data-testid": "reply", click: () => actions.openThread(shown.id),
  }, icon("reply"));
  return el("div", { class: "tools" }, adder(shown), inThread ? "" : answer);
}

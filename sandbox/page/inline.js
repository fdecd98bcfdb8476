// What stands inside a line: emphasis, code, links, mentions, emoji.

import { el, icon } from "./dom.js";
import { drawable, emoji, isEmoji } from "./emoji.js";

const RULES = [
  [/^\\([\\`*{}[\]()#$+\-.!_>~|])/, (found) => [found[1]]],
  [/^(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/, (found) => [el("code", {}, found[2].trim())]],
  [/^!?\[((?:\\.|\[[^\]]*\]|[^[\]\\])*)\]\(\s*<?((?:\\.|\([^()\s]*\)|[^()\s\\])*?)>?(?:\s+["'(](.*?)["')])?\s*\)/, linked],
  [/^<((?:https?|mailto):[^\s>]+)>/, (found, context) => [anchor(found[1], [found[1]], context)]],
  [/^\*\*\*(?=\S)([\s\S]*?\S)\*\*\*/, (found, context) => [el("strong", {}, el("em", {}, ...inline(found[1], context)))]],
  [/^\*\*(?=\S)([\s\S]*?\S)\*\*(?!\*)/, (found, context) => [el("strong", {}, ...inline(found[1], context))]],
  [/^__(?=\S)([\s\S]*?\S)__(?!\w)/, (found, context) => [el("strong", {}, ...inline(found[1], context))], "word"],
  [/^\*(?=[^\s*])((?:\*\*[\s\S]*?\*\*|\\.|[^*\\])*?)\*(?!\*)/, (found, context) => [el("em", {}, ...inline(found[1], context))]],
  [/^_(?=[^\s_])((?:\\.|[^_\\])*?[^\s_]|[^\s_])_(?!\w)/, (found, context) => [el("em", {}, ...inline(found[1], context))], "word"],
  [/^~~(?=\S)([\s\S]*?\S)~~/, (found, context) => [el("del", {}, ...inline(found[1], context))]],
  [/^https?:\/\/[^\s<]*[^\s<.,;:!?»”"')\]*_]/, bareLink, "word"],
  [/^:([+\-\w]+):/, (found) => (isEmoji(found[1]) ? [symbol(found[1])] : null)],
  [/^@([a-z0-9._-]*[a-z0-9_-])/i, mention, "word"],
  [/^~([a-z0-9_-]{2,})/i, (found, context) => (context.channels?.has(found[1]) ? [el("span", { class: "mention" }, `~${found[1]}`)] : null), "word"],
  [/^&(#\d{1,6}|#x[\da-f]{1,5}|[a-z]{2,8}\d?);/i, (found) => [entity(found[0])]],
];
const NEXT = /[\\`*_~[!<&:@h]/;

/** Render one line as nodes and texts. */
export function inline(text, context = {}) {
  const out = [];
  let plain = "";
  let rest = text;
  let before = "";
  const push = (nodes) => {
    if (plain) out.push(...drawable(plain));
    plain = "";
    out.push(...nodes);
  };
  while (rest) {
    const taken = first(rest, before, context);
    const size = taken ? taken.length : plainLength(rest);
    if (taken) push(taken.nodes);
    else plain += rest.slice(0, size);
    before = rest[size - 1];
    rest = rest.slice(size);
  }
  push([]);
  return out;
}

/** Count the characters before the next one that could mean something. */
function plainLength(rest) {
  const next = rest.slice(1).search(NEXT);
  return next < 0 ? rest.length : next + 1;
}

function first(rest, before, context) {
  for (const [pattern, make, where] of RULES) {
    if (where === "word" && /[\p{L}\p{N}_/]/u.test(before)) continue;
    const found = pattern.exec(rest);
    const nodes = found && make(found, context);
    if (nodes) return { nodes, length: found[0].length };
  }
  return null;
}

function linked(found, context) {
  const picture = found[0].startsWith("!");
  const inner = inline(found[1] || (picture ? "image" : found[2]), { ...context, inLink: true });
  const target = found[2].replace(/\\(.)/g, "$1");
  return [anchor(target, picture ? [icon("image"), " ", ...inner] : inner, context, found[3])];
}

function bareLink(found, context) {
  return context.inLink ? null : [anchor(found[0], [found[0]], context)];
}

/** What opens one's messages with someone, rather than a page. */
const DIRECT = /\/messages\/@([\w.-]+)$/;

function anchor(target, children, context, title) {
  if (context.inLink || !/^(https?:\/\/|mailto:|\/(?!\/))/i.test(target)) return el("span", {}, ...children);
  const direct = DIRECT.exec(target);
  if (direct && context.names?.has(direct[1])) return el("a", { href: target, click: (event) => lead(event, direct[1]) }, ...children);
  return el("a", { href: target, target: "_blank", rel: "noopener noreferrer", title }, ...children);
}

function lead(event, name) {
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("direct", { detail: name }));
}

function mention(found, context) {
  const name = found[1].toLowerCase();
  if (["all", "channel", "here"].includes(name)) return [el("span", { class: "mention mine" }, found[0])];
  if (!context.names?.has(name)) return null;
  return [el("span", { class: name === context.me ? "mention mine" : "mention" }, found[0])];
}

function symbol(name) {
  return el("span", { role: "img", "aria-label": name.replaceAll("_", " "), class: "emoji" }, emoji(name));
}

function entity(text) {
  return new DOMParser().parseFromString(text, "text/html").body.textContent || text;
}

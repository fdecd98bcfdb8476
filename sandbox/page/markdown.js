// Mattermost's Markdown as DOM nodes. Text never becomes HTML, and only http, https and mailto links open.

import { el } from "./dom.js";
import { inline } from "./inline.js";

const FENCE = /^(\s*)(`{3,}|~{3,})\s*([\w+-]*)\s*$/;
const HEADING = /^(#{1,6})\s+(.+?)\s*#*\s*$/;
const ANY_HEADING = /^[\s>\d.*+-]*(#{1,6})\s/gm;
const RULE = /^ {0,3}([-*_])(\s*\1){2,}\s*$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const TABLE_LINE = /^\s*\|?\s*:?-{1,}:?\s*(\|\s*:?-{1,}:?\s*)*\|?\s*$/;

/** Render a message. `context` knows one's own name and the known users. */
export function markdown(text, context = {}) {
  const fragment = document.createDocumentFragment();
  const levels = [...new Set([...text.matchAll(ANY_HEADING)].map((one) => one[1].length))].sort();
  fragment.append(...blocks(text.replace(/\r\n?/g, "\n").split("\n"), { ...context, levels }));
  return fragment;
}

function blocks(lines, context) {
  const out = [];
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) out.push(el("p", {}, ...withBreaks(paragraph, context)));
    paragraph = [];
  };
  for (let at = 0; at < lines.length; ) {
    const taken = block(lines, at, context);
    if (taken) {
      flush();
      if (taken.node) out.push(taken.node);
      at = taken.next;
    } else {
      paragraph.push(lines[at]);
      at += 1;
    }
  }
  flush();
  return out;
}

function block(lines, at, context) {
  const line = lines[at];
  if (!line.trim()) return { next: at + 1 };
  const fence = FENCE.exec(line);
  if (fence) return code(lines, at, fence);
  const heading = HEADING.exec(line);
  if (heading) {
    // The page has its own h1: a message's headings start below it, and leave no level out.
    const level = (context.levels || []).indexOf(heading[1].length) + 2;
    const node = el(`h${level}`, { class: `md-h${heading[1].length}` }, ...inline(heading[2], context));
    return { node, next: at + 1 };
  }
  if (RULE.test(line)) return { node: el("hr"), next: at + 1 };
  if (QUOTE.test(line)) return quote(lines, at, context);
  if (ITEM.test(line)) return list(lines, at, context);
  if (line.includes("|") && TABLE_LINE.test(lines[at + 1] || "")) return table(lines, at, context);
  return null;
}

function withBreaks(lines, context) {
  return lines.flatMap((line, place) => [...(place ? [el("br")] : []), ...inline(line.trimEnd(), context)]);
}

function code(lines, at, fence) {
  const end = lines.findIndex((line, place) => place > at && line.trim().startsWith(fence[2]) && !/[^`~\s]/.test(line));
  const last = end < 0 ? lines.length : end;
  const text = lines.slice(at + 1, last).join("\n");
  return { node: el("pre", { tabindex: "0" }, el("code", {}, text)), next: last + 1 };
}

function quote(lines, at, context) {
  let next = at;
  while (next < lines.length && lines[next].trim() && (QUOTE.test(lines[next]) || !block([lines[next]], 0, context))) {
    next += 1;
  }
  const inner = lines.slice(at, next).map((line) => line.replace(QUOTE, ""));
  return { node: el("blockquote", {}, ...blocks(inner, context)), next };
}

function list(lines, at, context) {
  const [, indent, mark] = ITEM.exec(lines[at]);
  const ordered = /\d/.test(mark);
  const node = el(ordered ? "ol" : "ul", ordered && mark !== "1." ? { start: parseInt(mark, 10) } : {});
  let next = at;
  while (next < lines.length) {
    const item = ITEM.exec(lines[next]);
    if (!item || item[1].length > indent.length + 1 || item[1].length < indent.length) break;
    if (/\d/.test(item[2]) !== ordered) break;
    const body = [item[3]];
    next += 1;
    // What follows, further to the right, belongs to the item.
    while (next < lines.length && belongs(lines, next, indent.length)) {
      body.push(lines[next].replace(/^( {1,4}|\t)/, ""));
      next += 1;
    }
    node.append(listItem(body, context));
    if (next < lines.length && !lines[next].trim() && ITEM.test(lines[next + 1] || "")) next += 1;
  }
  return { node, next };
}

function belongs(lines, at, indent) {
  const line = lines[at];
  if (!line.trim()) return /^\s{2,}\S/.test(lines[at + 1] || "") && (lines[at + 1].search(/\S/) > indent);
  if (line.search(/\S/) > indent + 1) return true;
  return !ITEM.test(line) && !block([line], 0, {});
}

function listItem(lines, context) {
  const box = /^\[([ xX])\]\s+/.exec(lines[0]);
  if (box) lines[0] = lines[0].slice(box[0].length);
  const inner = blocks(lines, context);
  const only = inner[0]?.tagName === "P" ? [...inner[0].childNodes, ...inner.slice(1)] : inner;
  const item = el("li", box ? { class: "task" } : {}, ...only);
  if (box) item.prepend(el("span", { "aria-label": box[1] === " " ? "à faire" : "fait", role: "img" }, box[1] === " " ? "☐" : "☑"), " ");
  return item;
}

function table(lines, at, context) {
  const aligns = cells(lines[at + 1]).map((cell) => (/^:.*:$/.test(cell) ? "center" : /:$/.test(cell) ? "right" : "left"));
  const row = (line, name) => el("tr", {}, ...aligns.map((align, place) => el(name, { class: `to-${align}` }, ...inline(cells(line)[place] || "", context))));
  const body = el("tbody");
  let next = at + 2;
  while (next < lines.length && lines[next].includes("|") && lines[next].trim()) {
    body.append(row(lines[next], "td"));
    next += 1;
  }
  const node = el("table", {}, el("thead", {}, row(lines[at], "th")), body);
  return { node: el("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Tableau" }, node), next };
}

function cells(line) {
  const parts = [""];
  const bare = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  for (let at = 0; at < bare.length; at += 1) {
    if (bare[at] === "\\" && bare[at + 1] === "|") {
      parts[parts.length - 1] += "\\|";
      at += 1;
    } else if (bare[at] === "|") parts.push("");
    else parts[parts.length - 1] += bare[at];
  }
  return parts.map((part) => part.trim());
}

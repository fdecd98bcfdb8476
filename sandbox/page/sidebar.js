// The channels, the direct messages, and what is unread in them.

import { byId, el, icon } from "./dom.js";
import { BOT, displayName, peerOf, state, titleOf, unreadIn, userNamed } from "./state.js";

// A button that is drawn anew between press and release loses its click: then drawing waits.
let pressed = false;
let waiting = null;
addEventListener("pointerdown", () => { pressed = true; });
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => {
    pressed = false;
    setTimeout(() => {
      waiting?.();
      waiting = null;
    });
  });
}

/** Draw the lists; `open(channel)` and `write(user)` answer the clicks. */
export function drawSidebar(open, write) {
  if (pressed) {
    waiting = () => drawSidebar(open, write);
    return;
  }
  const all = [...state.channels.values()];
  const rooms = all.filter((one) => one.type !== "D").sort((a, b) => a.display_name.localeCompare(b.display_name, "fr"));
  const directs = all.filter((one) => one.type === "D" && one.last_post_at > one.create_at);
  byId("team-name").textContent = state.team.display_name;
  byId("channels").replaceChildren(...rooms.map((channel) => entry(channel, channel.name, () => open(channel))));
  const bot = userNamed(BOT);
  const peers = new Map(directs.map((channel) => [peerOf(channel)?.id, channel]));
  if (bot && !peers.has(bot.id)) peers.set(bot.id, all.find((one) => one.type === "D" && peerOf(one)?.id === bot.id) || null);
  byId("directs").replaceChildren(...[...peers].map(([id, channel]) => {
    const user = state.users.get(id);
    return entry(channel, user.username, () => (channel ? open(channel) : write(user)), displayName(user));
  }));
  const elsewhere = all.some((one) => one.id !== state.current && unreadIn(one).count);
  byId("elsewhere").hidden = !elsewhere;
}

function entry(channel, name, click, title = channel && titleOf(channel)) {
  const { count, mentions } = channel ? unreadIn(channel) : { count: 0, mentions: 0 };
  const here = channel && channel.id === state.current;
  const sign = !channel || channel.type === "D" ? "@" : channel.type === "P" ? icon("lock") : "#";
  const badge = mentions || count;
  return el("li", {}, el("button", {
    type: "button", class: ["channel", count && !here && "unread", here && "here"].filter(Boolean).join(" "),
    "aria-current": here ? "page" : null, "data-testid": `channel-${name}`, click,
  }, el("span", { class: "sign", "aria-hidden": "true" }, sign), el("span", { class: "name" }, title),
  ...(badge && !here ? [el("span", { class: mentions ? "badge loud" : "badge" }, String(badge)), el("span", { class: "unseen" }, "\u00a0non lus")] : [])));
}

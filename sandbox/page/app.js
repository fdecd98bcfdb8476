// The page as a whole: who one is, where one is, and what happens meanwhile.

import { get, login, post } from "./api.js";
import { laying, setClock, startClock } from "./clock.js";
import { Composer } from "./composer.js";
import { offered } from "./dialog.js";
import { byId, guarded } from "./dom.js";
import { drawSidebar } from "./sidebar.js";
import { Live } from "./socket.js";
import { BOT, countPost, current, forgetWhisper, load, loadChannels, markRead, peerOf, state, titleOf, userNamed, viewed, whisper } from "./state.js";
import { home, startSwitches } from "./switches.js";
import { Timeline } from "./timeline.js";
import { offerTries, startTries } from "./tries.js";

const PAGE = 60;
const actions = { openThread, hide };
const main = new Timeline(byId("messages"), byId("scroll"), actions, { below: (some) => { byId("below").hidden = !some; } });
const thread = new Timeline(byId("thread-messages"), byId("thread-scroll"), actions, { inThread: true });
const composer = new Composer(byId("composer-form"), "composer", () => ({ channel: state.current, root: "" }), arrived);
const replier = new Composer(byId("thread-form"), "thread-composer", () => ({ channel: state.current, root: root }), arrived);
const live = new Live(heard, catchUp, (text) => { byId("link-state").textContent = text; });
let root = "";
// Events that came before their channel was loaded; null once it is.
let held = null;

document.addEventListener("laid", () => {
  if (!state.me || asked) return;
  offerTries();
  if (pile()) guarded(() => openChannel(pile()));
});
document.addEventListener("direct", ({ detail }) => writeTo(userNamed(detail)));
const asked = new URLSearchParams(location.search).get("as");
let visitor = "";
let becoming = Promise.resolve();
let chosen = false;

/** Be someone, once being the one before is settled: two at a time would mix their channels. */
function become(name) {
  chosen = true;
  becoming = becoming.catch(() => {}).then(() => enter(name));
  return becoming;
}

async function enter(name) {
  live.stop();
  closeThread();
  delete byId("app").dataset.who;
  const me = await login(name);
  held = [];
  await live.open();
  await load(me);
  state.whispers.clear();
  sessionStorage.setItem("who", name);
  byId("switch-user").value = name;
  const rooms = [...state.channels.values()].filter((one) => one.type !== "D");
  const start = state.channels.get(state.current) || pile() || rooms.find((one) => one.name === home()) || rooms[0];
  await openChannel(start);
  const waiting = held;
  held = null;
  for (const one of waiting) await heard(...one);
  byId("app").dataset.who = name;
  if (!asked) offerTries();
}

/** The robot's messages, where the visitor begins: what waits for them stands there. */
function pile() {
  if (laying() || asked || state.me.username !== visitor) return undefined;
  return [...state.channels.values()].find((one) => one.type === "D" && peerOf(one)?.username === BOT);
}

async function openChannel(channel) {
  if (!channel) return;
  const member = state.members.get(channel.id);
  const unread = channel.total_msg_count > (member?.msg_count ?? channel.total_msg_count);
  if (state.current !== channel.id) closeThread();
  state.current = channel.id;
  byId("channel-title").textContent = titleOf(channel);
  byId("channel-purpose").textContent = channel.type === "D" ? peerOf(channel)?.position || "Message personnel" : channel.purpose;
  document.title = `${titleOf(channel)}, Courroie`;
  composer.label(`Écrire à ${titleOf(channel)}`);
  showSide(false);
  draw();
  main.show([]);
  const page = await get(`/channels/${channel.id}/posts?per_page=${PAGE}`);
  if (state.current !== channel.id) return;
  const meanwhile = main.sorted();
  main.show([...roots(page), ...(state.whispers.get(channel.id) || []), ...meanwhile], unread ? member.last_viewed_at || 1 : 0);
  byId("older").hidden = !page.prev_post_id;
  composer.focus();
  await seen();
}

/** A page's messages without the replies, which live in their threads. */
function roots(page) {
  return Object.values(page.posts).filter((one) => !one.root_id && !one.delete_at);
}

async function older() {
  const oldest = main.sorted().find((one) => one.type !== "system_ephemeral");
  const page = await get(`/channels/${state.current}/posts?per_page=${PAGE}&before=${oldest.id}`);
  main.add(roots(page));
  byId("older").hidden = !page.prev_post_id;
}

async function writeTo(user) {
  const channel = await guarded(() => post("/channels/direct", [state.me.id, user.id]));
  if (!channel) return;
  await loadChannels();
  await openChannel(state.channels.get(channel.id));
}

function draw() {
  drawSidebar((channel) => guarded(() => openChannel(channel)), writeTo);
}

async function seen() {
  if (document.hidden || !state.current) return;
  await guarded(() => markRead(state.current));
  draw();
}

function arrived(shown) {
  if (shown.channel_id !== state.current) return;
  const mine = shown.user_id === state.me.id;
  if (!shown.root_id) {
    // Heard late, after the channel was read: its replies are known already.
    const count = Math.max(shown.reply_count, main.get(shown.id)?.reply_count ?? 0);
    main.put({ ...shown, reply_count: count, pending_post_id: "", mine });
  } else if (main.has(shown.root_id)) {
    const known = main.get(shown.root_id);
    main.put({ ...known, reply_count: Math.max(known.reply_count, shown.reply_count) });
  }
  if (root && (shown.root_id === root || shown.id === root)) thread.put({ ...shown, pending_post_id: "", mine });
}

function changed(shown) {
  for (const list of [main, thread]) if (list.has(shown.id)) list.put({ ...shown, mine: list.get(shown.id).mine });
}

/** Reactions do not come with their post: change the one we know. */
function reacted(reaction, added) {
  for (const list of [main, thread]) {
    const known = list.get(reaction.post_id);
    if (!known) continue;
    const others = (known.metadata?.reactions || []).filter((one) => one.user_id !== reaction.user_id || one.emoji_name !== reaction.emoji_name);
    list.put({ ...known, metadata: { ...known.metadata, reactions: added ? [...others, reaction] : others } });
  }
}

function murmured(shown) {
  whisper(shown);
  if (shown.channel_id !== state.current) return;
  main.put({ ...shown, mine: true });
  if (root && shown.root_id === root) thread.put({ ...shown, mine: true });
}

function hide(shown) {
  forgetWhisper(shown);
  main.drop(shown.id);
  thread.drop(shown.id);
}

async function joined() {
  await guarded(loadChannels);
  if (!state.channels.has(state.current)) await openChannel([...state.channels.values()][0]);
  else draw();
}

async function heard(event, data, broadcast) {
  if (held) return held.push([event, data, broadcast]);
  const shown = data.post && JSON.parse(data.post);
  if (event === "posted") {
    if (!state.channels.has(shown.channel_id)) await joined();
    else countPost(shown, data.mentions && JSON.parse(data.mentions).includes(state.me.id));
    const channel = state.channels.get(shown.channel_id);
    if (channel) channel.last_post_at = shown.create_at;
    arrived(shown);
    if (shown.channel_id === state.current) await seen();
    else draw();
  } else if (event === "post_edited") changed(shown);
  else if (event === "post_deleted") { main.drop(shown.id); thread.drop(shown.id); if (shown.id === root) closeThread(); }
  else if (event === "reaction_added" || event === "reaction_removed") reacted(JSON.parse(data.reaction), event === "reaction_added");
  else if (event === "ephemeral_message" && !laying()) murmured(shown);
  else if (event === "open_dialog") offered(JSON.parse(data.dialog));
  else if (event === "sandbox_clock") setClock(data);
  else if (event === "channel_viewed") { viewed(data.channel_id); draw(); }
  else if (["user_added", "user_removed", "direct_added"].includes(event) && concerns(data, broadcast)) await joined();
  return undefined;
}

const concerns = (data, broadcast) => broadcast.user_id === state.me.id || !data.user_id || data.user_id === state.me.id;

async function catchUp() {
  await guarded(async () => {
    await loadChannels();
    await openChannel(current());
    if (root) await openThread(root);
  });
}

async function openThread(id) {
  root = id;
  thread.show([]);
  const page = await guarded(() => get(`/posts/${id}/thread`));
  if (!page || root !== id) return;
  byId("thread").hidden = false;
  byId("app").classList.add("with-thread");
  byId("thread-channel").textContent = titleOf(current());
  replier.label("Répondre dans le fil");
  const whispered = (state.whispers.get(state.current) || []).filter((one) => one.root_id === id);
  thread.show([...Object.values(page.posts), ...whispered, ...thread.sorted()]);
  replier.focus();
}

function closeThread() {
  if (!root) return;
  const opener = document.querySelector(`[data-post-id="${root}"] [data-testid=replies], [data-post-id="${root}"] [data-testid=reply]`);
  root = "";
  thread.show([]);
  byId("thread").hidden = true;
  byId("app").classList.remove("with-thread");
  opener?.focus({ preventScroll: true });
}

function showSide(open) {
  byId("app").classList.toggle("with-side", open);
  byId("open-side").setAttribute("aria-expanded", String(open));
  if (open) byId("close-side").focus();
}

byId("open-side").addEventListener("click", () => showSide(true));
byId("close-side").addEventListener("click", () => { showSide(false); byId("open-side").focus(); });
document.addEventListener("pointerdown", (event) => {
  if (byId("app").classList.contains("with-side") && !byId("side").contains(event.target)) showSide(false);
});
byId("close-thread").addEventListener("click", closeThread);
byId("below").addEventListener("click", () => { main.toEnd(); composer.focus(); });
byId("older").addEventListener("click", () => guarded(older));
byId("switch-user").addEventListener("change", (event) => guarded(() => become(event.target.value)));
document.addEventListener("visibilitychange", seen);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (byId("app").classList.contains("with-side")) showSide(false);
  else closeThread();
});

await guarded(async () => {
  startTries((name) => openChannel([...state.channels.values()].find((one) => [one.name, peerOf(one)?.username].includes(name))));
  [visitor] = await Promise.all([startSwitches(), startClock()]);
  if (!chosen) await become(asked || sessionStorage.getItem("who") || visitor);
});

// What this window knows: who one is, the people, the channels, and what is unread.

import { get, post } from "./api.js";

export const state = {
  me: null,
  team: null,
  users: new Map(),
  channels: new Map(),
  members: new Map(),
  current: "",
  whispers: new Map(),
};

export const BOT = "courroie";
export const userNamed = (name) => [...state.users.values()].find((user) => user.username === name);
export const current = () => state.channels.get(state.current);

/** Load everything about the person who just logged in. */
export async function load(me) {
  state.me = me;
  const [teams, users] = await Promise.all([get("/users/me/teams"), get("/users")]);
  state.team = teams[0];
  state.users = new Map(users.map((user) => [user.id, user]));
  await loadChannels();
}

export async function loadChannels() {
  const path = `/users/me/teams/${state.team.id}/channels`;
  const [channels, members] = await Promise.all([get(path), get(`${path}/members`)]);
  state.channels = new Map(channels.map((channel) => [channel.id, channel]));
  state.members = new Map(members.map((member) => [member.channel_id, member]));
}

export function displayName(user) {
  if (!user) return "Quelqu’un";
  return `${user.first_name} ${user.last_name}`.trim() || user.username;
}

/** The other person of a direct channel. */
export function peerOf(channel) {
  const ids = channel.name.split("__");
  return state.users.get(ids[0] === state.me.id ? ids[1] : ids[0]);
}

export function titleOf(channel) {
  return channel.type === "D" ? displayName(peerOf(channel)) : channel.display_name;
}

export function unreadIn(channel) {
  const member = state.members.get(channel.id);
  if (!member) return { count: 0, mentions: 0 };
  const count = Math.max(channel.total_msg_count - member.msg_count, 0);
  return { count, mentions: count ? member.mention_count : 0 };
}

/** Note a post that arrived: unread, unless it is one's own or under one's eyes. */
export function countPost(arrived, mentioned) {
  const channel = state.channels.get(arrived.channel_id);
  const member = state.members.get(arrived.channel_id);
  if (!channel || !member || arrived.type.startsWith("system_")) return;
  channel.total_msg_count += 1;
  if (arrived.user_id === state.me.id) member.msg_count += 1;
  else if (mentioned) member.mention_count += 1;
}

/** Note that a channel was read, here or in another window. */
export function viewed(channelId) {
  const channel = state.channels.get(channelId);
  const member = state.members.get(channelId);
  if (!channel || !member) return false;
  member.msg_count = channel.total_msg_count;
  member.mention_count = 0;
  return true;
}

export async function markRead(channelId) {
  if (viewed(channelId)) await post("/channels/members/me/view", { channel_id: channelId });
}

/** Keep an ephemeral post for this person, until the page is reloaded. */
export function whisper(shown) {
  const kept = state.whispers.get(shown.channel_id) || [];
  state.whispers.set(shown.channel_id, [...kept, shown]);
}

export function forgetWhisper(shown) {
  const kept = state.whispers.get(shown.channel_id) || [];
  state.whispers.set(shown.channel_id, kept.filter((one) => one.id !== shown.id));
}

/** What Markdown needs to tell a mention from a plain word. */
export function reading() {
  return {
    me: state.me?.username,
    names: new Set([...state.users.values()].map((user) => user.username)),
    channels: new Set([...state.channels.values()].map((channel) => channel.name)),
  };
}

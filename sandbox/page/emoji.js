// The shortcodes that people and bots use here; an unknown one stays as it is typed.

import { icon } from "./dom.js";

const LIST = `+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 white_check_mark ✅ heavy_check_mark ✔️ x ❌ raised_hand ✋
raising_hand 🙋 heart ❤️ tada 🎉 eyes 👀 calendar 📆 date 📅 spiral_calendar 🗓️ bulb 💡 question ❓ grey_question ❔
exclamation ❗ warning ⚠️ memo 📝 link 🔗 newspaper 📰 envelope ✉️ email 📧 mailbox 📫 incoming_envelope 📨 bell 🔔
no_bell 🔕 fast_forward ⏩ checkered_flag 🏁 no_entry_sign 🚫 rocket 🚀 clap 👏 wave 👋 smile 😄 smiley 😃 slightly_smiling_face 🙂 blush 😊 wink 😉 thinking 🤔
thinking_face 🤔 pray 🙏 heavy_plus_sign ➕ heavy_minus_sign ➖ hourglass ⌛ hourglass_flowing_sand ⏳ alarm_clock ⏰
stopwatch ⏱️ pushpin 📌 round_pushpin 📍 house 🏠 office 🏢 busts_in_silhouette 👥 handshake 🤝 arrow_up ⬆️
arrow_down ⬇️ arrow_right ➡️ arrow_left ⬅️ star ⭐ sparkles ✨ fire 🔥 information_source ℹ️ lock 🔒 unlock 🔓
speech_balloon 💬 thought_balloon 💭 inbox_tray 📥 outbox_tray 📤 bar_chart 📊 chart_with_upwards_trend 📈
world_map 🗺️ earth_africa 🌍 seedling 🌱 herb 🌿 coffee ☕ mega 📣 loudspeaker 📢 repeat 🔁
arrows_counterclockwise 🔄 back 🔙 wastebasket 🗑️ pencil2 ✏️ paperclip 📎 mag 🔍 computer 💻 iphone 📱
telephone ☎️ robot 🤖 robot_face 🤖 books 📚 book 📖 clipboard 📋 bookmark 🔖 label 🏷️ moneybag 💰 euro 💶
train 🚆 car 🚗 bus 🚌 microphone 🎤 video_camera 📹 camera 📷 gift 🎁 medal 🏅 trophy 🏆 muscle 💪 ok_hand 👌
point_right 👉 point_up ☝️ zzz 💤 new 🆕 soon 🔜 end 🔚 one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣
eight 8️⃣ nine 9️⃣ keycap_ten 🔟 zero 0️⃣ white_circle ⚪ red_circle 🔴 large_blue_circle 🔵 green_circle 🟢
orange_circle 🟠 yellow_circle 🟡 postbox 📮 ballot_box 🗳️ mantelpiece_clock 🕰️ confetti_ball 🎊 sunny ☀️ see_no_evil 🙈
arrow_forward ▶️ double_vertical_bar ⏸️ fast_forward ⏩ checkered_flag 🏁`;

const words = LIST.split(/\s+/);
const TABLE = new Map();
for (let place = 0; place < words.length; place += 2) TABLE.set(words[place], words[place + 1]);

// Where the system has no colour emoji, the usual ones are drawn.
const DRAWN = {
  "+1": "plus1", thumbsup: "plus1", "-1": "minus1", thumbsdown: "minus1", white_check_mark: "check", heavy_check_mark: "check",
  x: "cross", raising_hand: "raise", raised_hand: "raise", heart: "heart", tada: "tada", eyes: "eyes", heavy_plus_sign: "plus",
  bulb: "bulb", pray: "thanks", clap: "thanks", calendar: "calendar", date: "calendar", spiral_calendar: "calendar", warning: "warning",
  question: "question", grey_question: "question", link: "link", mega: "mega", loudspeaker: "mega", arrow_up: "up", arrow_down: "down", no_entry_sign: "stop",
  busts_in_silhouette: "people", one: "one", two: "two", three: "three", newspaper: "newspaper", pushpin: "pushpin",
  see_no_evil: "unseen", wastebasket: "bin", mag: "glass", arrow_forward: "play", double_vertical_bar: "pause", fast_forward: "skip", checkered_flag: "flag",
  lock: "lock", hourglass: "hourglass", hourglass_flowing_sand: "hourglass", memo: "memo", pencil2: "memo", arrow_right: "right", office: "office",
};
const SIGNS = new Map([...TABLE].map(([name, sign]) => [sign, name]).reverse());
const PICTURES = /\p{Extended_Pictographic}\ufe0f?/gu;

/** Tell whether the system draws emoji in colour: a thumb drawn in black must leave some. */
function colourful() {
  const pen = Object.assign(document.createElement("canvas"), { width: 16, height: 16 }).getContext("2d", { willReadFrequently: true });
  pen.font = "14px sans-serif";
  pen.fillText("👍", 0, 14);
  const { data } = pen.getImageData(0, 0, 16, 16);
  return data.some((value, place) => place % 4 < 2 && value !== data[place + 1]);
}

const inColour = colourful();

/** Draw an emoji by its shortcode, as a picture when the system cannot. */
export function emoji(name) {
  if (!inColour && DRAWN[name]) return icon(`e-${DRAWN[name]}`);
  return (inColour && TABLE.get(name)) || `:${name}:`;
}

/** Replace, in a text, the emoji that the system cannot draw. */
export function drawable(text) {
  if (inColour) return [text];
  const out = [];
  let last = 0;
  for (const found of text.matchAll(PICTURES)) {
    const name = SIGNS.get(found[0]) || SIGNS.get(`${found[0]}\ufe0f`);
    if (!name || !DRAWN[name]) continue;
    out.push(text.slice(last, found.index), icon(`e-${DRAWN[name]}`));
    last = found.index + found[0].length;
  }
  return [...out, text.slice(last)];
}
export const isEmoji = (name) => TABLE.has(name);
export const PALETTE = ["+1", "white_check_mark", "raising_hand", "heart", "tada", "eyes", "heavy_plus_sign"];

// The shortcodes that people and bots use here; an unknown one stays as it is typed.

const LIST = `+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 white_check_mark ✅ heavy_check_mark ✔️ x ❌ raised_hand ✋
raising_hand 🙋 heart ❤️ tada 🎉 eyes 👀 calendar 📆 date 📅 spiral_calendar 🗓️ bulb 💡 question ❓ grey_question ❔
exclamation ❗ warning ⚠️ memo 📝 link 🔗 newspaper 📰 envelope ✉️ email 📧 mailbox 📫 incoming_envelope 📨 bell 🔔
no_bell 🔕 rocket 🚀 clap 👏 wave 👋 smile 😄 smiley 😃 slightly_smiling_face 🙂 blush 😊 wink 😉 thinking 🤔
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
orange_circle 🟠 yellow_circle 🟡 postbox 📮 ballot_box 🗳️ mantelpiece_clock 🕰️ confetti_ball 🎊 sunny ☀️`;

const words = LIST.split(/\s+/);
const TABLE = new Map();
for (let place = 0; place < words.length; place += 2) TABLE.set(words[place], words[place + 1]);

export const emoji = (name) => TABLE.get(name) || `:${name}:`;
export const isEmoji = (name) => TABLE.has(name);
export const PALETTE = ["+1", "white_check_mark", "raising_hand", "heart", "tada", "eyes", "heavy_plus_sign"];

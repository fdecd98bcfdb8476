// A list of messages kept in order: a channel's, or a thread's.

import { dayKey } from "./dates.js";
import { say } from "./dom.js";
import { message, newMark, separator, wordsOf } from "./message.js";

const touch = matchMedia("(hover: none)");
// Short messages in a row share one author line; long ones keep their own.
const SHORT = 300;
const TOGETHER = 5 * 60 * 1000;

export class Timeline {
  /** `list` is the <ol>, `scroll` what scrolls around it, `actions` what messages may ask for. */
  constructor(list, scroll, actions, options = {}) {
    Object.assign(this, { list, scroll, actions, options });
    this.posts = new Map();
    this.readUntil = 0;
    this.following = true;
    this.top = 0;
    scroll.addEventListener("scroll", () => this.scrolled());
    // Pictures arrive after their message and push the end away; so does a growing composer.
    const follow = new ResizeObserver(() => { if (this.following) this.toEnd(); });
    follow.observe(list);
    follow.observe(scroll);
  }

  show(posts, readUntil = 0) {
    this.posts = new Map(posts.map((one) => [one.id, one]));
    this.readUntil = readUntil;
    // A whole channel is not news: screen readers only hear what comes after.
    this.scroll.setAttribute("aria-busy", "true");
    this.render();
    this.toEnd();
    requestAnimationFrame(() => this.scroll.removeAttribute("aria-busy"));
  }

  /** Add or change a message, following it when the reader was at the end. */
  put(shown) {
    const atEnd = this.atEnd();
    const before = this.nodeOf(shown.id);
    const known = before && { here: before.contains(document.activeElement), words: wordsOf(before) };
    this.posts.set(shown.id, shown);
    this.render();
    const words = wordsOf(this.nodeOf(shown.id));
    if (known?.here && known.words !== words) say(words);
    if (known) return;
    if (atEnd || shown.mine) this.toEnd();
    else this.options.below?.(true);
  }

  add(posts) {
    const height = this.scroll.scrollHeight;
    for (const one of posts) this.posts.set(one.id, one);
    this.render();
    this.scroll.scrollTop += this.scroll.scrollHeight - height;
  }

  drop(id) {
    if (this.posts.delete(id)) this.render();
  }

  has(id) {
    return this.posts.has(id);
  }

  get(id) {
    return this.posts.get(id);
  }

  sorted() {
    return [...this.posts.values()].sort((a, b) => a.create_at - b.create_at);
  }

  /** Rebuild what changed only: untouched messages keep their node, and so the focus. */
  render() {
    const kept = new Map([...this.list.children].map((node) => [node.dataset.key, node]));
    const known = new Set([...kept.values()].map((node) => node.dataset.postId));
    const wanted = this.rows();
    let next = this.list.firstElementChild;
    for (const { key, build } of wanted) {
      const node = kept.get(key) || build();
      node.dataset.key = key;
      // What was rewritten is no news of the log's: what is under the focus is said by itself, once.
      if (known.has(node.dataset.postId) && !kept.has(key)) node.ariaLive = "off";
      kept.delete(key);
      if (node === next) next = next.nextElementSibling;
      else this.list.insertBefore(node, next);
    }
    const focused = document.activeElement.closest(".menu")?.previousElementSibling || document.activeElement;
    const lost = [...kept.values()].find((node) => node.contains(focused));
    const place = lost && [...lost.querySelectorAll(".actions > .action")].indexOf(focused);
    for (const node of kept.values()) node.remove();
    if (lost) this.refocus(lost.dataset.postId, focused.dataset.testid, place);
  }

  rows() {
    const rows = [];
    let before = null;
    let marked = !this.readUntil;
    for (const shown of this.sorted()) {
      const newDay = !before || dayKey(before.create_at) !== dayKey(shown.create_at);
      if (newDay) rows.push({ key: `day:${dayKey(shown.create_at)}`, build: () => separator(shown.create_at) });
      const fresh = !marked && shown.create_at > this.readUntil;
      if (fresh) rows.push({ key: "new", build: newMark });
      marked ||= fresh;
      const compact = !touch.matches && !newDay && !fresh && follows(before, shown);
      const key = JSON.stringify([shown, compact]);
      rows.push({ key, build: () => message(shown, this.actions, { compact, ...this.options }) });
      before = shown;
    }
    return rows;
  }

  nodeOf(id) {
    return [...this.list.children].find((one) => one.dataset.postId === id);
  }

  /** Give the focus back to a message that was rewritten: to what stands where it was. */
  refocus(postId, testid, place) {
    const node = this.nodeOf(postId);
    const actions = [...(node?.querySelectorAll(".actions > .action") || [])];
    const same = testid && node?.querySelector(`[data-testid="${CSS.escape(testid)}"]`);
    const target = place < 0 ? same : actions[Math.min(place, actions.length - 1)];
    (target || this.scroll).focus({ preventScroll: true });
  }

  /** Only going up stops following the end: what grows below does not. */
  scrolled() {
    if (this.scroll.scrollTop < this.top - 2) this.following = this.atEnd();
    else if (this.atEnd()) this.following = true;
    this.top = this.scroll.scrollTop;
    if (this.following) this.options.below?.(false);
  }

  atEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 80;
  }

  toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.following = true;
    this.options.below?.(false);
  }
}

function follows(before, shown) {
  const plain = (one) => !one.type && !one.is_pinned && one.message.length < SHORT && !one.props.attachments && !one.file_ids;
  return before.user_id === shown.user_id && plain(before) && plain(shown)
    && shown.create_at - before.create_at < TOGETHER
    && before.props.from_webhook === shown.props.from_webhook;
}

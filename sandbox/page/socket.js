// Live events: a socket that comes back by itself, and says when it had to start afresh.

import { currentToken } from "./api.js";

const SILENCE = 25000;

export class Live {
  /** `heard(event, data, broadcast)` gets each event; `fresh()` is called when events were missed. */
  constructor(heard, fresh, told) {
    Object.assign(this, { heard, fresh, told });
    this.tries = 0;
    this.missed = false;
  }

  /** Open, and wait for the server's hello: what is read after it can miss nothing. */
  async open(patience = 2000) {
    this.missed = false;
    const hello = new Promise((resolve) => { this.greeted = resolve; });
    this.start();
    const late = new Promise((resolve) => { setTimeout(resolve, patience, "late"); });
    if (await Promise.race([hello, late]) === "late") this.missed = true;
  }

  start() {
    this.stopped = false;
    const address = `${location.origin.replace(/^http/, "ws")}/api/v4/websocket`;
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.onopen = () => this.send("authentication_challenge", { token: currentToken() });
    socket.onmessage = (message) => this.take(JSON.parse(message.data));
    socket.onclose = () => { if (socket === this.socket) this.again(); };
    clearInterval(this.beat);
    this.beat = setInterval(() => this.check(), SILENCE / 2);
    this.last = Date.now();
  }

  stop() {
    this.stopped = true;
    clearInterval(this.beat);
    clearTimeout(this.timer);
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }

  send(action, data = {}) {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.number = (this.number || 0) + 1;
    this.socket.send(JSON.stringify({ seq: this.number, action, data }));
  }

  take(frame) {
    this.last = Date.now();
    if (frame.event === "hello") {
      this.told("");
      if (this.missed) this.fresh();
      this.missed = false;
      this.tries = 0;
      this.greeted?.();
    } else if (frame.event) this.heard(frame.event, frame.data, frame.broadcast);
  }

  /** A dead line does not say so: ask, and start again when nothing answers. */
  check() {
    if (Date.now() - this.last > SILENCE) {
      const { socket } = this;
      this.socket = null;
      socket?.close();
      this.again();
    } else this.send("ping");
  }

  again() {
    if (this.stopped) return;
    this.told("Reconnexion…");
    this.missed = true;
    clearInterval(this.beat);
    clearTimeout(this.timer);
    const wait = Math.min(500 * 2 ** this.tries, 8000) * (0.7 + Math.random() * 0.6);
    this.tries += 1;
    this.timer = setTimeout(() => this.start(), wait);
  }
}

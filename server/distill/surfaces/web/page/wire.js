// The one line to the server: requests with answers, and news for who listens. It comes back by itself.

const AGAIN_MS = [250, 500, 1000, 2000];

export class Wire extends EventTarget {
  constructor(url) {
    super();
    this.url = url;
    this.open = false;
    this.last = 0;
    this.tries = 0;
    this.waiting = new Map(); // id -> {resolve, reject, pages, progress}
    this.connect();
  }

  connect() {
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onopen = () => {
      this.open = true;
      this.tries = 0;
      this.dispatchEvent(new Event("open"));
    };
    socket.onmessage = ({ data }) => this.hear(JSON.parse(data));
    socket.onclose = () => this.closed();
  }

  closed() {
    const was = this.open;
    this.open = false;
    for (const one of this.waiting.values()) one.reject(new Error("the server has gone"));
    this.waiting.clear();
    if (was) this.dispatchEvent(new Event("closed"));
    const rest = AGAIN_MS[Math.min(this.tries++, AGAIN_MS.length - 1)];
    setTimeout(() => this.connect(), rest);
  }

  // Say something nobody waits for.
  say(address, ...values) {
    if (this.open) this.socket.send(JSON.stringify({ send: `/distill/${address}`, args: values }));
  }

  // Ask: resolves to {values, pages}, rejects with the server's sentence. `id` is on the promise.
  ask(verb, values = [], progress = null) {
    const id = ++this.last;
    const promise = new Promise((resolve, reject) => {
      if (!this.open) {
        reject(new Error("there is no server"));
        return;
      }
      this.waiting.set(id, { resolve, reject, pages: [], progress });
      this.socket.send(JSON.stringify({ send: `/distill/${verb}`, args: values, id }));
    });
    promise.catch(() => {}); // who asks may not care
    return Object.assign(promise, { id });
  }

  hear({ address, args = [], error }) {
    const topic = String(address || "").replace(/^\/distill\//, "");
    const one = this.waiting.get(args[0]);
    if (topic.endsWith("/page")) one?.pages.push([args[1], args.slice(3)]);
    else if (topic === "progress") one?.progress?.(args[1], args[2]);
    else if (topic === "done" || topic === "pong" || topic === "synced") this.end(args, one);
    else if (topic === "error") this.fail(args, one);
    else this.dispatchEvent(new CustomEvent("news", { detail: { topic, values: args } }));
    if (error) console.warn(error);
  }

  end(args, one) {
    this.waiting.delete(args[0]);
    const pages = (one?.pages || []).sort((a, b) => a[0] - b[0]).map(([, values]) => values);
    one?.resolve({ values: args.slice(2), pages });
  }

  fail([id, code, text, verb], one) {
    this.waiting.delete(id);
    const told = Object.assign(new Error(text), { code, verb });
    this.dispatchEvent(new CustomEvent("refused", { detail: told }));
    one?.reject(told);
  }
}

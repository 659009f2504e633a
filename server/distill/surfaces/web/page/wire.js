// The WebSocket to the server: requests with answers, and notifications. It reconnects by itself.

const RETRY_MS = [250, 500, 1000, 2000];

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
    socket.onmessage = ({ data }) => this.onMessage(JSON.parse(data));
    socket.onclose = () => this.onClose();
  }

  onClose() {
    const was = this.open;
    this.open = false;
    const lost = new Error("the connection to the server was lost");
    for (const pending of this.waiting.values()) pending.reject(lost);
    this.waiting.clear();
    if (was) this.dispatchEvent(new Event("closed"));
    const rest = RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)];
    setTimeout(() => this.connect(), rest);
  }

  // Send a message without waiting for its answer.
  send(address, ...values) {
    if (this.open) this.socket.send(JSON.stringify({ send: `/distill/${address}`, args: values }));
  }

  // Send a request; resolves to {values, pages} or rejects with the server's error. The promise
  // carries the request's `id`.
  request(verb, values = [], progress = null) {
    const id = ++this.last;
    const promise = new Promise((resolve, reject) => {
      if (!this.open) {
        reject(new Error("not connected to a server"));
        return;
      }
      this.waiting.set(id, { resolve, reject, pages: [], progress });
      this.socket.send(JSON.stringify({ send: `/distill/${verb}`, args: values, id }));
    });
    promise.catch(() => {}); // the caller may ignore errors
    return Object.assign(promise, { id });
  }

  onMessage({ address, args = [], error }) {
    const topic = String(address || "").replace(/^\/distill\//, "");
    const pending = this.waiting.get(args[0]);
    if (topic.endsWith("/page")) pending?.pages.push([args[1], args.slice(3)]);
    else if (topic === "progress") pending?.progress?.(args[1], args[2]);
    else if (topic === "done" || topic === "pong" || topic === "synced") this.end(args, pending);
    else if (topic === "error") this.fail(args, pending);
    else this.dispatchEvent(new CustomEvent("notification", { detail: { topic, values: args } }));
    if (error) console.warn(error);
  }

  end(args, pending) {
    this.waiting.delete(args[0]);
    const pages = (pending?.pages || []).sort((a, b) => a[0] - b[0]).map(([, values]) => values);
    pending?.resolve({ values: args.slice(2), pages });
  }

  fail([id, code, text, verb], pending) {
    this.waiting.delete(id);
    const problem = Object.assign(new Error(text), { code, verb });
    this.dispatchEvent(new CustomEvent("refused", { detail: problem }));
    pending?.reject(problem);
  }
}

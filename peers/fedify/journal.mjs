// What happened to this peer, in order. One counter runs through both lists,
// so that an entry of one can be placed before or after an entry of the other.

import { EventEmitter } from "node:events";

export class Journal {
  #order = 0;
  #lists = { received: [], requests: [] };
  #changed = new EventEmitter().setMaxListeners(0);

  add(list, entry) {
    const numbered = { order: ++this.#order, time: new Date().toISOString(), ...entry };
    this.#lists[list].push(numbered);
    this.#changed.emit(list);
    return numbered;
  }

  /** Entries after the order number `after`; with none there yet, waits for one up to `wait` milliseconds. */
  async after(list, after, wait) {
    const found = () => this.#lists[list].filter((entry) => entry.order > after);
    if (found().length > 0 || wait <= 0) return found();
    await new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#changed.off(list, done);
        resolve();
      };
      const timer = setTimeout(done, wait);
      this.#changed.on(list, done);
    });
    return found();
  }

  clear() {
    for (const list of Object.values(this.#lists)) list.length = 0;
  }
}

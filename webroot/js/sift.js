// A filter reaches sensors beyond those that are followed for everybody, but then the server has to know it.

/** Of what is typed, before the server is asked. */
const STILL = 250;

export class Sift {
  #feed; #typed = ''; #typedAt = 0;

  constructor(feed) { this.#feed = feed; }

  draw(dirty, { view, others }) {
    const feed = this.#feed, q = others ? view.q : '', now = performance.now();
    if (q !== this.#typed) { this.#typed = q; this.#typedAt = now; }
    if (q === feed.q || now - this.#typedAt < STILL) return;
    feed.q = q;
    feed.listen();
  }
}

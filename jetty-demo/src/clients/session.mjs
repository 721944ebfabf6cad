/** One run of a client: what it is asked to do, how far it has come, and every request that it has sent. */
export class Session {
  step = "start";
  #requests = [];
  #beforeLogin = 0;
  #refused;

  constructor({ portal, user, password, path }) {
    this.portal = portal;
    this.path = path;
    this.loginBody = {
      type: "m.login.password",
      identifier: { type: "m.id.user", user },
      password,
      initial_device_display_name: "Waymark client test",
    };
  }

  /** To be called with each request as it leaves. */
  sent(url) {
    this.#requests.push(new URL(url));
  }

  /** To be called with each answer. */
  answered(method, url, status) {
    if (status >= 400) this.#refused = `${method} ${new URL(url).pathname} answered ${status}`;
  }

  /** To be called once, after the last request that may go to the portal. */
  loggedIn() {
    this.#beforeLogin = this.#requests.length;
  }

  /** What was sent after login to anywhere but the target. */
  strays(baseUrl) {
    const target = new URL(baseUrl).origin;
    return this.#requests
      .slice(this.#beforeLogin)
      .filter(({ origin }) => origin !== target)
      .map(({ origin, pathname }) => origin + pathname);
  }

  /** Where the run stands, for a message. */
  get progress() {
    return this.#refused ? `${this.step} (last refusal: ${this.#refused})` : this.step;
  }
}

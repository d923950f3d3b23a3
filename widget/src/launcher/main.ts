// The element <between-sessions>. A classic script: it knows its own address, and with it the server's.

import { BetweenSessions } from "./element";

if (!customElements.get("between-sessions")) {
  customElements.define("between-sessions", BetweenSessions);
}

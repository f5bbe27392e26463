import type { AppConnection, Delivery, HttpAppConnection, Reply } from './app-connection.js';
import type { SocketHub } from './socket-hub.js';

/** Socket Mode where the app has opened it, or has named no address; otherwise HTTP. */
export class WayToApp implements AppConnection {
  constructor(
    private readonly http: HttpAppConnection,
    private readonly sockets: SocketHub,
    private readonly mayUseSockets: boolean,
  ) {}

  send(delivery: Delivery): Promise<Reply> {
    const overSockets = this.mayUseSockets && (this.sockets.size > 0 || this.http.url === undefined);
    return (overSockets ? this.sockets : this.http).send(delivery);
  }
}

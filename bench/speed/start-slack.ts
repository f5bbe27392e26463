import { once } from 'node:events';
import { createServer } from 'node:http';

/** As much of Slack's Web API as a start needs: who the token is. */
export async function startSlack() {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: true, team_id: 'T0001', bot_id: 'B0001', user_id: 'U0001' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { apiUrl: `http://127.0.0.1:${server.address().port}/api/`, stop: () => server.close().closeAllConnections() };
}

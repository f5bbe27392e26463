import { signedRequest } from '../speed/signed-request.js';

function change(request, pattern, by) {
  return Buffer.from(request.toString('latin1').replace(pattern, by), 'latin1');
}

/** A slash command as Slack sends it, and four that nobody should answer; each is given a question. */
export const kinds = {
  valid: signedRequest,
  'signed by somebody else': (question) => change(signedRequest(question), /v0=\w{8}/, 'v0=00000000'),
  'signed an hour ago': (question) =>
    change(signedRequest(question), /timestamp: \d+/, `timestamp: ${Math.floor(Date.now() / 1_000) - 3_600}`),
  'not signed': (question) => change(signedRequest(question), /x-slack-signature: .*\r\n/, ''),
  'with a body that was changed': (question) => change(signedRequest(question), 'user_name=ada', 'user_name=eve'),
};

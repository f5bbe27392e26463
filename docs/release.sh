#!/usr/bin/env bash
# A release that waits for people. It deploys nothing, so anybody can try it:
#
#   npm start                                  # the playground; it prints its address for the API
#   docs/release.sh http://127.0.0.1:PORT      # in another terminal, then tick the items in the browser
#
# With GUIDEPOST_TOKEN and CHANNEL it works with a real server, too. It needs curl and Node.
set -euo pipefail
cd "$(dirname "$0")/.."

server=${1:-${GUIDEPOST_SERVER:?Give the address that npm start prints for the HTTP API}}
export GUIDEPOST_SERVER=${server%/}
channel=${CHANNEL:-C0DEPLOY02} # #deployments in the playground
name=${NAME:-"shop-api $(date +%H:%M:%S)"}

say() { printf '\n%s\n' "$*"; }
guidepost() { node "${GUIDEPOST_CLI:-dist/cli/main.js}" "$@"; }
json() { node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8"))[process.argv[1]])' "$1"; }
api() {
  curl --silent --show-error --fail-with-body --max-time 20 \
    --header "Authorization: Bearer $GUIDEPOST_TOKEN" --header 'Content-Type: application/json' \
    "$GUIDEPOST_SERVER/api/v1$1" --data "$2"
}

if [ -z "${GUIDEPOST_TOKEN:-}" ]; then
  say 'Making a token for the playground'
  GUIDEPOST_TOKEN=$(DATABASE_URL=${DATABASE_URL:-sqlite:./data/playground.db} \
    guidepost token create --name "release script $$" --channels "$channel" --may start,tick,gate)
fi
export GUIDEPOST_TOKEN

say "Starting the checklist “$name”"
# The same command again gives the same run: a pipeline may repeat it.
run=$(api /runs "{\"page\": \"release-strategies\", \"checklist\": \"release-readiness-checklist\", \"channel\": \"$channel\", \"name\": \"$name\"}" | json id)
guidepost gate --run "$run" --phase before || [ $? -eq 2 ]

say 'Waiting for the phase “Before”. Tick its items in Slack.'
guidepost gate --run "$run" --phase before --wait "${WAIT:-30m}"

say 'Deploying. Nothing of the phase “After” holds this up.'
sleep 2

say 'Smoke test passed, so it is ticked with a link to this job'
api "/runs/$run/items/smoke-test-right-after-release" \
  '{"state": "done", "evidence": "https://ci.example/jobs/24"}' > /dev/null

say 'Waiting for the rest'
guidepost gate --run "$run" --wait "${WAIT:-30m}"
say 'Released'

import autocannon from 'autocannon';

/** Sends one shape as fast as answers come back, and prints what came of it as one line of JSON. */
const { url, body, seconds, connections } = JSON.parse(process.argv[2]);
const result = await autocannon({
  url,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body,
  connections,
  duration: seconds,
});
const { requests, latency, errors, non2xx, timeouts } = result;
console.log(
  JSON.stringify({
    perSecond: requests.average,
    total: requests.total,
    p50: latency.p50,
    p99: latency.p99,
    failed: errors + non2xx + timeouts,
  }),
);

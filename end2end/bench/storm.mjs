// Pages while many people log in at once, as at the first lesson: 500 log-ins a minute.
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";

const LOG_INS_A_SECOND = 500 / 60;

/** The 95th percentile of a page's time in ms, one request after the other, for so many seconds. */
async function pages(url, sessions, seconds) {
  const times = [];
  for (let end = performance.now() + seconds * 1000, next = 0; performance.now() < end; next += 1) {
    const { cookie, home } = sessions[next % sessions.length];
    const begun = performance.now();
    const answer = await fetch(url + home, { headers: { cookie, accept: "text/html" } });
    await answer.text();
    if (!answer.ok) throw new Error(`${home} answered ${answer.status}`);
    times.push(performance.now() - begun);
    await pause(10);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.95)];
}

/** Sends log-ins at their pace until told to stop; answers how many went well. */
async function logIns(send, people, stopped) {
  const sent = [];
  for (let next = 0; !stopped(); next += 1) {
    sent.push(send(people[next % people.length], next).then((answer) => answer.status === 303));
    await pause(1000 / LOG_INS_A_SECOND);
  }
  const ended = await Promise.all(sent);
  return [ended.filter(Boolean).length, ended.length];
}

/** The page's p95 idle, its p95 in the storm, and their ratio: as a figure, and all in one line. */
export async function storm(url, sessions, people, send, seconds) {
  await pages(url, sessions, 2);
  const idle = await pages(url, sessions, seconds);
  let over = false;
  const storm = logIns(send, people, () => over);
  const busy = await pages(url, sessions, seconds);
  over = true;
  const [good, all] = await storm;
  const ratio = busy / idle;
  const line = `500 log-ins a minute (${good} of ${all} let in): the dashboard's p95 is ${busy.toFixed(2)} ms, idle ${idle.toFixed(2)} ms, ${ratio.toFixed(2)} times.`;
  return { ratio, line };
}

// One worker of Camunda's JavaScript client: does with a task what its variable `action` says
// (worker_checks.py). Started with the folder where the client is installed and the URL.
import { mkdtempSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const [modules, url] = process.argv.slice(2);
const path = createRequire(modules + "/").resolve("camunda-external-task-client-js");
const { Client, File, Variables } = await import(pathToFileURL(path));

const HOUR = 3_600_000;
const fetched = new Map();
let errors = 0;
const receipt = join(mkdtempSync(join(tmpdir(), "procos-js-")), "receipt.txt");
writeFileSync(receipt, "paid: 5 €");

async function seenBy(task) {
  const all = task.variables.getAll();
  const seen = { task: [task.topicName, task.businessKey, task.processInstanceId, task.extensionProperties.currency] };
  for (const name of ["text", "number", "ratio", "flag", "nothing", "json", "xml", "bytes"]) seen[name] = all[name];
  if (all.when) {
    seen.when = all.when.getTime();
    seen.names = JSON.parse(all.names);
    seen.file = (await all.file.load()).content.toString();
  }
  return seen;
}

async function complete(task, taskService) {
  const variables = new Variables()
    .setTyped("list", { type: "Json", value: [1, 2], valueInfo: {} })
    .set("at", new Date("2026-01-31T10:20:30.000Z"))
    .setTyped("small", { type: "Short", value: 7, valueInfo: {} })
    .set("whole", 8)
    .set("real", 0.5)
    .set("no", false)
    .set("nil", null)
    .set("receipt", await new File({ localPath: receipt }).load())
    .setTransient("gone", "passing")
    .set("seen", JSON.stringify(await seenBy(task)));
  await taskService.complete(task, variables, new Variables().set("local", 1));
}

const actions = {
  complete,
  fail: (task, taskService) =>
    task.retries === null
      ? taskService.handleFailure(task, { errorMessage: "once", errorDetails: "trace", retries: 1, retryTimeout: 0 })
      : taskService.complete(task),
  "give up": (task, taskService) =>
    taskService.handleFailure(task, { errorMessage: "never", errorDetails: "trace", retries: 0, retryTimeout: 0 }),
  error: (task, taskService) =>
    taskService.handleBpmnError(task, "CARD_DECLINED", "no money", new Variables().set("tried", true)),
  extend: (task, taskService) => taskService.extendLock(task, HOUR),
  lock: (task, taskService) => taskService.lock(task, HOUR),
  unlock: (task, taskService, times) =>
    times === 1 ? taskService.unlock(task) : taskService.complete(task, new Variables().set("fetched", times)),
  slow: async (task, taskService) => {
    await sleep(1000);
    await taskService.complete(task).catch(() => errors++);
  },
  conflict: async (task, taskService) => {
    while (errors === 0) await sleep(20); // tasks run side by side here
    await taskService.complete(task, new Variables().set("errors", errors));
  },
  quick: (task, taskService) => taskService.complete(task),
};

const client = new Client({ baseUrl: url, workerId: "js-1", asyncResponseTimeout: 20_000, interval: 20 });
client.subscribe("charge", { lockDuration: 10_000, includeExtensionProperties: true }, async ({ task, taskService }) => {
  const times = (fetched.get(task.id) ?? 0) + 1;
  fetched.set(task.id, times);
  await actions[task.variables.get("action")](task, taskService, times);
});

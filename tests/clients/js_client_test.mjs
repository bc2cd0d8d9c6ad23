// One worker of Camunda's JavaScript client: completes, fails once, throws a BPMN error. Started by
// js_client_test.py, which installs the client and looks at what the engine shows afterwards.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [url, modules] = process.argv.slice(2);
const path = createRequire(modules + "/").resolve("camunda-external-task-client-js");
const { Client, Variables } = await import(pathToFileURL(path));
const client = new Client({ baseUrl: url, workerId: "js-1", asyncResponseTimeout: 2000, interval: 20 });

client.subscribe("charge", { lockDuration: 5000 }, async ({ task, taskService }) => {
  const action = task.variables.get("action");
  if (action === "error") {
    await taskService.handleBpmnError(task, "CARD_DECLINED", "no money", new Variables().set("tried", true));
  } else if (action === "fail" && task.retries === null) {
    await taskService.handleFailure(task, { errorMessage: "once", errorDetails: "trace", retries: 1, retryTimeout: 0 });
  } else {
    await taskService.extendLock(task, 10000);
    const seen = task.variables.getAll();
    const variables = new Variables()
      .set("seen", JSON.stringify({ n: seen.n, flag: seen.flag, json: seen.json, when: seen.when.toISOString() }))
      .setTyped("list", { type: "Json", value: [1, 2], valueInfo: {} })
      .set("at", new Date("2026-01-31T10:20:30.000Z"));
    await taskService.complete(task, variables, new Variables().set("local", 1));
  }
});

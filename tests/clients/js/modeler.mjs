// The calls of the Camunda Modeler, as a browser's fetch makes them: prints what came back, a line of JSON a call.
const [base, diagram, broken] = process.argv.slice(2);

async function call(name, path, options = {}) {
  const headers = { ...options.headers, accept: "application/json" };
  const response = await fetch(base + path, { ...options, headers, signal: AbortSignal.timeout(5000) });
  const body = await response.json().catch(() => ({}));
  console.log(JSON.stringify({ name, status: response.status, body }));
  return body;
}

function deploy(name, file, contents, attachments = []) {
  const form = new FormData();
  form.append("deployment-name", "diagram");
  form.append("deployment-source", "Camunda Modeler");
  form.append("enable-duplicate-filtering", "true");
  form.append(file, new Blob([contents], { type: "text/xml" }), file);
  for (const [other, text] of attachments) form.append(other, new Blob([text]), other);
  return call(name, "/deployment/create", { method: "POST", body: form });
}

function start(name, id, options) {
  const { businessKey, variables } = options;
  return call(name, `/process-definition/${id}/start`, {
    method: "POST",
    body: JSON.stringify({ businessKey, variables }),
    headers: { "content-type": "application/json" },
  });
}

await call("connection", "/deployment?maxResults=0");
await call("version", "/version");
const deployed = await deploy("deploy", "diagram.bpmn", diagram, [["ask.form", '{"components":[]}'], ["r.js", "1"]]);
await deploy("deploy again", "diagram.bpmn", diagram, [["ask.form", '{"components":[]}'], ["r.js", "1"]]);
const definition = Object.values(deployed.deployedProcessDefinitions).find((d) => d.key === "waiting");
await start("start", definition.id, { businessKey: "m-1", variables: { n: { value: 1, type: "Integer" } } });
await start("start plain", definition.id, {});
await start("start unknown", "nobody:1:1", {});
await deploy("deploy broken", "broken.bpmn", broken);

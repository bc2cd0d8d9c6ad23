// Instances a second of bpmn-engine, in one thread and in memory: bench.js MODEL
import fs from 'node:fs';
import BpmnModdle from 'bpmn-moddle';
import * as Elements from 'bpmn-elements';
import { Engine } from 'bpmn-engine';
import serializer, { TypeResolver } from 'moddle-context-serializer';

const instances = 200;
const rounds = 5;

// Its expressions have no operators: what is compared is a function.
const source = fs.readFileSync(process.argv[2], 'utf8').replace('${amount &gt; 100}', '${environment.services.isHigh}');
const services = {
  isHigh(scope) {
    return scope.environment.variables.amount > 100;
  },
};
const sourceContext = serializer(await new BpmnModdle().fromXML(source), TypeResolver(Elements));

async function run() {
  const engine = new Engine({ name: 'straight', sourceContext, services, variables: { amount: 250, customer: 'A-4711' } });
  const end = engine.waitFor('end');
  await engine.execute();
  await end;
}

const rates = [];
for (let round = 0; round < rounds; ++round) {
  const begin = process.hrtime.bigint();
  for (let i = 0; i < instances; ++i) await run();
  rates.push((instances * 1e9) / Number(process.hrtime.bigint() - begin));
}
console.log(Math.round(rates.sort((a, b) => a - b)[Math.floor(rounds / 2)]));

"""Instances a second of SpiffWorkflow, in one thread and in memory: bench.py MODEL"""
import sys
import time

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

INSTANCES, ROUNDS = 200, 5


def run(spec):
    workflow = BpmnWorkflow(spec)
    workflow.task_tree.data.update(amount=250, customer="A-4711")
    while not workflow.is_completed():
        for task in workflow.get_tasks(manual=True, state=16):  # READY
            task.run()
        workflow.do_engine_steps()
    assert workflow.last_task.data["amount"] == 250


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        model = f.read().replace("${amount &gt; 100}", "amount &gt; 100")  # conditions are Python
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(model.encode()))
    spec = parser.get_spec("straight")
    rates = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for _ in range(INSTANCES):
            run(spec)
        rates.append(INSTANCES / (time.perf_counter() - begin))
    print("%.0f" % sorted(rates)[ROUNDS // 2])


main()

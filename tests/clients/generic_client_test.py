#!/usr/bin/env python3
"""The client `generic-camunda-client` from PyPI, generated from the published contract, against `procos serve`.

  generic_client_test.py PROCOS|URL     (with build/venv/bin/python, which scripts/setup makes)
"""
import inspect
import json
import os
import sys
import tempfile

import generic_camunda_client as camunda

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server import Checks, equal, server_of  # noqa: E402
from order_model import ORDER  # noqa: E402

# Reads that need more than the contract says, or that answer 404 as a Camunda without configuration does.
NOT_ALONE = {"get_historic_task_instance_report", "get_password_policy"}


def reads(client):
    """Every operation of the contract that reads and needs no parameter: (name, call)."""
    for class_name, api in inspect.getmembers(camunda, inspect.isclass):
        if not class_name.endswith("Api"):
            continue
        for name, function in inspect.getmembers(api, inspect.isfunction):
            if not name.startswith(("get_", "query_")) or name.endswith("_with_http_info") or name in NOT_ALONE:
                continue
            needed = [p for p in list(inspect.signature(function).parameters.values())[1:]
                      if p.default is p.empty and p.kind is not p.VAR_KEYWORD]
            if not needed:
                yield class_name + "." + name, getattr(api(client), name)


class Client:
    def __init__(self, url):
        self.api = camunda.ApiClient(camunda.Configuration(host=url + "/engine-rest"))
        self.deployment = None

    def deploys(self):
        with tempfile.TemporaryDirectory(prefix="procos-generic-") as directory:
            path = os.path.join(directory, "order.bpmn")
            with open(path, "w") as f:
                f.write(ORDER)
            made = camunda.DeploymentApi(self.api).create_deployment(
                deployment_name="generic", deployment_source="test", enable_duplicate_filtering=True, data=path)
        self.deployment = made.id
        equal(sorted(d.key for d in made.deployed_process_definitions.values()), ["order", "waiting"])
        (listed,) = camunda.DeploymentApi(self.api).get_deployments(name="generic")
        equal((listed.id, listed.source), (self.deployment, "test"))

    def start(self, key, business_key, **variables):
        body = camunda.StartProcessInstanceDto(
            business_key=business_key,
            variables={name: camunda.VariableValueDto(value=value) for name, value in variables.items()})
        return camunda.ProcessDefinitionApi(self.api).start_process_instance_by_key(
            key, start_process_instance_dto=body)

    def works_on_an_external_task(self):
        instance = self.start("order", "generic-1", amount=5)
        external = camunda.ExternalTaskApi(self.api)
        topic = camunda.FetchExternalTaskTopicDto(topic_name="charge", lock_duration=5000)
        (task,) = external.fetch_and_lock(fetch_external_tasks_dto=camunda.FetchExternalTasksDto(
            worker_id="generic", max_tasks=1, topics=[topic]))
        equal((task.process_instance_id, task.variables["amount"].value), (instance.id, 5))
        external.handle_external_task_bpmn_error(task.id, external_task_bpmn_error=camunda.ExternalTaskBpmnError(
            worker_id="generic", error_code="CARD_DECLINED", error_message="no money"))
        tasks = camunda.TaskApi(self.api)
        (asked,) = tasks.get_tasks(process_instance_id=instance.id)
        equal((asked.task_definition_key, asked.name), ("ask", "Ask the customer"))
        tasks.claim(asked.id, user_id_dto=camunda.UserIdDto(user_id="ann"))
        equal(tasks.get_task(asked.id).assignee, "ann")
        # Without variables in return the answer is empty (204), which this client cannot read.
        variables = tasks.complete(asked.id, complete_task_dto=camunda.CompleteTaskDto(
            variables={"answer": camunda.VariableValueDto(value="later", type="String")},
            with_variables_in_return=True))
        equal(variables["answer"].value, "later")
        history = camunda.HistoricProcessInstanceApi(self.api).get_historic_process_instance(instance.id)
        equal((history.state, history.business_key), ("COMPLETED", "generic-1"))
        variables = camunda.HistoricVariableInstanceApi(self.api).get_historic_variable_instances(
            process_instance_id=instance.id)
        equal({v.name: v.value for v in variables},
              {"amount": 5, "code": "CARD_DECLINED", "message": "no money", "answer": "later"})
        (done,) = camunda.HistoricTaskInstanceApi(self.api).query_historic_task_instances(
            historic_task_instance_query_dto=camunda.HistoricTaskInstanceQueryDto(process_instance_id=instance.id))
        equal((done.assignee, done.delete_reason), ("ann", "completed"))

    def correlates_a_message(self):
        instance = self.start("waiting", "generic-2")
        (found,) = camunda.ProcessInstanceApi(self.api).query_process_instances(
            process_instance_query_dto=camunda.ProcessInstanceQueryDto(business_key="generic-2"))
        equal(found.id, instance.id)
        tree = camunda.ProcessInstanceApi(self.api).get_activity_instance_tree(instance.id)
        equal([child.activity_id for child in tree.child_activity_instances], ["wait"])
        camunda.MessageApi(self.api).deliver_message(correlation_message_dto=camunda.CorrelationMessageDto(
            message_name="OrderPaid", business_key="generic-2"))
        equal(camunda.ProcessInstanceApi(self.api).get_process_instances_count(business_key="generic-2").count, 0)

    def is_told_what_went_wrong(self):
        try:
            camunda.TaskApi(self.api).get_task("no-such-task")
            raise AssertionError("a task that does not exist was found")
        except camunda.ApiException as e:
            equal((e.status, json.loads(e.body)["type"]), (404, "InvalidRequestException"))

    def understands_every_read(self):
        """What is not built yet is said (501); all else is an object of the contract."""
        missing, broken, understood = [], [], 0
        for name, call in reads(self.api):
            try:
                call()
                understood += 1
            except camunda.ApiException as e:
                (missing if e.status == 501 else broken).append("%s: %s" % (name, e.status))
            except Exception as e:
                broken.append("%s: %r" % (name, e))
        print("       %d reads understood, not built: %s" % (understood, ", ".join(missing) or "none"))
        equal(broken, [])
        assert understood > 50, "only %d" % understood

    def deletes_the_deployment(self):
        # This client writes Python's True, which is false for a Camunda.
        camunda.DeploymentApi(self.api).delete_deployment(self.deployment, cascade="true")
        equal(camunda.ProcessDefinitionApi(self.api).get_process_definitions_count(key="order").count, 0)


def main():
    checks = Checks()
    with server_of(sys.argv[1]) as server:
        client = Client(server.url)
        checks.run("deploys", client.deploys)
        checks.run("works on an external task, its user task and their history", client.works_on_an_external_task)
        checks.run("correlates a message", client.correlates_a_message)
        checks.run("is told what went wrong", client.is_told_what_went_wrong)
        client.start("order", "generic-3", amount=7)
        client.start("waiting", "generic-4")
        checks.run("understands every read", client.understands_every_read)
        checks.run("deletes the deployment", client.deletes_the_deployment)
    checks.end()


if __name__ == "__main__":
    main()

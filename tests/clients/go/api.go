package main

import (
	"errors"
	"fmt"
	"os"

	camunda "github.com/citilinkru/camunda-client-go/v3"
)

// step is one call and what has to be true afterwards.
type step struct {
	name string
	do   func() (bool, error)
}

func checkAPI(client *camunda.Client, model string) error {
	file, err := os.Open(model)
	if err != nil {
		return err
	}
	var deployment, definition, instance, task string
	waiting := camunda.QueryProcessDefinitionBy{Key: text("waiting")}
	of := func() map[string]string { return map[string]string{"processInstanceId": instance} }
	steps := []step{
		{"deploy", func() (bool, error) {
			made, err := client.Deployment.Create(camunda.ReqDeploymentCreate{DeploymentName: "go",
				DeploymentSource: text("go test"), Resources: map[string]interface{}{"order.bpmn": file}})
			if err != nil {
				return false, err
			}
			deployment = made.Id
			return len(made.DeployedProcessDefinitions) == 2, nil
		}},
		{"list definitions", func() (bool, error) {
			found, err := client.ProcessDefinition.GetList(map[string]string{"deploymentId": deployment, "key": "waiting"})
			if err != nil || len(found) != 1 {
				return false, err
			}
			definition = found[0].Id
			xml, err := client.ProcessDefinition.GetXML(waiting)
			return err == nil && xml.Id == definition && xml.Bpmn20Xml != "", err
		}},
		{"start", func() (bool, error) {
			started, err := client.ProcessDefinition.StartInstance(waiting, camunda.ReqStartInstance{
				BusinessKey: text("go-1"), Variables: &map[string]camunda.Variable{"n": {Value: 1, Type: "Integer"}}})
			if err != nil {
				return false, err
			}
			instance = started.Id
			return started.DefinitionId == definition && started.BusinessKey == "go-1" && !started.Ended, nil
		}},
		{"list instances", func() (bool, error) {
			found, err := client.ProcessInstance.GetList(map[string]string{"businessKey": "go-1"})
			return err == nil && len(found) == 1 && found[0].Id == instance, err
		}},
		{"variables", func() (bool, error) {
			by := camunda.QueryProcessInstanceVariableBy{Id: &instance, VariableName: text("n")}
			two := camunda.ReqProcessVariable{Value: 2, Type: text("Integer")}
			if err := client.ProcessInstance.UpdateProcessVariable(by, two); err != nil {
				return false, err
			}
			n, err := client.ProcessInstance.GetProcessVariable(by, nil)
			return err == nil && n.Type == "Integer" && n.Value == 2.0, err
		}},
		{"activity instances", func() (bool, error) {
			tree, err := client.ProcessInstance.GetActivityInstance(instance)
			return err == nil && tree.ProcessInstanceId == instance && len(tree.ChildActivityInstances) == 1, err
		}},
		{"correlate", func() (bool, error) {
			err := client.Message.SendMessage(&camunda.ReqMessage{MessageName: "OrderPaid", BusinessKey: "go-1"})
			if err != nil {
				return false, err
			}
			_, err = client.ProcessInstance.Get(instance)
			return errors.Is(err, camunda.ErrorNotFound), nil
		}},
		{"history", func() (bool, error) {
			ended, err := client.History.GetProcessInstance(instance)
			if err != nil || ended.BusinessKey != "go-1" {
				return false, err
			}
			found, err := client.History.GetVariableInstanceList(of())
			return err == nil && len(found) == 1 && found[0].Name == "n", err
		}},
		{"a user task", func() (bool, error) {
			order := camunda.QueryProcessDefinitionBy{Key: text("order")}
			started, err := client.ProcessDefinition.StartInstance(order, camunda.ReqStartInstance{})
			if err != nil {
				return false, err
			}
			instance = started.Id
			work, err := client.ExternalTask.FetchAndLock(camunda.QueryFetchAndLock{WorkerId: "go-2", MaxTasks: 1,
				Topics: []*camunda.QueryFetchAndLockTopic{{TopicName: "charge", LockDuration: 1000}}})
			if err != nil || len(work) != 1 {
				return false, err
			}
			if err := client.ExternalTask.HandleBPMNError(work[0].Id, camunda.QueryHandleBPMNError{
				WorkerId: text("go-2"), ErrorCode: text("CARD_DECLINED"), ErrorMessage: text("no")}); err != nil {
				return false, err
			}
			tasks, err := client.UserTask.GetList(&camunda.UserTaskGetListQuery{ProcessInstanceId: instance})
			if err != nil || len(tasks) != 1 || tasks[0].TaskDefinitionKey != "ask" {
				return false, err
			}
			task = tasks[0].Id
			return true, tasks[0].Complete(camunda.QueryUserTaskComplete{})
		}},
		{"an error", func() (bool, error) {
			err := client.UserTask.Complete(task, camunda.QueryUserTaskComplete{})
			var refused *camunda.Error
			return errors.As(err, &refused) && refused.Type == "RestException", nil
		}},
		{"delete the deployment", func() (bool, error) {
			return true, client.Deployment.Delete(deployment, map[string]string{"cascade": "true"})
		}},
	}
	for _, s := range steps {
		good, err := s.do()
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if !good {
			return fmt.Errorf("%s: not what was expected", s.name)
		}
	}
	return nil
}

// One worker of a Go client: does with a task what its variable `action` says (worker_checks.py).
package main

import (
	"encoding/json"
	"time"

	camunda "github.com/citilinkru/camunda-client-go/v3"
	"github.com/citilinkru/camunda-client-go/v3/processor"
)

const hour = 3600 * 1000

type worker struct {
	client  *camunda.Client
	fetched map[string]int
	errors  int
}

type variables = map[string]camunda.Variable

func text(s string) *string { return &s }
func number(n int) *int     { return &n }

func (w *worker) run() {
	options := &processor.Options{WorkerId: "go-1", LockDuration: 10 * time.Second, MaxTasks: 1,
		LongPollingTimeout: 20 * time.Second}
	// A killed server is the end of the test: nothing to report.
	p := processor.NewProcessor(w.client, options, func(error) {})
	p.AddHandler([]*camunda.QueryFetchAndLockTopic{{TopicName: "charge"}}, w.work)
	select {}
}

func (w *worker) work(c *processor.Context) error {
	w.fetched[c.Task.Id]++
	complete := func(set variables) error {
		return c.Complete(processor.QueryComplete{Variables: &set})
	}
	fail := func(message string, retries int) error {
		return c.HandleFailure(processor.QueryHandleFailure{ErrorMessage: &message, ErrorDetails: text("trace"),
			Retries: &retries, RetryTimeout: number(0)})
	}
	switch c.Task.Variables["action"].Value {
	case "complete":
		return w.complete(c)
	case "fail":
		if c.Task.Retries == nil {
			return fail("once", 1)
		}
	case "give up":
		return fail("never", 0)
	case "error":
		return c.HandleBPMNError(processor.QueryHandleBPMNError{ErrorCode: text("CARD_DECLINED"),
			ErrorMessage: text("no money"), Variables: &variables{"tried": {Value: true, Type: "Boolean"}}})
	case "extend":
		return c.ExtendLock(hour)
	case "unlock":
		if w.fetched[c.Task.Id] == 1 {
			return w.client.ExternalTask.Unlock(c.Task.Id)
		}
		return complete(variables{"fetched": {Value: w.fetched[c.Task.Id], Type: "Integer"}})
	case "slow":
		time.Sleep(time.Second)
		if complete(nil) != nil {
			w.errors++
		}
		return nil
	case "conflict":
		return complete(variables{"errors": {Value: w.errors, Type: "Integer"}})
	}
	return complete(nil)
}

func (w *worker) complete(c *processor.Context) error {
	seen, err := w.seen(c.Task)
	if err != nil {
		return err
	}
	return c.Complete(processor.QueryComplete{
		Variables: &variables{
			"seen":  {Value: seen, Type: "String"},
			"list":  {Value: "[1,2]", Type: "Json"},
			"at":    {Value: "2026-01-31T10:20:30.000+0000", Type: "Date"},
			"small": {Value: 7, Type: "Short"},
			"whole": {Value: 8, Type: "Integer"},
			"real":  {Value: 0.5, Type: "Double"},
			"no":    {Value: false, Type: "Boolean"},
			"nil":   {Value: nil, Type: "Null"},
		},
		LocalVariables: &variables{"local": {Value: 1, Type: "Integer"}},
	})
}

func (w *worker) seen(task *camunda.ResLockedExternalTask) (string, error) {
	seen := map[string]interface{}{
		"task": []string{task.TopicName, task.BusinessKey, task.ProcessInstanceId, "EUR"}, // it has no properties
	}
	for name, variable := range task.Variables {
		seen[name] = variable.Value
	}
	for _, name := range []string{"json", "names"} {
		var value interface{}
		if err := json.Unmarshal([]byte(task.Variables[name].Value.(string)), &value); err != nil {
			return "", err
		}
		seen[name] = value
	}
	when, err := time.Parse(camunda.DefaultDateTimeFormat, task.Variables["when"].Value.(string))
	if err != nil {
		return "", err
	}
	seen["when"] = when.UnixMilli()
	file, err := w.client.ProcessInstance.GetBinaryProcessVariableData(
		camunda.QueryProcessInstanceVariableBy{Id: &task.ProcessInstanceId, VariableName: text("file")})
	if err != nil {
		return "", err
	}
	seen["file"] = string(file)
	all, err := json.Marshal(seen)
	return string(all), err
}

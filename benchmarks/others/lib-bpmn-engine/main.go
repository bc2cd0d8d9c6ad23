// Instances a second of lib-bpmn-engine, in one thread and in memory: bench MODEL
package main

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"time"

	engine "github.com/nitram509/lib-bpmn-engine/pkg/bpmn_engine"
	"github.com/nitram509/lib-bpmn-engine/pkg/spec/BPMN20/process_instance"
)

const instances, rounds = 1000, 5

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func round(bpmn *engine.BpmnEngineState, process *engine.ProcessInfo) float64 {
	begin := time.Now()
	for i := 0; i < instances; i++ {
		instance, err := bpmn.CreateAndRunInstance(process.ProcessKey, map[string]interface{}{"amount": 250, "customer": "A-4711"})
		must(err)
		if instance.GetState() != process_instance.COMPLETED {
			must(fmt.Errorf("not completed: %v", instance.GetState()))
		}
	}
	return instances / time.Since(begin).Seconds()
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	must(err)
	// It has no plain tasks, and its expressions begin with "=".
	model := strings.NewReplacer("bpmn:task", "bpmn:serviceTask", "${amount &gt; 100}", "= amount &gt; 100").Replace(string(text))
	// One engine for all rounds, as a program has one; it keeps what has ended, and slows down with it.
	bpmn := engine.New("bench")
	process, err := bpmn.LoadFromBytes([]byte(model))
	must(err)
	complete := func(job engine.ActivatedJob) { job.Complete() }
	bpmn.AddTaskHandler("a", complete)
	bpmn.AddTaskHandler("b", complete)
	var rates []float64
	for i := 0; i < rounds; i++ {
		rates = append(rates, round(&bpmn, process))
	}
	sort.Float64s(rates)
	fmt.Printf("%.0f\n", rates[rounds/2])
}

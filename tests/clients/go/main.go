// The Go client against a server: `goclient worker URL`, or `goclient api MODEL URL`, which checks calls beyond
// those of workers and says what is not as it should be.
package main

import (
	"fmt"
	"os"
	"time"

	camunda "github.com/citilinkru/camunda-client-go/v3"
)

func main() {
	url := os.Args[len(os.Args)-1]
	client := camunda.NewClient(camunda.ClientOptions{EndpointUrl: url, Timeout: 30 * time.Second})
	if os.Args[1] == "worker" {
		w := worker{client: client, fetched: map[string]int{}}
		w.run()
		return
	}
	if err := checkAPI(client, os.Args[2]); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

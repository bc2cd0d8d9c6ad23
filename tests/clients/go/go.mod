module procos.test/goclient

go 1.19

require github.com/citilinkru/camunda-client-go/v3 v3.5.0

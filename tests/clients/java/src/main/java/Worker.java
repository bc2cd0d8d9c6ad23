// One worker of Camunda's Java client: does with a task what its variable `action` says (worker_checks.py).
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.camunda.bpm.client.ExternalTaskClient;
import org.camunda.bpm.client.exception.NotFoundException;
import org.camunda.bpm.client.task.ExternalTask;
import org.camunda.bpm.client.task.ExternalTaskService;
import org.camunda.bpm.client.variable.ClientValues;
import org.camunda.bpm.client.variable.value.JsonValue;
import org.camunda.bpm.client.variable.value.XmlValue;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.FileValue;

public class Worker {
  static final ObjectMapper JSON = new ObjectMapper();
  static final long HOUR = 3_600_000;
  static final Map<String, AtomicInteger> FETCHED = new ConcurrentHashMap<>();
  static final AtomicInteger ERRORS = new AtomicInteger();

  public static void main(String[] arguments) {
    ExternalTaskClient client = ExternalTaskClient.create().baseUrl(arguments[0]).workerId("java-1")
        .asyncResponseTimeout(20_000).disableBackoffStrategy().build();
    client.subscribe("charge").lockDuration(10_000).includeExtensionProperties(true).handler((task, service) -> {
      try {
        work(task, service);
      } catch (Exception e) {
        e.printStackTrace();
      }
    }).open();
  }

  static void work(ExternalTask task, ExternalTaskService service) throws Exception {
    int fetched = FETCHED.computeIfAbsent(task.getId(), id -> new AtomicInteger()).incrementAndGet();
    switch ((String) task.getVariable("action")) {
      case "complete":
        service.complete(task, results(task), Map.of("local", 1));
        break;
      case "fail":
        if (task.getRetries() == null) {
          service.handleFailure(task, "once", "trace", 1, 0);
        } else {
          service.complete(task);
        }
        break;
      case "give up":
        service.handleFailure(task, "never", "trace", 0, 0);
        break;
      case "error":
        service.handleBpmnError(task, "CARD_DECLINED", "no money", Map.of("tried", true));
        break;
      case "extend":
        service.extendLock(task, HOUR);
        break;
      case "lock":
        service.lock(task.getId(), HOUR);
        break;
      case "unlock":
        if (fetched == 1) {
          service.unlock(task);
        } else {
          service.setVariables(task, Map.of("fetched", fetched));
          service.complete(task);
        }
        break;
      case "slow":
        Thread.sleep(1000);
        try {
          service.complete(task);
        } catch (NotFoundException e) {
          ERRORS.incrementAndGet();
        }
        break;
      case "conflict":
        service.complete(task, Map.of("errors", ERRORS.get()));
        break;
      default:
        service.complete(task);
    }
  }

  static Map<String, Object> results(ExternalTask task) throws Exception {
    Map<String, Object> results = new HashMap<>();
    results.put("seen", JSON.writeValueAsString(seen(task)));
    results.put("list", ClientValues.jsonValue("[1, 2]"));
    results.put("at", Date.from(Instant.parse("2026-01-31T10:20:30Z")));
    results.put("small", Variables.shortValue((short) 7));
    results.put("whole", 8);
    results.put("real", 0.5);
    results.put("no", false);
    results.put("nil", null);
    results.put("people", Variables.objectValue(List.of("ann")).serializationDataFormat("application/json").create());
    results.put("receipt", Variables.fileValue("receipt.txt").file("paid: 5 €".getBytes(StandardCharsets.UTF_8))
        .mimeType("text/plain").encoding("UTF-8").create());
    results.put("gone", Variables.stringValue("passing", true));
    return results;
  }

  static Map<String, Object> seen(ExternalTask task) throws Exception {
    Map<String, Object> seen = new HashMap<>();
    for (String name : Arrays.asList("text", "number", "ratio", "flag", "nothing", "names")) {
      seen.put(name, task.getVariable(name));
    }
    Long big = task.getVariable("big");
    if (big != null) {
      Date when = task.getVariable("when");
      JsonValue json = task.getVariableTyped("json");
      XmlValue xml = task.getVariableTyped("xml");
      FileValue file = task.getVariableTyped("file");
      byte[] bytes = task.getVariable("bytes");
      seen.put("big", big.toString());
      seen.put("when", when.getTime());
      seen.put("json", JSON.readTree(json.getValue()));
      seen.put("xml", xml.getValue());
      try (InputStream content = file.getValue()) {
        seen.put("file", new String(content.readAllBytes(), file.getEncoding()));
      }
      seen.put("bytes", Base64.getEncoder().encodeToString(bytes));
    }
    seen.put("task", Arrays.asList(task.getTopicName(), task.getBusinessKey(), task.getProcessInstanceId(),
        task.getExtensionProperty("currency")));
    return seen;
  }
}

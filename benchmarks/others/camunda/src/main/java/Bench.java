import java.util.Arrays;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;

/** Instances a second of the embedded Camunda engine, in one thread, H2 in memory, without history: Bench MODEL */
public class Bench {
  private static final int INSTANCES = 1000, ROUNDS = 5, WARM_UP = 5;

  public static void main(String[] arguments) {
    StandaloneInMemProcessEngineConfiguration configuration = new StandaloneInMemProcessEngineConfiguration();
    configuration.setHistory("none");
    configuration.setJobExecutorActivate(false);
    configuration.setMetricsEnabled(false);
    configuration.setEnforceHistoryTimeToLive(false);
    ProcessEngine engine = configuration.buildProcessEngine();
    engine.getRepositoryService().createDeployment()
        .addInputStream("straight.bpmn", open(arguments[0])).deploy();
    Map<String, Object> variables = Map.of("amount", 250, "customer", "A-4711");
    double[] rates = new double[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; ++round) {
      long begin = System.nanoTime();
      for (int i = 0; i < INSTANCES; ++i) {
        if (!engine.getRuntimeService().startProcessInstanceByKey("straight", variables).isEnded()) {
          throw new IllegalStateException("not ended");
        }
      }
      if (round >= 0) rates[round] = INSTANCES * 1e9 / (System.nanoTime() - begin);
    }
    Arrays.sort(rates);
    System.out.println(Math.round(rates[ROUNDS / 2]));
    engine.close();
  }

  private static java.io.InputStream open(String path) {
    try {
      return new java.io.FileInputStream(path);
    } catch (java.io.IOException exception) {
      throw new java.io.UncheckedIOException(exception);
    }
  }
}

// How fast the store writes and finds: `procos_store_bench [database file]`. A command is what
// starting an instance that waits at an external task writes: 2 executions, 2 variables, an
// external task and 5 history rows.
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <vector>

#include "base/ids.h"
#include "store/store.h"

namespace {

using namespace procos;
using Clock = std::chrono::steady_clock;

constexpr int kInstances = 40000;

double since_us(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

struct Instance {
  state::ExecutionRow root, child;
  state::VariableRow order, amount;
  state::ExternalTaskRow work;
  state::HiProcessInstanceRow hi_instance;
  state::HiActivityRow hi_start, hi_task;
  state::HiVariableRow hi_order, hi_amount;

  Instance() {
    root.id = root.process_instance_id = root.root_process_instance_id = new_id();
    root.activity_instance_id = root.id;
    root.process_definition_id = "order:1:01890000-0000-7000-8000-000000000000";
    root.process_definition_key = "order";
    root.business_key = "order-" + root.id.substr(0, 13);
    child = root;
    child.id = new_id();
    child.parent_id = root.id;
    child.business_key.clear();
    child.activity_id = "charge";
    child.activity_instance_id = new_id();
    order = variable("order", Value::string("A-4711 with a text of usual length"));
    amount = variable("amount", Value::integer(42));
    work.id = new_id();
    work.topic = "charge-card";
    work.execution_id = child.id;
    work.activity_id = "charge";
    work.activity_instance_id = child.activity_instance_id;
    work.process_instance_id = root.id;
    work.process_definition_id = root.process_definition_id;
    work.process_definition_key = "order";
    work.create_time = 1700000000000;
    hi_instance.id = root.id;
    hi_instance.process_definition_id = root.process_definition_id;
    hi_instance.process_definition_key = "order";
    hi_instance.business_key = root.business_key;
    hi_instance.state = "ACTIVE";
    hi_instance.root_process_instance_id = root.id;
    hi_start = activity("start", "startEvent", new_id());
    hi_task = activity("charge", "serviceTask", child.activity_instance_id);
    hi_order = historic(order);
    hi_amount = historic(amount);
  }

  state::ChangeList inserted() const {
    state::ChangeList changes;
    changes.of<state::ExecutionRow>().inserted = {&root, &child};
    changes.of<state::VariableRow>().inserted = {&order, &amount};
    changes.of<state::ExternalTaskRow>().inserted = {&work};
    changes.of<state::HiProcessInstanceRow>().inserted = {&hi_instance};
    changes.of<state::HiActivityRow>().inserted = {&hi_start, &hi_task};
    changes.of<state::HiVariableRow>().inserted = {&hi_order, &hi_amount};
    return changes;
  }

  /// The task is done and the instance ends.
  state::ChangeList ended() {
    state::ChangeList changes;
    hi_instance.state = "COMPLETED";
    hi_instance.end_time = hi_task.end_time = 1700000001000;
    changes.of<state::ExecutionRow>().deleted = {root.id, child.id};
    changes.of<state::VariableRow>().deleted = {order.id, amount.id};
    changes.of<state::ExternalTaskRow>().deleted = {work.id};
    changes.of<state::HiProcessInstanceRow>().updated = {&hi_instance};
    changes.of<state::HiActivityRow>().updated = {&hi_task};
    return changes;
  }

 private:
  state::VariableRow variable(const std::string& name, Value value) const {
    state::VariableRow row;
    row.id = new_id();
    row.name = name;
    row.value = std::move(value);
    row.execution_id = row.process_instance_id = row.scope_id = row.activity_instance_id = root.id;
    row.process_definition_id = root.process_definition_id;
    return row;
  }
  state::HiVariableRow historic(const state::VariableRow& from) const {
    state::HiVariableRow row;
    row.id = from.id;
    row.name = from.name;
    row.value = from.value;
    row.execution_id = row.process_instance_id = row.root_process_instance_id = root.id;
    row.process_definition_id = root.process_definition_id;
    row.process_definition_key = "order";
    row.state = "CREATED";
    return row;
  }
  state::HiActivityRow activity(const std::string& id, const std::string& type,
                                std::string instance) const {
    state::HiActivityRow row;
    row.id = std::move(instance);
    row.activity_id = row.activity_name = id;
    row.activity_type = type;
    row.process_instance_id = row.root_process_instance_id = root.id;
    row.parent_activity_instance_id = root.id;
    row.process_definition_id = root.process_definition_id;
    row.process_definition_key = "order";
    row.execution_id = root.id;
    return row;
  }
};

void report(const char* what, double total_us, int times) {
  std::printf("%-58s %9.1f us  %9.0f /s\n", what, total_us / times, times * 1e6 / total_us);
  std::fflush(stdout);
}

/// Applies one change list an instance, `batch` of them in a transaction.
template <class Make>
void run(store::Store& store, std::vector<Instance>& instances, std::size_t batch, const char* what,
         Make make) {
  double applies = 0, commits = 0, worst = 0;
  const auto start = Clock::now();
  int count = 0;
  for (std::size_t at = 0; at < instances.size(); at += batch) {
    store.begin();
    const auto from = Clock::now();
    for (std::size_t i = at; i < std::min(at + batch, instances.size()); ++i, ++count) {
      store.apply(make(instances[i]));
    }
    applies += since_us(from);
    const auto middle = Clock::now();
    store.commit();
    const double commit = since_us(middle);
    commits += commit;
    worst = std::max(worst, commit);
  }
  const double total = since_us(start);
  std::printf("%s, %zu in a transaction:\n", what, batch);
  report("  apply alone", applies, count);
  report("  commit of a batch", commits, count / static_cast<int>(batch));
  std::printf("  %-56s %9.1f us\n", "slowest commit", worst);
  report("  together", total, count);
}

long resident_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmRSS:", 0) == 0) return std::atol(line.c_str() + 6);
  }
  return 0;
}

int bench(const std::string& path) {
  store::StoreOptions options;
  options.path = path;
  const auto opening = Clock::now();
  auto opened = store::Store::open(options);
  if (!opened) {
    std::cerr << opened.error().message << "\n";
    return 1;
  }
  store::Store& store = **opened;
  std::printf("%s: opened in %.1f ms\n", path.c_str(), since_us(opening) / 1000);
  const long before_rows = resident_kib();
  const std::size_t part = kInstances / 2;
  std::vector<Instance> first(part), second(part);
  const long with_rows = resident_kib();

  run(store, first, 8, "start (10 inserts)", [](Instance& each) { return each.inserted(); });
  run(store, second, 64, "start (10 inserts)", [](Instance& each) { return each.inserted(); });
  std::printf("  resident memory of the store: %ld KiB\n",
              before_rows + resident_kib() - with_rows);

  auto from = Clock::now();
  constexpr int kLookups = 5000;
  std::size_t rows = 0;
  for (int i = 0; i < kLookups; ++i) {
    rows += store.load_instance(second[static_cast<std::size_t>(i * 3)].root.id).variables.size();
  }
  if (rows != 2 * kLookups) return 1;
  report("load_instance", since_us(from), kLookups);

  store::Query fetch;
  fetch.filters = {{"topicName", {std::string("charge-card")}}};
  fetch.max = 10;
  from = Clock::now();
  for (int i = 0; i < kLookups; ++i) {
    if (store::list_fetchable(store.writer(), fetch)->size() != 10) return 1;
  }
  report("list_fetchable, 10 of a topic", since_us(from), kLookups);

  store::Query all;
  from = Clock::now();
  store.read([&](store::Connection& connection) {
    for (int i = 0; i < 10; ++i)
      rows += static_cast<std::size_t>(*store::count<store::ProcessInstanceRow>(connection, all));
  });
  report("count of process instances", since_us(from), 10);

  run(store, first, 8, "end (5 deletes, 2 updates)", [](Instance& each) { return each.ended(); });
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string path = argc > 1 ? argv[1] : "store_bench.db";
  const bool in_memory = path == ":memory:";
  const auto remove = [&] {
    for (const char* suffix : {"", "-wal", "-shm", "-lock"}) std::filesystem::remove(path + suffix);
  };
  if (!in_memory) remove();
  const int result = bench(path);
  if (!in_memory) remove();
  return result;
}

// Runs an order process inside this program: the charge is made by a C++ handler, a timer waits for
// the warehouse, and the result is printed.
#include <procos/engine.h>

#include <chrono>
#include <iostream>

int main() {
  procos::Options options;
  options.manual_clock = true;  // so that the example need not wait for its timer
  auto opened = procos::Engine::open(options);
  if (!opened) {
    std::cerr << opened.failure().message << '\n';
    return 1;
  }
  procos::Engine& engine = **opened;

  engine.on_topic("charge", [](const procos::WorkItem& item) {
    const auto amount = item.variable("amount").as_int();
    std::cout << "charging " << amount << " for order " << item.business_key << '\n';
    if (amount > 1000) return procos::WorkResult::bpmn_error("limit", "more than the card allows");
    return procos::WorkResult::complete({{"result", "paid, receipt R-" + item.business_key}});
  });

  const auto deployed = engine.deploy_file(MODEL);
  if (!deployed) {
    std::cerr << deployed.failure().message << '\n';
    return 1;
  }
  std::cout << "deployed " << deployed->processes.front().key << " version "
            << deployed->processes.front().version << '\n';

  for (const int amount : {30, 5000}) {
    const auto order = engine.start("order", {{"amount", amount}}, std::to_string(amount));
    if (!order || !engine.wait_until_idle(std::chrono::seconds(10))) {
      std::cerr << "the order does not move: " << (order ? "" : order.failure().message) << '\n';
      return 1;
    }
    engine.advance(std::chrono::hours(2));
    engine.run_due_jobs();
    const auto ended = engine.instance(order->id);
    if (!ended || ended->state != "COMPLETED") {
      std::cerr << "the order did not end\n";
      return 1;
    }
    std::cout << "order " << amount << ": " << engine.variables(order->id)["result"].as_text()
              << '\n';
  }
  return 0;
}

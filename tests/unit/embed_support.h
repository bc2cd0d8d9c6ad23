// What the tests of the public interface share: an engine in memory, and a process deployed to it.
#pragma once

#include <procos/engine.h>

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <utility>

#include "service_support.h"

namespace procos::test {

inline std::unique_ptr<procos::Engine> open(procos::Options options = {}) {
  auto opened = procos::Engine::open(options);
  REQUIRE(opened);
  return std::move(*opened);
}

inline void deploy(procos::Engine& engine, const std::string& elements,
                   const std::string& key = "order") {
  const auto deployed = engine.deploy_text(key + ".bpmn", process(elements, key));
  if (!deployed) FAIL(deployed.failure().message);
  REQUIRE(deployed->processes.size() == 1);
  CHECK(deployed->processes[0].key == key);
}

}  // namespace procos::test

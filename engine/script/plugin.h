// Between the program and the shared object that holds the JavaScript engine. Only interfaces and
// plain data: the shared object uses no function of the program, so that a program needs no
// exported symbols to load it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "expr/datum.h"
#include "script/script_engine.h"

namespace procos::script {

using expr::Datum;

/// What a running script may ask of the program.
class World {
 public:
  virtual ~World() = default;
  /// A variable, `execution` or `task`; nullopt when the name is unknown.
  virtual std::optional<Result<Datum>> binding(std::string_view name) = 0;
  /// Methods of hosts, Spin nodes, dates of Joda and other objects that JavaScript has no equal
  /// for.
  virtual bool has_method(const Datum& self, std::string_view name) = 0;
  virtual Result<Datum> call(const Datum& self, std::string_view method,
                             std::span<const Datum> arguments) = 0;
  /// S(), JSON() and XML() of Spin.
  virtual Result<Datum> spin(std::string_view function, const Datum& argument) = 0;
  /// print(), console.log() ...
  virtual void print(std::string_view line) = 0;
};

/// How a script ended.
struct Ended {
  Datum value;
  std::optional<BpmnError> bpmn_error;
};

/// A JavaScript runtime. All of it on the thread that made it, but for interrupt().
class Machine {
 public:
  virtual ~Machine() = default;
  virtual Result<Ended> run(const std::string& source, const std::string& name, World& world) = 0;
  /// Makes a script under way look at its limits. Any thread.
  virtual void interrupt() = 0;
  /// Nothing runs for a while: gives memory back.
  virtual void rest() = 0;
};

/// The symbol the shared object exports: a new machine, or null when there is no memory for one.
inline constexpr const char* kMakeMachine = "procos_make_machine";
using MakeMachine = Machine* (*)(const Limits& limits);

}  // namespace procos::script

#include "base/log.h"

namespace procos::log {
namespace {

struct State {
  Sink sink;
  Level threshold = Level::kInfo;
};

// The one piece of process-wide state: where lines go is a property of the program, not of an
// engine.
State& state() {
  static State instance;
  return instance;
}

}  // namespace

void set_sink(Sink sink, Level threshold) { state() = State{std::move(sink), threshold}; }

bool enabled(Level level) { return state().sink && level >= state().threshold; }

void write(Level level, std::string_view message, std::vector<Field> fields) {
  if (!enabled(level)) return;
  std::erase_if(fields, [](const Field& field) { return field.second.empty(); });
  state().sink(Entry{level, message, &fields});
}

}  // namespace procos::log

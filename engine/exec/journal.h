// What a command asked of the world around the engine, and what it was told. A call outside takes
// its time, so no command waits for one: it is undone, the call is made elsewhere, and the command
// is run again with the answer at hand (docs/decisions/0005-calls-outside.md). What native handlers
// did is kept as well, because they run once however often the command does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "state/instance.h"

namespace procos::exec {

using state::VariableList;

/// Something to be done outside: a connector, "mail" or "shell", with its parameters.
struct OutsideCall {
  std::string what;
  VariableList parameters;
};

/// A change that a native handler made.
struct DelegateChange {
  enum class Kind : std::uint8_t { kSet, kSetLocal, kRemove, kRemoveLocal, kBusinessKey, kTask };
  Kind kind = Kind::kSet;
  std::string name;  ///< variable; for kTask the method of `task`
  Value value;
};

/// What a native handler answered.
struct DelegateOutcome {
  enum class Kind : std::uint8_t { kDone, kBpmnError, kFailed };
  Kind kind = Kind::kDone;
  std::string code, message;
};

struct DelegateRecord {
  std::vector<DelegateChange> changes;
  DelegateOutcome outcome;
};

/// One command's, through all its runs. One thread at a time.
class Journal {
 public:
  /// The command is run, or run again.
  void begin();

  // ---- for the interpreter; `place` is the activity, by which a later run knows its question ----
  /// The answer to this call; null when it is yet to be made: the command has to end with an error.
  const Result<VariableList>* answer_to(const std::string& place, OutsideCall call);
  /// What the handler did in an earlier run; null when it is yet to be called.
  const DelegateRecord* handled(const std::string& place);
  void remember(const std::string& place, DelegateRecord record);

  // ---- for who runs the command ----
  /// The call that the last run ended for; null when it ended for another reason.
  const OutsideCall* pending() const { return pending_ ? &pending_->call : nullptr; }
  void answer(Result<VariableList> answer);
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string place;
    std::variant<Result<VariableList>, DelegateRecord> told;
  };
  struct Pending {
    std::string place;
    OutsideCall call;
  };
  template <class T>
  const T* next(const std::string& place);

  std::vector<Entry> entries_;
  std::size_t position_ = 0;
  std::optional<Pending> pending_;
};

}  // namespace procos::exec

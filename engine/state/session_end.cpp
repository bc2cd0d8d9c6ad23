// How a session ends: its change list, then back into the cache or away.
#include "state/session.h"

#include <algorithm>

namespace procos::state {

template <class Row>
void Session::collect(ChangeList& list) {
  RowChanges<Row>& changes = list.of<Row>();
  for (Entity<Row>* entity : std::get<std::vector<Entity<Row>*>>(dirty_)) {
    if (entity->gone) {
      if (entity->change != Change::kInserted) changes.deleted.push_back(entity->row.id);
    } else if (entity->change == Change::kInserted) {
      changes.inserted.push_back(&entity->row);
    } else {
      changes.updated.push_back(&entity->row);
    }
  }
}

bool Session::has_changes() const {
  const auto to_write = [](const auto* entity) {
    return !entity->gone || entity->change != Change::kInserted;
  };
  const auto any = [&](const auto& list) {
    return std::any_of(list.begin(), list.end(), to_write);
  };
  const bool rows = std::apply([&](const auto&... lists) { return (any(lists) || ...); }, dirty_);
  return rows || !erased_histories_.empty() || !erased_batches_.empty() || !removal_times_.empty();
}

ChangeList Session::changes() {
  ChangeList list;
  std::apply([&]<class... Rows>(RowChanges<Rows>&...) { (collect<Rows>(list), ...); }, list.tables);
  list.erased_histories = erased_histories_;
  list.erased_batches = erased_batches_;
  list.removal_times = removal_times_;
  return list;
}

namespace {

/// A cached execution must look as if it had just been loaded.
void forget_command(Execution& execution) {
  execution.transition = nullptr;
  execution.next_node = nullptr;
  execution.transitions_to_take.clear();
  execution.replaced_by = nullptr;
  execution.phase = ActivityPhase::kDefault;
  execution.ended = false;
  execution.delete_root = false;
  execution.externally_terminated = false;
  execution.preserve_scope = false;
  execution.ignore_async = false;
  execution.skip_listeners = false;
  execution.skip_io_mappings = false;
  execution.skip_subprocesses = false;
  execution.end_listener_failed = false;
  execution.delete_reason.clear();
  execution.joining = nullptr;
  execution.arrivals_to_skip = 0;
}

}  // namespace

std::vector<std::function<void()>> Session::done() {
  std::apply(
      [](auto&... lists) {
        ([](auto& entities) {
          for (auto* entity : entities) {
            entity->change = Change::kClean;
            entity->listed = false;
          }
        }(lists),
         ...);
      },
      dirty_);
  for (auto& [id, instance] : instances_) {
    if (instance->root->removed) continue;
    for (auto& [execution_id, execution] : instance->executions) {
      forget_command(*execution);
      std::erase_if(execution->variables, [](const auto& variable) { return variable->transient; });
    }
    instance->is_new = false;
    instance->final_variables.reset();
    ports_.cache.put(std::move(instance));
  }
  instances_.clear();
  return std::move(after_commit_);
}

void Session::discard() { instances_.clear(); }

}  // namespace procos::state

#include "command/instance_selection.h"

#include <unordered_set>

#include "command/support.h"
#include "state/rows.h"

namespace procos::command {
namespace {

/// Ids in the order in which they came, each once.
class DistinctIds {
 public:
  void add(const std::vector<std::string>& ids) {
    for (const std::string& id : ids) {
      if (known_.insert(id).second) ids_.push_back(id);
    }
  }
  template <class Row>
  Status add(Context& context, const std::optional<store::Query>& query) {
    if (!query) return {};
    PROCOS_ASSIGN(const auto found,
                  store::list_ids<Row>(context.store.writer(), as_seen(context, *query)));
    add(found);
    return {};
  }
  std::vector<std::string> take() { return std::move(ids_); }

 private:
  std::vector<std::string> ids_;
  std::unordered_set<std::string> known_;
};

}  // namespace

Result<std::vector<std::string>> InstanceSelection::resolve(Context& context) const {
  DistinctIds named;
  if (ids) named.add(*ids);
  PROCOS_TRY(named.add<store::ProcessInstanceRow>(context, instances));
  PROCOS_TRY(named.add<state::HiProcessInstanceRow>(context, historic_instances));
  return named.take();
}

}  // namespace procos::command

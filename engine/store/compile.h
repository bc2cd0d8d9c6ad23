// From a query and an entity's data to SQL: conditions, order and the parameters that belong to
// them. Values never become part of the text.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "store/connection.h"
#include "store/entity.h"
#include "store/query.h"

namespace procos::store {

class Statement;

/// Collects parameters; placeholders are numbered, so that a text may name one twice.
class Parameters {
 public:
  std::string add(Param value) {
    values_.push_back(std::move(value));
    return "?" + std::to_string(values_.size());
  }
  /// An id as it lies in columns of ids (connection.h).
  std::string add_id(Param id) { return "id_key(" + add(std::move(id)) + ")"; }
  /// An array as what stands behind IN.
  std::string add_list(const nlohmann::json& values);
  std::string add_ids(const nlohmann::json& ids);
  /// To the statement in whose text the placeholders stand.
  void bind_to(Statement& statement) const;

 private:
  std::vector<Param> values_;
};

struct Compiled {
  std::string where;  ///< " WHERE ..." or empty
  std::string order;  ///< " ORDER BY ..."
  Parameters parameters;
};

/// `narrow` adds a condition of the caller's own, if it gives one.
using Narrow = std::function<std::string(Parameters&)>;
Result<Compiled> compile(const Entity& entity, const Query& query, const Narrow& narrow = {});

/// Name and value of one variable compared, for the row under `alias`.
Result<std::string> compile_variable(const VariableFilter& filter, std::string_view alias,
                                     ErrorKind incomparable, Parameters& parameters);

}  // namespace procos::store

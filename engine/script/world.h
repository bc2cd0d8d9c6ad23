// What one run of a script sees of the engine: variables, `execution` or `task`, and the methods of
// their values.
#pragma once

#include "script/plugin.h"

namespace procos::script {

class ScopeWorld final : public World {
 public:
  explicit ScopeWorld(const Call& call) : call_(call) {}

  std::optional<Result<Datum>> binding(std::string_view name) override;
  bool has_method(const Datum& self, std::string_view name) override;
  Result<Datum> call(const Datum& self, std::string_view method,
                     std::span<const Datum> arguments) override;
  Result<Datum> spin(std::string_view function, const Datum& argument) override;
  void print(std::string_view line) override;

  /// The script has ended: collections and Spin nodes that it changed in place are stored, as
  /// Camunda's implicit update does.
  Status store_changes();

 private:
  struct Tracked {
    std::string variable;
    Value before;
    Datum datum;
  };

  /// The same object for the same value, however often the script asks for the variable.
  Result<Datum> track(std::string_view variable, const Value& value);
  Result<Datum> call_host(expr::Host& host, std::string_view method,
                          std::span<const Datum> arguments);

  const Call& call_;
  std::vector<Tracked> tracked_;
};

}  // namespace procos::script

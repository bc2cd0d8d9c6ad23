#include "connect/connectors.h"

namespace procos::connect {
namespace {

struct Row {
  std::string_view id;
  bool connector;  ///< may be named by camunda:connectorId
  Result<Parameters> (*perform)(Connectors&, const Parameters&, const std::stop_token&);
};

constexpr Row kTable[] = {
    {"http-connector", true, call_http},
    {"soap-http-connector", true, call_soap},
    {kMail, false, deliver_mail},
    {kShell, false, run_shell},
};

const Row* find(std::string_view id) {
  for (const Row& row : kTable) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

}  // namespace

const Value& parameter(const Parameters& parameters, std::string_view name) {
  static const Value kNull;
  for (const auto& [known, value] : parameters) {
    if (known == name) return value;
  }
  return kNull;
}

Connectors::Connectors(Settings settings) : settings_(std::move(settings)) {}
Connectors::~Connectors() = default;

bool Connectors::is_connector(std::string_view id) {
  const Row* row = find(id);
  return row != nullptr && row->connector;
}

Result<Parameters> Connectors::perform(std::string_view id, const Parameters& parameters,
                                       const std::stop_token& stop) {
  const Row* row = find(id);
  if (row == nullptr)
    return fail(ErrorKind::kProcessEngine, "No connector found for id '" + std::string(id) + "'");
  return row->perform(*this, parameters, stop);
}

}  // namespace procos::connect

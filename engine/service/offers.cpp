#include "service/offers.h"

namespace procos::service {

graph::Offers offers_of(const DelegateRegistry& delegates, const connect::Settings& outside) {
  graph::Offers offers;
  offers.delegate = [&delegates](const std::string& name) {
    return delegates.handles(name) || !delegates.topic_of(name).empty();
  };
  offers.listener = [&delegates](const std::string& name) { return delegates.handles(name); };
  offers.connector = [](const std::string& id) { return connect::Connectors::is_connector(id); };
  offers.mail = outside.mail.has_value();
  offers.shell = outside.shell_tasks;
  return offers;
}

}  // namespace procos::service

// What models may use, as the engine is configured.
#pragma once

#include "connect/connectors.h"
#include "graph/offers.h"
#include "service/delegates.h"

namespace procos::service {

/// Looks at the registry whenever it is asked; not longer than that lives.
graph::Offers offers_of(const DelegateRegistry& delegates, const connect::Settings& outside);

}  // namespace procos::service

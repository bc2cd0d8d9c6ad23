// GET /metrics: what the engine and the server count, in Prometheus' text format.
#pragma once

#include <string>

#include "rest/route_meters.h"
#include "service/statistics.h"
#include "store/open_counts.h"

namespace procos::rest {

struct Measured {
  const RouteMeters& requests;
  service::Statistics engine;
  store::OpenCounts open;
  double open_age_s = 0;  ///< since `open` was counted
  std::size_t long_polls = 0;
};

std::string metrics_text(const Measured& measured);

}  // namespace procos::rest

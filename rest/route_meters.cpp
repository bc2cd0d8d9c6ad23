#include "rest/route_meters.h"

#include "rest/router.h"

namespace procos::rest {

std::vector<std::pair<int, std::uint64_t>> RouteMeter::statuses() const {
  std::vector<std::pair<int, std::uint64_t>> found;
  for (const StatusCount& each : statuses_) {
    const int status = each.status.load(std::memory_order_relaxed);
    const std::uint64_t count = each.count.load(std::memory_order_relaxed);
    if (status != 0 && count != 0) found.emplace_back(status, count);
  }
  return found;
}

RouteMeters::RouteMeters(std::span<const Route> table)
    : table_(table), meters_(std::make_unique<RouteMeter[]>(table.size())) {}

RouteMeter& RouteMeters::of(const Route& route) {
  return meters_[static_cast<std::size_t>(&route - table_.data())];
}

const RouteMeter& RouteMeters::of(const Route& route) const {
  return meters_[static_cast<std::size_t>(&route - table_.data())];
}

}  // namespace procos::rest

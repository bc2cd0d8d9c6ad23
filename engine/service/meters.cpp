#include "service/meters.h"

#include <chrono>
#include <string_view>

#include "base/ids.h"
#include "base/machine.h"
#include "state/session.h"

namespace procos::service {
namespace {

constexpr std::chrono::minutes kInterval{15};

// In the order of Meter.
constexpr std::array<std::string_view, static_cast<std::size_t>(Meter::kCount)> kMeterNames{
    "activity-instance-start", "activity-instance-end", "root-process-instance-start",
    "job-acquisition-attempt", "job-acquired-success", "job-acquired-failure",
    "job-execution-rejected", "job-successful", "job-failed", "job-locked-exclusive",
    "executed-decision-instances", "executed-decision-elements",
};

/// FNV-1a: the same number for the same name in every run, and no name.
std::int64_t number_of_worker(std::string_view name) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char each : name) {
    hash ^= static_cast<unsigned char>(each);
    hash *= 1099511628211ULL;
  }
  return static_cast<std::int64_t>(hash);
}

void record_worker(state::Session& session, const state::Fact& fact) {
  const std::string& assignee = fact.task->row.assignee;
  if (assignee.empty()) return;
  session.insert(state::TaskMeterRow{new_id(), number_of_worker(assignee), session.now()});
}

}  // namespace

void Meters::on_fact(state::Session& session, const state::Fact& fact) {
  next_.on_fact(session, fact);
  using state::FactKind;
  switch (fact.kind) {
    case FactKind::kActivityStarted: return add(Meter::kActivityInstanceStart);
    case FactKind::kActivityEnded: return add(Meter::kActivityInstanceEnd);
    case FactKind::kProcessStarted:
      if (fact.execution->row.root_process_instance_id == fact.execution->row.id) {
        add(Meter::kRootProcessInstanceStart);
      }
      return;
    case FactKind::kJobSucceeded: return add(Meter::kJobSuccessful);
    case FactKind::kJobFailed: return add(Meter::kJobFailed);
    case FactKind::kDecisionEvaluated:
      add(Meter::kExecutedDecisionInstances, static_cast<std::int64_t>(fact.evaluations->size()));
      return add(Meter::kExecutedDecisionElements, fact.decision_elements);
    case FactKind::kTaskAssigned: return record_worker(session, fact);
    case FactKind::kTaskCreated:
      // A task of a process is assigned after it was created.
      if (fact.execution == nullptr) record_worker(session, fact);
      return;
    case FactKind::kExternalTaskLockExpired:
      lock_expiries_.fetch_add(1, std::memory_order_relaxed);
      return;
    default: return;
  }
}

std::vector<state::MetricRow> Meters::take(TimeMs now) {
  std::vector<state::MetricRow> rows;
  const std::string reporter = reporter_name();
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    const std::int64_t count = counts_[i].exchange(0, std::memory_order_relaxed);
    taken_[i].fetch_add(count, std::memory_order_relaxed);
    rows.push_back({new_id(), std::string(kMeterNames[i]), reporter, count, now});
  }
  return rows;
}

std::int64_t Meters::unreported(std::string_view name) const {
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (kMeterNames[i] == name) return counts_[i].load(std::memory_order_relaxed);
  }
  return 0;
}

void Meters::give_back(const std::vector<state::MetricRow>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    taken_[i].fetch_sub(rows[i].value, std::memory_order_relaxed);
    counts_[i].fetch_add(rows[i].value, std::memory_order_relaxed);
  }
}

std::vector<std::uint64_t> Meters::totals() const {
  std::vector<std::uint64_t> totals;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    totals.push_back(static_cast<std::uint64_t>(taken_[i].load(std::memory_order_relaxed) +
                                                counts_[i].load(std::memory_order_relaxed)));
  }
  return totals;
}

bool Meters::any() const {
  for (const auto& count : counts_) {
    if (count.load(std::memory_order_relaxed) != 0) return true;
  }
  return false;
}

MeterReporter::MeterReporter(std::function<void()> report)
    : report_(std::move(report)), thread_([this] { run(); }) {}

void MeterReporter::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void MeterReporter::run() {
  std::unique_lock lock(mutex_);
  while (!stopped_.wait_for(lock, kInterval, [this] { return stop_; })) {
    lock.unlock();
    report_();
    lock.lock();
  }
}

}  // namespace procos::service

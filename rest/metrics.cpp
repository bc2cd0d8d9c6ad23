#include "rest/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <limits>

#include "rest/process_usage.h"
#include "rest/router.h"
#include "service/meters.h"

namespace procos::rest {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;
using service::Meter;

constexpr double kMicroseconds = 1e-6;

class Families {
 public:
  void begin(MetricType type, std::string name, std::string help) {
    families_.push_back({std::move(name), std::move(help), type, {}});
  }
  void value(double value, Labels labels = {}) {
    MetricFamily& family = families_.back();
    ClientMetric& metric = family.metric.emplace_back();
    metric.label = std::move(labels);
    (family.type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
  }
  template <class Number>
  void counter(std::string name, std::string help, Number count) {
    begin(MetricType::Counter, std::move(name), std::move(help));
    value(static_cast<double>(count));
  }
  template <class Number>
  void gauge(std::string name, std::string help, Number count) {
    begin(MetricType::Gauge, std::move(name), std::move(help));
    value(static_cast<double>(count));
  }
  void histogram(const Histogram::Values& values, double unit, Labels labels = {}) {
    ClientMetric& metric = families_.back().metric.emplace_back();
    metric.label = std::move(labels);
    metric.histogram.sample_count = values.count;
    metric.histogram.sample_sum = static_cast<double>(values.sum) * unit;
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i <= values.bounds.size(); ++i) {
      sum += values.counts[i];
      const double bound = i < values.bounds.size() ? static_cast<double>(values.bounds[i]) * unit
                                                    : std::numeric_limits<double>::infinity();
      metric.histogram.bucket.push_back({sum, bound});
    }
  }
  std::string text() const { return prometheus::TextSerializer().Serialize(families_); }

 private:
  std::vector<MetricFamily> families_;
};

/// Calls `visit` with the meter and labels of every operation that has answered.
template <class Visit>
void for_each_route(const RouteMeters& requests, Visit visit) {
  for (const Route& route : requests.table()) {
    visit(requests.of(route), Labels{{"method", std::string(method_name(route.method))},
                                     {"route", std::string(route.path)}});
  }
  visit(requests.others(), Labels{{"method", "any"}, {"route", "other"}});
}

void add_requests(Families& out, const RouteMeters& requests) {
  out.begin(MetricType::Counter, "procos_http_requests_total",
            "Answers by operation and status; route=\"other\": of no operation of the API");
  for_each_route(requests, [&](const RouteMeter& meter, const Labels& labels) {
    for (const auto& [status, count] : meter.statuses()) {
      Labels with_status = labels;
      with_status.push_back({"status", std::to_string(status)});
      out.value(static_cast<double>(count), std::move(with_status));
    }
  });
  out.begin(MetricType::Histogram, "procos_http_request_duration_seconds",
            "From the whole request to its answer; long polls with the time they waited");
  for_each_route(requests, [&](const RouteMeter& meter, const Labels& labels) {
    const Histogram::Values times = meter.times_us();
    if (times.count > 0) out.histogram(times, kMicroseconds, labels);
  });
}

void add_cache(Families& out, const char* cache, const service::CacheUse& use) {
  out.value(static_cast<double>(use.hits), {{"cache", cache}, {"result", "hit"}});
  out.value(static_cast<double>(use.misses), {{"cache", cache}, {"result", "miss"}});
}

void add_commands(Families& out, const service::Statistics& engine) {
  out.begin(MetricType::Counter, "procos_commands_total",
            "Commands by result; refused: because too many were waiting");
  out.value(static_cast<double>(engine.commands_succeeded), {{"result", "success"}});
  out.value(static_cast<double>(engine.commands_failed), {{"result", "failure"}});
  out.value(static_cast<double>(engine.commands_refused), {{"result", "refused"}});
  out.begin(MetricType::Histogram, "procos_command_batch_size", "Commands that shared a commit");
  out.histogram(engine.batch_sizes, 1);
  out.begin(MetricType::Histogram, "procos_commit_duration_seconds",
            "Commits, with the wait for the disk");
  out.histogram(engine.commit_us, kMicroseconds);
  out.gauge("procos_command_queue_depth", "Commands that are waiting", engine.queued);
  out.gauge("procos_command_queue_limit", "Commands that may wait; 0: any number",
            engine.queue_limit);
  out.begin(MetricType::Counter, "procos_cache_requests_total",
            "Look-ups of definitions and instances, and whether they were in memory");
  add_cache(out, "definition", engine.definitions);
  add_cache(out, "instance", engine.instances);
}

void add_meters(Families& out, const service::Statistics& engine) {
  const auto total = [&](Meter meter) {
    return static_cast<double>(engine.meters[static_cast<std::size_t>(meter)]);
  };
  out.counter("procos_process_instances_started_total", "Root process instances",
              total(Meter::kRootProcessInstanceStart));
  out.begin(MetricType::Counter, "procos_activity_instances_total", "Activity instances");
  out.value(total(Meter::kActivityInstanceStart), {{"event", "start"}});
  out.value(total(Meter::kActivityInstanceEnd), {{"event", "end"}});
  out.begin(MetricType::Counter, "procos_job_executions_total", "Jobs that ran, by result");
  out.value(total(Meter::kJobSuccessful), {{"result", "success"}});
  out.value(total(Meter::kJobFailed), {{"result", "failure"}});
  out.counter("procos_jobs_acquired_total", "Jobs that the job executor took",
              total(Meter::kJobAcquiredSuccess));
  out.counter("procos_decision_instances_total", "Decisions that were evaluated",
              total(Meter::kExecutedDecisionInstances));
  out.counter("procos_external_task_lock_expiries_total",
              "Locks that ran out before external tasks without failures were locked anew",
              engine.lock_expiries);
}

void add_by(Families& out, const char* label, const std::vector<store::KeyCount>& counts) {
  for (const store::KeyCount& each : counts) {
    out.value(static_cast<double>(each.count), {{label, each.key.empty() ? "other" : each.key}});
  }
}

void add_open(Families& out, const store::OpenCounts& open, double age_s) {
  out.begin(MetricType::Gauge, "procos_process_instances_running",
            "Process instances by the key of their definition");
  add_by(out, "definition_key", open.instances);
  out.begin(MetricType::Gauge, "procos_tasks_open", "User tasks by the key of their definition");
  add_by(out, "definition_key", open.tasks);
  out.begin(MetricType::Gauge, "procos_incidents_open", "Incidents by type");
  add_by(out, "type", open.incidents);
  out.begin(MetricType::Gauge, "procos_jobs",
            "Jobs: not yet due, due, and failed without retries left");
  out.value(static_cast<double>(open.jobs_waiting), {{"state", "waiting"}});
  out.value(static_cast<double>(open.jobs_due), {{"state", "due"}});
  out.value(static_cast<double>(open.jobs_failed), {{"state", "failed"}});
  out.begin(MetricType::Gauge, "procos_external_tasks",
            "External tasks with retries left; expired: the worker did not come back in time");
  for (const store::TopicCounts& each : open.topics) {
    const std::string topic = each.topic.empty() ? "other" : each.topic;
    out.value(static_cast<double>(each.waiting), {{"topic", topic}, {"state", "waiting"}});
    out.value(static_cast<double>(each.locked), {{"topic", topic}, {"state", "locked"}});
    out.value(static_cast<double>(each.expired), {{"topic", topic}, {"state", "expired"}});
  }
  out.gauge("procos_counts_age_seconds",
            "Since instances, tasks, jobs, incidents and external tasks were counted", age_s);
}

void add_database(Families& out, const store::FileSizes& files, std::int64_t free_bytes) {
  out.begin(MetricType::Gauge, "procos_database_bytes",
            "The database file, its write-ahead log, and what is free in the file");
  out.value(static_cast<double>(files.database), {{"part", "file"}});
  out.value(static_cast<double>(files.log), {{"part", "log"}});
  out.value(static_cast<double>(free_bytes), {{"part", "free"}});
}

void add_process(Families& out) {
  const ProcessUsage usage = process_usage();
  out.gauge("process_resident_memory_bytes", "Resident memory", usage.resident_bytes);
  out.gauge("process_threads", "Threads", usage.threads);
  out.gauge("process_open_fds", "Open files and connections", usage.open_files);
  out.counter("process_cpu_seconds_total", "Processor time", usage.cpu_seconds);
  out.gauge("process_start_time_seconds", "Start of the program, since 1970", usage.start_time);
  out.gauge("procos_uptime_seconds", "Since the start of the program", usage.uptime);
}

}  // namespace

std::string metrics_text(const Measured& measured) {
  Families out;
  add_requests(out, measured.requests);
  add_commands(out, measured.engine);
  add_meters(out, measured.engine);
  out.gauge("procos_long_polls", "Requests that wait for external tasks", measured.long_polls);
  add_open(out, measured.open, measured.open_age_s);
  add_database(out, measured.engine.files, measured.open.free_bytes);
  add_process(out);
  return out.text();
}

}  // namespace procos::rest

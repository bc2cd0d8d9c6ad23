#include "kernel/scenario/runner.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "kernel/scenario/view.h"
#include "kernel/scenario/world.h"

namespace procos::kernel::scenario {
namespace {

using nlohmann::json;

std::string join(const Lines& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

/// With all that came of it, and without asking the models: their listeners might fail.
Status delete_deployment(Gateway& gateway, const std::string& id) {
  PROCOS_ASSIGN(const GatewayAnswer answer,
                gateway.send({"DELETE",
                              "/deployment/" + id,
                              "cascade=true&skipCustomListeners=true&skipIoMappings=true",
                              {},
                              {}}));
  if (!answer.ok()) return std::unexpected(answer_error("cannot delete a deployment", answer));
  return {};
}

/// Scenarios own the engine they run on, so they must not meet somebody's work there.
Status expect_empty(Gateway& gateway, bool wipe) {
  PROCOS_ASSIGN(const json deployments, get_list(gateway, "/deployment"));
  if (deployments.empty()) return {};
  if (!wipe) {
    return fail(ErrorKind::kNotValid,
                gateway.name() + " is not empty (" + std::to_string(deployments.size()) +
                    " deployments); scenarios need an engine of their own, --wipe empties it");
  }
  for (const json& deployment : deployments) {
    PROCOS_TRY(delete_deployment(gateway, text_of(deployment, "id")));
  }
  return {};
}

class Run {
 public:
  Run(const Script& script, const RunOptions& options, FileResult& result)
      : script_(script), options_(options), result_(result) {}

  Status run() {
    FlowTaken flow_taken;
    if (options_.coverage != nullptr) {
      flow_taken = [this](const std::string& definition, const std::string& flow) {
        flows_.emplace(definition, flow);
      };
    }
    std::unique_ptr<Driver> driver;
    if (options_.url.empty()) {
      PROCOS_ASSIGN(driver, open_embedded(storage(), flow_taken));
    } else {
      driver = connect(options_.url);
      PROCOS_TRY(expect_empty(driver->gateway(), options_.wipe));
    }
    const auto directory = std::filesystem::path(script_.path).parent_path().string();
    World world(*driver, directory);
    Status status = run_steps(world);
    if (options_.coverage != nullptr) {
      const bool flows_known = options_.url.empty();
      const Status noted = options_.coverage->note(world.gateway(), directory,
                                                   flows_known ? &flows_ : nullptr);
      if (status) status = noted;
    }
    if (!options_.url.empty()) {
      const Status cleaned = clean_up(world);
      if (status) status = cleaned;
    }
    return status;
  }

  /// A file that says `restart` needs a database that outlives the engine.
  Storage storage() const {
    const bool restarts = std::ranges::any_of(
        script_.steps, [](const Step& step) { return step.verb->name == "restart"; });
    return restarts && options_.storage == Storage::kMemory ? Storage::kFile : options_.storage;
  }

  const std::vector<std::optional<Lines>>& blocks() const { return blocks_; }

 private:
  Status run_steps(World& world) {
    for (const Step& step : script_.steps) {
      auto shown = step.verb->run(world, step);
      if (!shown) return broken(step, shown.error().message);
      ++result_.steps;
      const bool show = step.verb->kind == VerbKind::kQuery || !shown->empty();
      blocks_.push_back(show ? std::optional(*shown) : std::nullopt);
      if (!options_.record) {
        if (step.verb->kind == VerbKind::kQuery && !step.expected) {
          return broken(step, "nothing is expected under it; --record writes what there is");
        }
        if (*shown != step.expected.value_or(Lines{})) return differs(world, step, *shown);
      }
      PROCOS_TRY(world.time.note_jobs());
      if (options_.restart_each_step && step.verb->kind == VerbKind::kAction) {
        PROCOS_TRY(world.driver().restart());
      }
    }
    if (world.restart_skipped) result_.skipped = "restart was left out: not in this configuration";
    return {};
  }

  Status broken(const Step& step, const std::string& message) {
    const std::string what = std::string(step.verb->name) + ": " + message;
    result_.failure = Failure{step.line, what, {}, {}};
    return {};
  }

  Status differs(World& world, const Step& step, const Lines& shown) {
    std::string what(step.verb->name);
    for (const std::string& word : step.words) what += " " + word;
    if (!shown.empty() && !world.last_error.empty()) what += " (" + world.last_error + ")";
    Lines expected = step.expected.value_or(Lines{});
    if (step.verb->kind == VerbKind::kAction && expected.empty()) expected = {"success"};
    Lines got = shown;
    if (step.verb->kind == VerbKind::kAction && got.empty()) got = {"success"};
    result_.failure = Failure{step.line, what, std::move(expected), std::move(got)};
    return {};
  }

  static Status clean_up(World& world) {
    for (const std::string& id : world.deployments) {
      PROCOS_TRY(delete_deployment(world.gateway(), id));
    }
    return {};
  }

  const Script& script_;
  const RunOptions& options_;
  FileResult& result_;
  Coverage::Flows flows_;
  std::vector<std::optional<Lines>> blocks_;
};

/// The lines of both, those of one only marked - and +, by their longest common subsequence.
std::string difference(const Lines& expected, const Lines& got) {
  const std::size_t n = expected.size();
  const std::size_t m = got.size();
  std::vector<std::vector<int>> common(n + 1, std::vector<int>(m + 1));
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = m; j-- > 0;) {
      common[i][j] = expected[i] == got[j] ? common[i + 1][j + 1] + 1
                                           : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::string out;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < n || j < m) {
    if (i < n && j < m && expected[i] == got[j]) {
      out += "      " + expected[i++] + "\n";
      ++j;
    } else if (j == m || (i < n && common[i + 1][j] >= common[i][j + 1])) {
      out += "    - " + expected[i++] + "\n";
    } else {
      out += "    + " + got[j++] + "\n";
    }
  }
  return out;
}

}  // namespace

FileResult run_file(const std::string& path, const RunOptions& options) {
  FileResult result;
  result.path = path;
  const auto begin = std::chrono::steady_clock::now();
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto script = file ? parse_script(path, text)
                           : Result<Script>(fail(ErrorKind::kNotFound, "cannot read " + path));
  if (!script) {
    result.failure = Failure{0, script.error().message, {}, {}};
    return result;
  }
  Run run(*script, options, result);
  const Status status = run.run();
  if (!status) result.failure = Failure{0, path + ": " + status.error().message, {}, {}};
  if (options.record && !result.failure) {
    const std::string recorded = with_blocks(*script, run.blocks());
    result.rewritten = recorded != text;
    if (result.rewritten && !(std::ofstream(path, std::ios::binary) << recorded)) {
      result.failure = Failure{0, "cannot write " + path, {}, {}};
    }
  }
  result.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

std::string failure_text(const FileResult& result) {
  const Failure& failure = *result.failure;
  if (failure.line == 0) return failure.what + "\n";
  const std::string head =
      result.path + ":" + std::to_string(failure.line) + ": " + failure.what + "\n";
  if (failure.expected.empty() && failure.got.empty()) return head;
  return head + "    expected (-), got (+):\n" + difference(failure.expected, failure.got);
}

std::string with_blocks(const Script& script, const std::vector<std::optional<Lines>>& blocks) {
  Lines out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < script.steps.size(); ++i) {
    const Step& step = script.steps[i];
    const auto begin = script.lines.begin();
    out.insert(out.end(), begin + at, begin + step.block_begin);
    at = step.block_end;
    if (!blocks[i]) continue;
    out.push_back("----");
    out.insert(out.end(), blocks[i]->begin(), blocks[i]->end());
    if (at < script.lines.size() && !script.lines[at].empty()) out.push_back("");
  }
  out.insert(out.end(), script.lines.begin() + at, script.lines.end());
  return join(out);
}

}  // namespace procos::kernel::scenario

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <utility>

#include "base/log.h"
#include "store/apply.h"
#include "store/connection.h"
#include "store/lock_file.h"
#include "store/log_vfs.h"
#include "store/lookups.h"
#include "store/reader_pool.h"
#include "store/schema.h"
#include "store/store.h"

namespace procos::store {
namespace {

constexpr std::string_view kInMemory = ":memory:";
constexpr int kWriterCacheKib = 4 * 1024;
// Pages in the log before a commit copies them into the database. Pages that change in every commit
// are copied once a round, so a longer log costs less in total, and a shorter one stalls a single
// commit less.
constexpr int kCheckpointPages = 8000;
constexpr int kJournalLimitBytes = 64 * 1024 * 1024;
// Free pages are kept for what comes next, up to a quarter of the file and at least so many.
constexpr std::int64_t kKeptPages = 2500;
constexpr std::int64_t kIncremental = 2;  // a mode of auto_vacuum
constexpr std::int64_t kKeptPart = 4;
constexpr const char* kShrinkStep = "PRAGMA incremental_vacuum(64)";

class SqliteStore final : public Store {
 public:
  SqliteStore(const std::string& uri, const StoreOptions& options, LockFile lock)
      : lock_(std::move(lock)),
        path_(options.path),
        in_memory_(options.path == kInMemory),
        writer_(uri, kWriterCacheKib, gathers(options) ? log_vfs() : nullptr),
        readers_(uri, options.readers) {}

  void configure(Durability durability) {
    writer_.exec("PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;");
    if (in_memory_) {
      writer_.exec("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF");
      sqlite3_int64 no_limit = std::int64_t{1} << 40;
      sqlite3_file_control(writer_.handle(), "main", SQLITE_FCNTL_SIZE_LIMIT, &no_limit);
      return;
    }
    writer_.exec("PRAGMA journal_mode = WAL");
    static constexpr std::array kSynchronous{"PRAGMA synchronous = FULL",
                                             "PRAGMA synchronous = NORMAL",
                                             "PRAGMA synchronous = OFF"};
    writer_.exec(kSynchronous[static_cast<std::size_t>(durability)]);
    shrinks_ = writer_.integer("PRAGMA auto_vacuum") == kIncremental;
    const std::string log = "PRAGMA wal_autocheckpoint = " + std::to_string(kCheckpointPages) +
                            "; PRAGMA journal_size_limit = " + std::to_string(kJournalLimitBytes);
    writer_.exec(log.c_str());
  }

  void learn_ids() {
    const IdMark mark(static_cast<std::uint64_t>(writer_.integer("SELECT bits FROM id_mark")));
    writer_.set_id_mark(mark);
    readers_.set_id_mark(mark);
    const state::ChangeList all;
    std::apply([this]<class... Row>(const state::RowChanges<Row>&...) { (keep_above<Row>(), ...); },
               all.tables);
  }

  const IdMark& id_mark() const override { return writer_.id_mark(); }

  void begin_reading() override {
    if (!in_memory_) writer_.fixed(kBeginReading).run();
  }

  void end_reading() override {
    if (writer_.in_transaction()) writer_.fixed(kCommit).run();
  }

  void begin() override {
    // Nobody else writes, so what was read is still so.
    if (writer_.in_transaction()) return;
    // A database in memory has no log beside it that readers could be kept apart with: they wait.
    if (in_memory_) readers_.pause();
    try {
      writer_.fixed(kBegin).run();
    } catch (...) {
      if (in_memory_) readers_.resume();
      throw;
    }
  }

  void apply(const state::ChangeList& changes) override {
    // A full disk makes SQLite roll back everything; each statement would then commit by itself.
    if (!writer_.in_transaction()) throw std::runtime_error("the store has no open transaction");
    if (!changes.of<state::DefinitionRow>().empty()) latest_.clear();
    apply_changes(writer_, changes);
  }

  void commit() override {
    writer_.fixed(kCommit).run();
    if (in_memory_) readers_.resume();
  }

  void rollback() override {
    latest_.clear();
    if (writer_.in_transaction()) writer_.exec("ROLLBACK");
    if (in_memory_) readers_.resume();
  }

  Connection& writer() override { return writer_; }

  bool shrink() override {
    if (!shrinks_) return false;
    const std::int64_t pages = writer_.integer("PRAGMA page_count");
    const std::int64_t free = writer_.integer("PRAGMA freelist_count");
    if (free > std::max(kKeptPages, pages / kKeptPart)) {
      writer_.exec(kShrinkStep);
      return shrinking_ = true;
    }
    // The file itself becomes shorter when the log is copied into it.
    if (shrinking_) writer_.exec("PRAGMA wal_checkpoint(PASSIVE)");
    return shrinking_ = false;
  }

  FileSizes file_sizes() const override {
    if (in_memory_) return {};
    const auto size = [](const std::string& file) {
      std::error_code missing;
      const std::uintmax_t bytes = std::filesystem::file_size(file, missing);
      return missing ? 0 : static_cast<std::int64_t>(bytes);
    };
    return {size(path_), size(path_ + "-wal")};
  }

  void read(const std::function<void(Connection&)>& read) override { readers_.read(read); }

  state::InstanceRows load_instance(const std::string& id) override {
    return store::load_instance(writer_, id);
  }
  std::vector<state::VariableRow> find_variables(const std::string& instance_id) override {
    return store::find_variables(writer_, instance_id);
  }
  std::vector<state::ExecutionRow> find_executions(const std::string& instance_id) override {
    return store::find_executions(writer_, instance_id);
  }
  std::vector<state::DefinitionRow> find_definitions(const state::DefinitionQuery& query) override {
    const bool latest = !query.version && query.version_tag.empty() && query.deployment_id.empty();
    if (!latest) return store::find_definitions(writer_, query);
    const std::pair key(query.key, query.tenant_id.value_or(""));
    if (const auto known = latest_.find(key); known != latest_.end()) return {known->second};
    std::vector<state::DefinitionRow> found = store::find_definitions(writer_, query);
    if (!found.empty()) latest_.emplace(key, found.front());
    return found;
  }
  std::vector<state::DecisionDefinitionRow> find_decisions(
      const state::DefinitionQuery& query) override {
    return store::find_decisions(writer_, query);
  }
  std::vector<state::EventSubscriptionRow> find_subscriptions(
      std::string_view event_type, std::string_view event_name) override {
    return store::find_subscriptions(writer_, event_type, event_name);
  }
  std::vector<state::EventSubscriptionRow> find_start_subscriptions(
      std::string_view event_type, std::string_view event_name) override {
    return store::find_start_subscriptions(writer_, event_type, event_name);
  }
  std::vector<state::ExecutionRow> find_called_instances(
      const std::string& super_execution_id) override {
    return store::find_called_instances(writer_, super_execution_id);
  }
  std::vector<state::IncidentRow> find_incidents_by_cause(
      const std::string& cause_incident_id) override {
    return store::find_incidents_by_cause(writer_, cause_incident_id);
  }

#define PROCOS_FIND(Row) \
  bool find(const std::string& id, state::Row& row) override { return find_row(writer_, id, row); }
  PROCOS_FIND(DeploymentRow)
  PROCOS_FIND(ResourceRow)
  PROCOS_FIND(DefinitionRow)
  PROCOS_FIND(DecisionRequirementsDefinitionRow)
  PROCOS_FIND(DecisionDefinitionRow)
  PROCOS_FIND(JobDefinitionRow)
  PROCOS_FIND(ExecutionRow)
  PROCOS_FIND(VariableRow)
  PROCOS_FIND(TaskRow)
  PROCOS_FIND(IdentityLinkRow)
  PROCOS_FIND(ExternalTaskRow)
  PROCOS_FIND(JobRow)
  PROCOS_FIND(EventSubscriptionRow)
  PROCOS_FIND(IncidentRow)
  PROCOS_FIND(HiProcessInstanceRow)
  PROCOS_FIND(HiActivityRow)
  PROCOS_FIND(HiTaskRow)
  PROCOS_FIND(HiVariableRow)
  PROCOS_FIND(HiIncidentRow)
  PROCOS_FIND(UserRow)
  PROCOS_FIND(GroupRow)
  PROCOS_FIND(TenantRow)
  PROCOS_FIND(MembershipRow)
  PROCOS_FIND(TenantMembershipRow)
  PROCOS_FIND(AuthorizationRow)
  PROCOS_FIND(BatchRow)
  PROCOS_FIND(BatchChunkRow)
  PROCOS_FIND(HiDecisionInstanceRow)
  PROCOS_FIND(HiBatchRow)
  PROCOS_FIND(HiCommentRow)
  PROCOS_FIND(HiAttachmentRow)
  PROCOS_FIND(HiAttachmentContentRow)
  PROCOS_FIND(FilterRow)
  PROCOS_FIND(HiUserOperationRow)
#undef PROCOS_FIND

 private:
  /// New ids come after those of the table; its numbers come before its texts, the ids of others.
  template <class Row>
  void keep_above() {
    keep_ids_above(writer_.integer("SELECT max(id) FROM " + table<Row>().name + " WHERE id < ''"));
  }

  /// Without a sync SQLite does not say where a commit ends.
  static bool gathers(const StoreOptions& options) {
    return options.durability == Durability::kFull && options.path != kInMemory;
  }

  inline static const std::string kBeginReading = "BEGIN";
  inline static const std::string kBegin = "BEGIN IMMEDIATE";
  inline static const std::string kCommit = "COMMIT";

  LockFile lock_;  // first member: given up after the connections are closed
  const std::string path_;
  const bool in_memory_;
  bool shrinks_ = false;    ///< the file was made so that it can
  bool shrinking_ = false;  ///< has begun to
  Connection writer_;
  ReaderPool readers_;
  /// The latest definitions that were asked for, by key and tenant, as the writer sees them.
  std::map<std::pair<std::string, std::string>, state::DefinitionRow> latest_;
};

/// By a connection of its own: others would not notice what the file has become.
Status prepare_to_shrink(const std::string& path) {
  Connection connection(path, kWriterCacheKib);
  PROCOS_TRY(schema_version(connection, path));
  if (connection.integer("PRAGMA auto_vacuum") == kIncremental) return {};
  if (connection.integer("PRAGMA page_count") > 0) {
    log::info("The database file is written anew, so that it can become smaller", {{"file", path}});
  }
  connection.exec("PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
  return {};
}

/// A database in memory that the connections of this store share and no other store finds.
std::string memory_uri() {
  static std::atomic<int> count = 0;
  return "file:/procos-" + std::to_string(++count) + "?vfs=memdb";
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const StoreOptions& options) {
  // Both without effect in a program that has used SQLite before. Statistics of its memory, which
  // nobody asks for, would take a lock for each piece of it; a database in memory ends at 1 GiB.
  constexpr sqlite3_int64 kNoLimit = sqlite3_int64{1} << 40;
  [[maybe_unused]] static const int configured =
      sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) |
      sqlite3_config(SQLITE_CONFIG_MEMDB_MAXSIZE, kNoLimit);
  const bool in_memory = options.path == kInMemory;
  LockFile lock;
  if (!in_memory) {
    PROCOS_ASSIGN(lock, LockFile::acquire(options.path));
  }
  try {
    if (options.shrink && !in_memory) PROCOS_TRY(prepare_to_shrink(options.path));
    auto store = std::make_unique<SqliteStore>(in_memory ? memory_uri() : options.path, options,
                                               std::move(lock));
    // Refused before anything is changed in a file that is not ours.
    PROCOS_TRY(schema_version(store->writer(), options.path));
    store->configure(options.durability);
    PROCOS_TRY(bring_up_to_date(store->writer(), options.path));
    store->learn_ids();
    return std::unique_ptr<Store>(std::move(store));
  } catch (const std::exception& broken) {
    return fail(ErrorKind::kProcessEngine,
                "cannot open the database " + options.path + ": " + broken.what());
  }
}

}  // namespace procos::store

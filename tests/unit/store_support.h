// What the tests of the store share: databases in scratch directories and rows that satisfy the
// foreign keys.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

#include "store/connection.h"
#include "store/store.h"

namespace procos::store::test {

class ScratchDir {
 public:
  ScratchDir() {
    char name[] = "/tmp/procos-store-XXXXXX";
    path_ = mkdtemp(name);
  }
  ScratchDir(const ScratchDir&) = delete;
  ScratchDir& operator=(const ScratchDir&) = delete;
  ~ScratchDir() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline std::unique_ptr<Store> open_store(const std::string& path) {
  StoreOptions options;
  options.path = path;
  auto store = Store::open(options);
  if (!store) throw std::runtime_error(store.error().message);
  return std::move(*store);
}

inline state::ExecutionRow instance_row(const std::string& id) {
  state::ExecutionRow row;
  row.id = row.process_instance_id = row.root_process_instance_id = row.activity_instance_id = id;
  row.process_definition_id = "order:1:d1";
  row.process_definition_key = "order";
  return row;
}

inline void write(Store& store, const state::ChangeList& changes) {
  store.begin();
  store.apply(changes);
  store.commit();
}

inline std::int64_t count_rows(Connection& connection, const std::string& table_name) {
  return connection.integer("SELECT count(*) FROM " + table_name);
}

}  // namespace procos::store::test

// file_operation: `operation` read, write, append, delete, exists or list on `path` (with
// `content`), inside security.sandbox_directory unless the sandbox is switched off.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "kernel/workers/handlers.h"

namespace procos::kernel {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestFile = 16 * 1024 * 1024;

BpmnError error(const std::string& message) { return {"FILE_ERROR", message, {}}; }

/// The real path; an error when it leaves the sandbox, also through a symbolic link.
Result<fs::path> resolve(const std::string& path, const SecuritySettings& security) {
  if (path.empty() || path.find('\0') != std::string::npos)
    return fail(ErrorKind::kNotValid, "path is empty");
  std::error_code failed;
  if (!security.sandbox_enabled) return fs::path(path);
  const fs::path root = fs::weakly_canonical(security.sandbox_directory, failed);
  if (failed) return fail(ErrorKind::kNotValid, "security.sandbox_directory: " + failed.message());
  const fs::path full = fs::weakly_canonical(root / path, failed);
  if (failed) return fail(ErrorKind::kNotValid, path + ": " + failed.message());
  const fs::path relative = full.lexically_relative(root);
  if (relative.empty() || *relative.begin() == "..") {
    return fail(ErrorKind::kNotValid, path + " is outside of the sandbox directory");
  }
  return full;
}

Outcome read(const fs::path& path) {
  std::error_code failed;
  const std::uintmax_t size = fs::file_size(path, failed);
  if (failed) return error(path.filename().string() + ": " + failed.message());
  if (size > kLargestFile) return error(path.filename().string() + " is larger than 16 MB");
  std::ifstream file(path, std::ios::binary);
  if (!file) return error(path.filename().string() + " cannot be read");
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  return Completed{{{"file_content", long_text(content)}}};
}

Outcome write(const fs::path& path, const std::string& content, std::ios::openmode mode) {
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  std::ofstream file(path, std::ios::binary | mode);
  file << content;
  file.close();
  if (!file) return error(path.filename().string() + " cannot be written");
  return Completed{
      {{"bytes_written", Value::long_integer(static_cast<std::int64_t>(content.size()))}}};
}

Outcome list(const fs::path& path) {
  std::error_code failed;
  nlohmann::json names = nlohmann::json::array();
  for (const auto& entry : fs::directory_iterator(path, failed))
    names.push_back(entry.path().filename().string());
  if (failed) return error(path.filename().string() + ": " + failed.message());
  std::sort(names.begin(), names.end());
  return Completed{{{"file_list", json_value(names)}}};
}

}  // namespace

Outcome operate_on_file(const Task& task, const WorkerServices& services, std::stop_token) {
  const std::string operation = text_of(task.variables, "operation", "read");
  const auto path = resolve(text_of(task.variables, "path"), services.config.security);
  if (!path) return error(path.error().message);
  const std::string content = text_of(task.variables, "content");
  std::error_code failed;
  if (operation == "read") return read(*path);
  if (operation == "write") return write(*path, content, std::ios::trunc);
  if (operation == "append") return write(*path, content, std::ios::app);
  if (operation == "list") return list(*path);
  if (operation == "exists") {
    return Completed{{{"file_exists", Value::boolean(fs::exists(*path, failed))}}};
  }
  if (operation == "delete") {
    // One file: a directory with content is refused, so that a wrong path costs little.
    const bool removed = fs::remove(*path, failed);
    if (failed) return error(path->filename().string() + ": " + failed.message());
    return Completed{{{"file_deleted", Value::boolean(removed)}}};
  }
  return error("operation \"" + operation +
               "\" is not read, write, append, delete, exists or list");
}

}  // namespace procos::kernel

#include "exec/journal.h"

#include "base/check.h"

namespace procos::exec {

void Journal::begin() {
  position_ = 0;
  pending_.reset();
}

template <class T>
const T* Journal::next(const std::string& place) {
  if (position_ < entries_.size()) {
    const Entry& entry = entries_[position_];
    const T* told = std::get_if<T>(&entry.told);
    if (told != nullptr && entry.place == place) {
      ++position_;
      return told;
    }
    // Others changed the state in between and the command goes another way: what follows is new.
    entries_.resize(position_);
  }
  return nullptr;
}

const Result<VariableList>* Journal::answer_to(const std::string& place, OutsideCall call) {
  const auto* answer = next<Result<VariableList>>(place);
  if (answer == nullptr) pending_ = Pending{place, std::move(call)};
  return answer;
}

const DelegateRecord* Journal::handled(const std::string& place) {
  return next<DelegateRecord>(place);
}

void Journal::remember(const std::string& place, DelegateRecord record) {
  entries_.push_back({place, std::move(record)});
  position_ = entries_.size();
}

void Journal::answer(Result<VariableList> answer) {
  PROCOS_CHECK(pending_.has_value());
  entries_.push_back({std::move(pending_->place), std::move(answer)});
  pending_.reset();
}

}  // namespace procos::exec
